/** The workers: starts them, hands them pieces, and notices when one dies, hangs or sticks in a regex. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { Beat } from './beat.ts';
import type { Claims } from './claims.ts';
import type { FindingsData } from './findings.ts';
import type { Piece } from './piece.ts';
import type { Answer, Message, Task, WorkerSetup } from './worker-service.ts';
import type { WorkerStart } from './worker.ts';

export interface PoolBounds {
  /** ms without any sign of life after which a worker that does not wait for the system is given up. */
  readonly hangAfter: number;
  /** ms that a user's regex may take on a line. */
  readonly slowAfter: number;
  /** Old objects of one worker, MB; a piece that needs more has gone wrong. */
  readonly heapMegabytes: number;
}

export const POOL_BOUNDS: PoolBounds = { hangAfter: 60_000, slowAfter: 2000, heapMegabytes: 1024 };

export interface PoolOptions extends PoolBounds {
  readonly size: number;
  readonly setup: Omit<WorkerSetup, 'memory'>;
  readonly entry: { readonly url: URL; readonly kind: string };
  /** The next task for a worker that has `waiting` more; undefined: none now. */
  readonly take: (waiting: number, claims: Claims) => Task | undefined;
  readonly onFound: (piece: Piece, findings: FindingsData, whole: boolean) => void;
  readonly onLost: (loss: Loss) => void;
  /** Called every now and then. */
  readonly onLook: () => void;
}

/** A worker that is no more. */
export interface Loss {
  /** The piece that it read, and the part of it; undefined: it was idle. */
  readonly piece: Piece | undefined;
  readonly part: number;
  /** Source that it read last. */
  readonly source: string;
  /** Pieces that it had not begun. */
  readonly waiting: readonly Piece[];
  readonly cause: Cause;
}

export type Cause =
  | { readonly kind: 'died'; readonly reason: string }
  | { readonly kind: 'hung' }
  | { readonly kind: 'slow'; readonly rule: number; readonly line: number };

/** ms between two looks at the workers. */
const LOOK = 50;

export class Pool {
  private readonly options: PoolOptions;
  private readonly hands = new Set<Hand>();
  private readonly timer: NodeJS.Timeout;
  private lostBytes = 0;
  private closed = false;

  constructor(options: PoolOptions) {
    this.options = options;
    for (let i = 0; i < options.size; i++) this.start();
    const shortest = Math.min(options.hangAfter, options.slowAfter);
    this.timer = setInterval(() => this.look(), Math.min(LOOK, shortest / 4));
  }

  /** Workers that live. */
  get size(): number {
    return this.hands.size;
  }

  /** Bytes read so far. */
  get bytes(): number {
    return [...this.hands].reduce((sum, { beat }) => sum + beat.bytes, this.lostBytes);
  }

  /** Source that some worker reads. */
  get source(): string {
    for (const hand of this.hands) if (hand.tasks.length > 0) return hand.beat.source;
    return '';
  }

  /** There may be something to take. */
  feed(): void {
    for (const hand of this.hands) {
      while (hand.ready && hand.tasks.length < 2) {
        const task = this.options.take(hand.tasks.length, hand.beat.claims);
        if (task === undefined) break;
        hand.give(task);
      }
    }
  }

  /** Asks all to end what they read. */
  stop(): void {
    const message: Message = 'stop';
    for (const { beat, worker } of this.hands) {
      beat.stop = true;
      worker.postMessage(message, []);
    }
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    for (const { worker } of this.hands) void worker.terminate();
  }

  private start(): void {
    const hand = new Hand(this.options);
    this.hands.add(hand);
    hand.worker
      .on('message', (answer: Answer) => this.hear(hand, answer))
      .on('error', (error) => {
        hand.cause ??= { kind: 'died', reason: error.message };
      })
      .on('exit', (code) => this.bury(hand, code));
  }

  private hear(hand: Hand, answer: Answer): void {
    if (this.closed) return;
    if (answer.kind === 'ready') hand.ready = true;
    else this.options.onFound(hand.tasks.shift()!.piece, answer.findings, answer.whole);
    this.feed();
  }

  private bury(hand: Hand, code: number): void {
    if (this.closed) return;
    this.hands.delete(hand);
    this.lostBytes += hand.beat.bytes;
    const [running, ...waiting] = hand.tasks;
    // One that can't even start would not the next time.
    if (running !== undefined) this.start();
    this.options.onLost({
      piece: running?.piece,
      part: hand.beat.part,
      source: hand.beat.source,
      waiting: waiting.map(({ piece }) => piece),
      cause: hand.cause ?? { kind: 'died', reason: `it ended with code ${code}` },
    });
    this.feed();
  }

  private look(): void {
    for (const hand of this.hands) this.check(hand);
    this.feed();
    this.options.onLook();
  }

  private check(hand: Hand): void {
    const now = performance.now();
    const { beat } = hand;
    const { trying } = beat;
    const sign = `${beat.beats} ${trying?.tries ?? ''}`;
    if (sign !== hand.sign) {
      hand.sign = sign;
      hand.since = now;
      return;
    }
    if (trying !== undefined && now - hand.since >= this.options.slowAfter)
      hand.end({ kind: 'slow', rule: trying.rule, line: trying.line });
    else if (beat.works && now - hand.since >= this.options.hangAfter) hand.end({ kind: 'hung' });
  }
}

/** One worker. */
class Hand {
  readonly beat: Beat;
  readonly worker: Worker;
  /** What it was given: the one that it reads, then those that wait. */
  readonly tasks: Task[] = [];
  ready = false;
  cause: Cause | undefined;
  /** Its last sign of life, and when that was new. */
  sign = '';
  since = 0;

  constructor({ entry: { url, kind }, setup, heapMegabytes }: PoolOptions) {
    this.beat = new Beat(setup.unit);
    const cache = getCompileCacheDir();
    const start: WorkerStart = {
      ...setup,
      kind,
      memory: this.beat.memory,
      // The folder that was given, without that of this very Node.
      cache: cache === undefined ? undefined : dirname(cache),
    };
    this.worker = new Worker(url, {
      workerData: start,
      env: SHARE_ENV,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
  }

  give(task: Task): void {
    this.tasks.push(task);
    this.worker.postMessage(task, []);
  }

  end(cause: Cause): void {
    this.cause ??= cause;
    void this.worker.terminate();
  }
}
