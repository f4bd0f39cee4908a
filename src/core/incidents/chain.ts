/**
 * The sessions of one key: matches whose times chain with gaps no longer than the quiet time.
 *
 * So that a log that jumps through time can't make sessions without end, the quiet time doubles as long as the sessions reach into
 * more than 4,096 windows of its length. The number of windows only grows with the set of matches (within a session every window is
 * reached, as gaps are no longer than a window), so how often it doubled depends on the set only, and no part doubles more
 * often than the whole.
 */
import type { Rule } from '../rules/rule.ts';
import type { Batch } from './batch.ts';
import type { Observation } from './observation.ts';
import { Session } from './session.ts';
import type { SessionData } from './session.ts';
import type { Sight } from './sight.ts';

const MAX_WINDOWS = 4096;

export interface ChainData {
  readonly quiet: number;
  readonly sessions: readonly SessionData[];
  readonly timeless: SessionData | null;
}

export class Chain {
  private readonly rule: Rule;
  /** ms */
  private quiet: number;
  /** By time, further apart than `quiet`. */
  private sessions: Session[] = [];
  private timeless: Session | undefined;

  constructor(rule: Rule) {
    this.rule = rule;
    this.quiet = Math.max(1, rule.quiet);
  }

  add(observation: Observation, pending: Sight[]): void {
    const { time } = observation;
    if (time === undefined) {
      this.timeless ??= new Session(this.rule, false);
      this.timeless.add(observation, pending);
      return;
    }
    const at = this.place(time, time);
    this.sessions[at]!.add(observation, pending);
    this.join(at);
  }

  /** Matches that chain among themselves go into their session together. */
  addBatch(batch: Batch, pending: Sight[]): void {
    for (let from = 0, to: number; from < batch.count; from = to) {
      to = from + 1;
      while (to < batch.count && batch.time(to) - batch.time(to - 1) <= this.quiet) to++;
      const at = this.place(batch.time(from), batch.time(to - 1));
      this.sessions[at]!.addBatch(batch, { from, to }, pending);
      this.join(at);
    }
  }

  absorb(data: ChainData): void {
    this.quieten(data.quiet);
    for (const session of data.sessions) {
      const at = this.place(session.span![0], session.span![1]);
      this.sessions[at]!.absorb(session);
      this.join(at);
    }
    if (data.timeless === null) return;
    this.timeless ??= new Session(this.rule, false);
    this.timeless.absorb(data.timeless);
  }

  /** All sessions, those with time first, by time. */
  all(): readonly Session[] {
    while (this.windows() > MAX_WINDOWS) this.quieten(this.quiet * 2);
    return this.timeless === undefined ? this.sessions : [...this.sessions, this.timeless];
  }

  /** How often the quiet time was doubled is told by what it came to. */
  get widened(): boolean {
    return this.quiet > Math.max(1, this.rule.quiet);
  }

  toJSON(): ChainData {
    this.all();
    return {
      quiet: this.quiet,
      sessions: this.sessions.map((session) => session.toJSON()),
      timeless: this.timeless?.toJSON() ?? null,
    };
  }

  /** Index of the first session that [first, last] belongs to, made when there is none. */
  private place(first: number, last: number): number {
    const { sessions, quiet } = this;
    let at = sessions.length - 1;
    // Times mostly rise: look at the last session before searching.
    if (at < 0 || first < sessions[at]!.first) at = this.search(first);
    else if (first - sessions[at]!.last > quiet) at++;
    const session = sessions[at];
    if (session === undefined || session.first - last > quiet) {
      sessions.splice(at, 0, new Session(this.rule, true));
      if (sessions.length > 2 * MAX_WINDOWS) return this.crowded(at, first);
    }
    return at;
  }

  /** Index of the first session that ends no earlier than `quiet` before `time`. */
  private search(time: number): number {
    let low = 0;
    let high = this.sessions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (time - this.sessions[middle]!.last > this.quiet) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private crowded(at: number, time: number): number {
    this.sessions.splice(at, 1);
    while (this.windows() > MAX_WINDOWS) this.quieten(this.quiet * 2);
    return this.place(time, time);
  }

  /** The session at `at` grew: neighbours that it reaches now are one with it. */
  private join(at: number): void {
    const { sessions, quiet } = this;
    const session = sessions[at]!;
    let end = at + 1;
    while (end < sessions.length && sessions[end]!.first - session.last <= quiet)
      session.take(sessions[end++]!);
    if (end > at + 1) sessions.splice(at + 1, end - at - 1);
  }

  private windows(): number {
    let sum = 0;
    for (const { first, last } of this.sessions) {
      sum += Math.floor(last / this.quiet) - Math.floor(first / this.quiet) + 1;
    }
    return sum;
  }

  private quieten(quiet: number): void {
    if (quiet <= this.quiet) return;
    this.quiet = quiet;
    const sessions = this.sessions;
    this.sessions = [];
    for (const session of sessions) {
      const last = this.sessions.at(-1);
      if (last !== undefined && session.first - last.last <= quiet) last.take(session);
      else this.sessions.push(session);
    }
  }
}
