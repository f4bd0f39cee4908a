/** The work of a worker: reads the pieces that it is sent, sends back what it found. */
import type { MessagePort } from 'node:worker_threads';
import { IncidentBook } from '../core/incidents/book.ts';
import { Horizon } from '../core/incidents/horizon.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { Beat } from './beat.ts';
import type { Claims } from './claims.ts';
import { PieceFindings } from './findings.ts';
import type { FindingsData } from './findings.ts';
import { packOf } from './pack-recipe.ts';
import type { PackRecipe } from './pack-recipe.ts';
import type { Piece } from './piece.ts';
import { PieceReader } from './piece-reader.ts';
import type { Monitor, ReadingSettings } from './piece-reader.ts';
import type { OpenSource } from './source.ts';

export interface WorkerSetup {
  readonly recipe: PackRecipe;
  readonly settings: ReadingSettings;
  /** Of its Beat. */
  readonly memory: SharedArrayBuffer;
  /** Rules whose regexes may take long, by index. */
  readonly watched: readonly number[];
  /** Of the Horizon that all share. */
  readonly horizon: SharedArrayBuffer;
  /** Of claims; undefined: as always. */
  readonly unit: number | undefined;
}

export interface Task {
  readonly piece: Piece;
  /** Rules that are not to be tried, by index; only watched ones. */
  readonly without: readonly number[];
}

/** `stop` wakes a worker that waits for a pipe, once its Beat says so. */
export type Message = Task | 'stop';

export type Answer =
  | { readonly kind: 'ready' }
  /** `whole`: the piece was read to its end. */
  | { readonly kind: 'found'; readonly findings: FindingsData; readonly whole: boolean };

/** Answers each task in turn. An error ends the worker. */
export async function serve(port: MessagePort, setup: WorkerSetup): Promise<void> {
  const monitor = new WorkerMonitor(new Beat(setup.unit, setup.memory));
  const pack = watchedPack(await packOf(setup.recipe), new Set(setup.watched), monitor);
  const reader = new PieceReader(pack, setup.settings, monitor);
  const horizon = new Horizon(pack.rules.length, setup.horizon);
  const answer = (message: Answer): void => port.postMessage(message, []);
  const perform = async ({ piece, without }: Task): Promise<void> => {
    monitor.without = new Set(without);
    const book = new IncidentBook(pack.rules, horizon);
    const findings = new PieceFindings(pack.rules, setup.settings.covers, book);
    if (!monitor.stopped) await reader.read(piece, findings);
    answer({ kind: 'found', findings: findings.toData(), whole: !monitor.stopped });
  };
  let last = Promise.resolve();
  port.on('message', (message: Message) => {
    if (message === 'stop') monitor.abort();
    else last = last.then(() => perform(message));
  });
  answer({ kind: 'ready' });
}

class WorkerMonitor implements Monitor {
  /** Rules that are not to be tried. */
  without: ReadonlySet<number> = new Set();
  readonly claims: Claims;
  private readonly beat: Beat;
  private readonly aborter = new AbortController();
  private source: OpenSource | undefined;
  private before = 0;

  constructor(beat: Beat) {
    this.beat = beat;
    this.claims = beat.claims;
  }

  get stopped(): boolean {
    return this.beat.stop;
  }

  get signal(): AbortSignal {
    return this.aborter.signal;
  }

  abort(): void {
    this.aborter.abort();
  }

  /** The stop comes by itself. */
  breathe(): void {}

  part(index: number): void {
    this.beat.part = index;
  }

  opened(name: string, source: OpenSource): void {
    this.beat.source = name;
    this.source = source;
    this.before = this.beat.bytes;
  }

  waits(): void {
    this.beat.works = false;
  }

  works(): void {
    this.beat.works = true;
  }

  moved(bytes: number): void {
    this.beat.bytes = this.before + bytes;
  }

  closed(bytes: number): void {
    this.beat.bytes = this.before + bytes;
    this.beat.works = false;
  }

  /** Tries a rule in sight of the main thread. */
  tries<T>(rule: number, test: () => T): T | undefined {
    if (this.without.has(rule)) return undefined;
    this.beat.tries(rule, this.source?.currentLine() ?? 0);
    const result = test();
    this.beat.tried();
    return result;
  }
}

/** The pack with the watched rules' probes under watch. */
function watchedPack(pack: RulePack, watched: ReadonlySet<number>, monitor: WorkerMonitor): RulePack {
  if (watched.size === 0) return pack;
  const probes = pack.probes.map((probe) =>
    watched.has(probe.rule)
      ? {
          ...probe,
          test: (entry: Parameters<typeof probe.test>[0]) =>
            monitor.tries(probe.rule, () => probe.test(entry)),
        }
      : probe,
  );
  return { ...pack, probes };
}
