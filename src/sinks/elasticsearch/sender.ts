/**
 * Sends operations, one batch at a time: the next one is made only when this one is settled, so a slow server slows its source
 * and memory holds one batch. Whatever is not taken ends in `onDead`.
 */
import type { Answer } from '../../elastic/answer.ts';
import type { Refusal } from './dead-letters.ts';
import { batches, bulkLines, Limits } from './request.ts';
import type { Operation } from './request.ts';
import { backOff, judge } from './retry.ts';
import type { ItemVerdict, Verdict } from './retry.ts';

/** Replaced in tests. */
export interface Clock {
  readonly now: () => number;
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface SenderOptions {
  readonly bulk: (lines: readonly string[], signal?: AbortSignal) => Promise<Answer>;
  readonly clock: Clock;
  readonly maxOperations: number;
  readonly maxBytes: number;
  /** ms without progress after which all that is left is given up. */
  readonly retryFor: number;
  readonly onDead: (operation: Operation, refusal: Refusal) => void;
  /** Something a person should know at once. */
  readonly onNotice: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
  /**
   * The first operation goes out alone: where nothing is set up, the cluster would make a data stream of its own, with wrong types, for what
   * else is in the request.
   */
  readonly firstAlone?: boolean;
}

export interface Counts {
  /** Taken: new or newer than what was there. */
  sent: number;
  /** The same or a newer document was there. */
  already: number;
  /** Diagnoses that no longer hold, taken back. */
  withdrawn: number;
  /** Operations that were sent more than once. */
  retried: number;
  dead: number;
  /** Of those sent: what landed in the data stream's failure store. */
  failureStore: number;
}

/** Tries of what somebody has to mend first. */
const SLOW_TRIES = 3;

type Pause = Pick<Extract<Verdict, { kind: 'retry' }>, 'status' | 'reason' | 'slow' | 'wait'>;

interface Waiting {
  readonly operation: Operation;
  tried: boolean;
  slowTries: number;
}

export class Sender {
  readonly counts: Counts = { sent: 0, already: 0, withdrawn: 0, retried: 0, dead: 0, failureStore: 0 };
  /** Why sending was given up; undefined: it was not. */
  stopped: (Refusal & { readonly fix?: string }) | undefined;
  private readonly options: SenderOptions;
  private readonly limits: Limits;
  /** Indices for which waiting was of no use. */
  private readonly hopeless = new Set<string>();
  private attempt = 0;
  /** Requests that were refused as a whole, in a row. */
  private slowTries = 0;
  /** Since when nothing got through. */
  private stuckSince: number | undefined;
  private noticed = '';
  private alone: boolean;

  constructor(options: SenderOptions) {
    this.options = options;
    this.alone = options.firstAlone === true;
    this.limits = new Limits(options.maxOperations, options.maxBytes);
  }

  /** Never throws for what the server says or does. */
  async send(operations: Iterable<Operation> | AsyncIterable<Operation>): Promise<void> {
    for await (const batch of batches(operations, this.limits)) await this.settle(batch);
  }

  private async settle(batch: readonly Operation[]): Promise<void> {
    let waiting: Waiting[] = batch.map((operation) => ({ operation, tried: false, slowTries: 0 }));
    while (waiting.length > 0) {
      if (this.options.signal?.aborted) this.stopped ??= { status: 0, reason: 'stopped by a signal' };
      if (this.stopped !== undefined) return this.bury(waiting, this.stopped);
      const count = this.alone ? 1 : this.limits.fitting(waiting.map(({ operation }) => operation));
      const left = await this.attemptOne(waiting.slice(0, count));
      this.alone &&= left.length > 0;
      waiting = [...left, ...waiting.slice(count)];
    }
  }

