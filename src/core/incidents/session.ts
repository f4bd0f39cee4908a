/** Part of one incident, or all of it: what is known of a set of matches of one rule with one key. */
import type { Rule } from '../rules/rule.ts';
import type { Batch, Part } from './batch.ts';
import { Buckets } from './buckets.ts';
import type { BucketsData } from './buckets.ts';
import { Ends } from './ends.ts';
import type { EndsData } from './ends.ts';
import { secondOf } from './observation.ts';
import type { Observation } from './observation.ts';
import { Runs } from './runs.ts';
import type { RunsData } from './runs.ts';
import type { Sight } from './sight.ts';
import { Tally } from './tally.ts';
import type { TallyData } from './tally.ts';

export interface SessionData {
  readonly count: number;
  /** Null when the matches have no time. */
  readonly span: readonly [number, number] | null;
  readonly buckets: BucketsData;
  readonly runs: RunsData | null;
  readonly captures: readonly (readonly [string, TallyData])[];
  readonly ends: EndsData;
}

export class Session {
  count = 0;
  /** ms since the epoch; without meaning unless `timed`. */
  first = Infinity;
  last = -Infinity;
  readonly timed: boolean;
  readonly buckets = new Buckets();
  readonly ends = new Ends();
  readonly captures = new Map<string, Tally>();
  private readonly runs: Runs | undefined;
  private readonly rule: Rule;

  constructor(rule: Rule, timed: boolean) {
    this.rule = rule;
    this.timed = timed;
    const { threshold } = rule;
    const needsRuns = timed && threshold?.within !== undefined && threshold.count > 1;
    this.runs = needsRuns ? new Runs(threshold.count, threshold.within) : undefined;
  }

  add(observation: Observation, pending: Sight[]): void {
    const { time, captures } = observation;
    this.count++;
    if (time !== undefined) this.addTime(time);
    for (const name in captures) this.tally(name).add(captures[name]!);
    this.ends.add(observation, pending);
  }

  /** Adds the part [from, to) of a batch. */
  addBatch(batch: Batch, { from, to }: Part, pending: Sight[]): void {
    this.count += to - from;
    this.widen(batch.time(from), batch.time(to - 1));
    for (let at = from, next: number; at < to; at = next) {
      const second = secondOf(batch.time(at));
      next = at + 1;
      while (next < to && secondOf(batch.time(next)) === second) next++;
      this.buckets.add(second, next - at);
      this.runs?.add(second, next - at);
    }
    const { captures } = batch.meant;
    for (const name in captures) this.tally(name).add(captures[name]!, to - from);
    this.ends.addBatch(batch, { from, to }, pending);
  }

  absorb(data: SessionData): void {
    this.count += data.count;
    if (data.span !== null) this.widen(data.span[0], data.span[1]);
    this.buckets.absorb(data.buckets);
    if (data.runs !== null) this.runs?.absorb(data.runs);
    for (const [name, tally] of data.captures) this.tally(name).absorb(tally);
    this.ends.absorb(data.ends);
  }

  /** Takes over what the other session of the same key holds; the other must not be used any more. */
  take(other: Session): void {
    this.count += other.count;
    this.widen(other.first, other.last);
    this.buckets.absorb(other.buckets.toJSON());
    if (other.runs !== undefined) this.runs?.absorb(other.runs.toJSON());
    for (const [name, tally] of other.captures) this.tally(name).absorb(tally.toJSON());
    this.ends.take(other.ends);
  }

  /** Enough matches to be reported. Windows count as met where there is no time. */
  isReported(): boolean {
    const { threshold } = this.rule;
    if (threshold === undefined) return true;
    if (this.count < threshold.count) return false;
    if (!this.timed) return true;
    if (threshold.lasting !== undefined && this.last - this.first < threshold.lasting) return false;
    return this.runs === undefined || this.runs.isMet();
  }

  toJSON(): SessionData {
    return {
      count: this.count,
      span: this.timed ? [this.first, this.last] : null,
      buckets: this.buckets.toJSON(),
      runs: this.runs?.toJSON() ?? null,
      captures: Array.from(this.captures, ([name, tally]) => [name, tally.toJSON()] as const),
      ends: this.ends.toJSON(),
    };
  }

  private addTime(time: number): void {
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    const second = secondOf(time);
    this.buckets.add(second);
    this.runs?.add(second);
  }

  private widen(first: number, last: number): void {
    this.first = Math.min(this.first, first);
    this.last = Math.max(this.last, last);
  }

  private tally(name: string): Tally {
    let tally = this.captures.get(name);
    if (tally === undefined) this.captures.set(name, (tally = new Tally()));
    return tally;
  }
}
