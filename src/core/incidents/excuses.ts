/** Lines of one `unless`, by key: where they stand, nothing else. */
import type { Batch } from './batch.ts';
import { Bottom } from './bottom.ts';
import { agree, keyText } from './key.ts';
import type { Key } from './key.ts';
import { MAX_KEYS } from './marks.ts';
import { Times } from './times.ts';
import type { TimesData } from './times.ts';

/** Times kept of one key; the same when there are more than so many keys. The number of keys only grows with the set. */
export const MAX_TIMES = 4096;
const CROWD = { keys: 256, times: 128 };

interface Excuse {
  readonly key: Key;
  readonly times: Times;
}

export interface ExcusesData {
  readonly bound: number | null;
  readonly excuses: readonly { readonly key: Key; readonly times: TimesData }[];
}

export class Excuses {
  private readonly excuses = new Bottom<Excuse>(MAX_KEYS);
  /** Floods repeat their key. */
  private latest: { readonly key: Key; readonly times: Times | undefined } | undefined;

  /** A line without time only counts as being there. */
  add(key: Key, time: number | undefined): void {
    const times = this.timesOf(key);
    if (time !== undefined) times?.add(time);
  }

  addBatch(key: Key, batch: Batch): void {
    this.timesOf(key)?.addBatch(batch);
  }

  /** Does a line stand in one of these times (ms since the epoch)? */
  within(key: Key, spans: readonly (readonly [number, number])[]): boolean {
    return this.some(
      (excuse) => agree(excuse.key, key) && spans.some(([from, to]) => excuse.times.within(from, to)),
    );
  }

  /** Is there any line at all? */
  has(key: Key): boolean {
    return this.some((excuse) => agree(excuse.key, key));
  }

  absorb(data: ExcusesData): void {
    for (const { key, times } of data.excuses) this.times(key)?.absorb(times);
    if (data.bound !== null) this.excuses.overflow(data.bound);
  }

  toJSON(): ExcusesData {
    const excuses = Array.from(this.excuses.kept().values(), ({ key, times }) => ({
      key,
      times: times.toJSON(),
    }));
    return { bound: this.excuses.limitHash ?? null, excuses };
  }

  private timesOf(key: Key): Times | undefined {
    if (this.latest === undefined || this.latest.key !== key) this.latest = { key, times: this.times(key) };
    return this.latest.times;
  }

  private times(key: Key): Times | undefined {
    return this.excuses.getOrAdd(keyText(key), () => ({ key, times: this.newTimes() }))?.times;
  }

  private newTimes(): Times {
    const { size } = this.excuses;
    if (size === CROWD.keys) for (const { times } of this.excuses.kept().values()) times.crowd(CROWD.times);
    return new Times(size >= CROWD.keys ? CROWD.times : MAX_TIMES);
  }

  private some(test: (excuse: Excuse) => boolean): boolean {
    for (const excuse of this.excuses.kept().values()) if (test(excuse)) return true;
    return false;
  }
}