  /** Sends one request; what is to be sent again comes back. */
  private async attemptOne(part: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { counts, options } = this;
    for (const one of part) {
      if (one.tried) counts.retried++;
      one.tried = true;
    }
    const operations = part.map(({ operation }) => operation);
    const answer = await options.bulk(bulkLines(operations), options.signal);
    if (options.signal?.aborted) return part;
    const verdict = judge(answer, part.length);
    if (verdict.kind === 'items') return this.takeItems(part, verdict.items);
    if (verdict.kind === 'split') return this.split(part, verdict.reason);
    if (verdict.kind === 'stop') {
      this.stopped = verdict;
      return part;
    }
    if (verdict.smaller) this.relieve(operations);
    if (verdict.slow && this.slowTries++ >= SLOW_TRIES) this.stopped = verdict;
    else await this.pause(verdict);
    return part;
  }

  private split(part: readonly Waiting[], reason: string): readonly Waiting[] {
    // Larger than what the server takes at all.
    if (part.length === 1) {
      this.bury(part, { status: 413, reason });
      return [];
    }
    this.limits.split(part.map(({ operation }) => operation));
    return part;
  }

  private async takeItems(
    part: readonly Waiting[],
    verdicts: readonly ItemVerdict[],
  ): Promise<readonly Waiting[]> {
    const again: Waiting[] = [];
    let slow = false;
    let last: Refusal = { status: 0, reason: '' };
    for (const [i, verdict] of verdicts.entries()) {
      const one = part[i]!;
      if (verdict.kind !== 'retry') this.take(one, verdict);
      else if (this.isHopeless(one, verdict)) this.bury([one], verdict);
      else {
        again.push(one);
        slow ||= verdict.slow;
        last = verdict;
      }
    }
    if (again.length < part.length) this.progressed();
    if (again.length === 0) this.limits.grow();
    else if (last.status === 429 && !slow) this.relieve(part.map(({ operation }) => operation));
    if (again.length > 0) await this.pause({ ...last, slow });
    return again;
  }

  private take(one: Waiting, verdict: Exclude<ItemVerdict, { kind: 'retry' }>): void {
    const { counts } = this;
    const { action } = one.operation;
    const withdraws = action === 'delete' || action === 'update';
    if (verdict.kind === 'dead') this.bury([one], verdict);
    else if (verdict.kind === 'already') counts.already += Number(!withdraws);
    else if (withdraws) counts.withdrawn += Number(verdict.changed);
    else {
      counts.sent++;
      counts.failureStore += Number(verdict.failureStore);
    }
  }

  /** Has somebody had the time to mend it? */
  private isHopeless(one: Waiting, verdict: Extract<ItemVerdict, { kind: 'retry' }>): boolean {
    if (!verdict.slow) return false;
    const { index } = one.operation;
    if (one.slowTries++ >= SLOW_TRIES) {
      this.hopeless.add(index);
      // Not set up: nothing else is to be made there.
      if (this.alone && verdict.status === 404) this.stopped ??= { status: 404, reason: verdict.reason };
    }
    return this.hopeless.has(index);
  }

  /** Half the load is relief by itself: the pauses grow only when there is nothing to halve. */
  private relieve(sent: readonly Operation[]): void {
    if (this.limits.shrink(sent)) this.attempt = 0;
  }

  private progressed(): void {
    this.attempt = 0;
    this.slowTries = 0;
    this.stuckSince = undefined;
    this.noticed = '';
  }

  /** Waits before the next try, or gives up. */
  private async pause({ status, reason, slow, wait }: Pause): Promise<void> {
    const { clock, retryFor, onNotice, signal } = this.options;
    this.stuckSince ??= clock.now();
    const left = this.stuckSince + retryFor - clock.now();
    if (left <= 0) {
      this.stopped = { status, reason };
      return;
    }
    const full = backOff(this.attempt++, clock.random, slow, wait);
    // The first hiccup is nobody's business.
    if ((slow || this.attempt > 1) && this.noticed !== reason) onNotice(`${reason}; trying again`);
    if (slow || this.attempt > 1) this.noticed = reason;
    await clock.sleep(Math.min(full, left), signal);
  }

  private bury(part: readonly Waiting[], { status, reason }: Refusal): void {
    for (const { operation } of part) {
      this.counts.dead++;
      this.options.onDead(operation, { status, reason });
    }
  }
}
