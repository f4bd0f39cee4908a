/** Distinct values of one capture with their counts. */
import { cut, own } from '../text/own.ts';
import { Bottom } from './bottom.ts';
import type { CaptureValues } from './incident.ts';
import { MAX_VALUE } from './observation.ts';

/** Values kept; up to so many all is exact. */
export const MAX_VALUES = 1000;

interface Count {
  readonly value: string;
  count: number;
}

export interface TallyData {
  readonly values: readonly (readonly [string, number])[];
  readonly bound: number | null;
}

export class Tally {
  private readonly counts = new Bottom<Count>(MAX_VALUES);
  /** Floods repeat themselves. */
  private latest: Count | undefined;

  add(value: string, count = 1): void {
    const { latest } = this;
    if (latest !== undefined && latest.value === value) latest.count += count;
    else this.addNew(value, count);
  }

  absorb(data: TallyData): void {
    for (const [value, count] of data.values) this.addNew(value, count);
    if (data.bound !== null) this.counts.overflow(data.bound);
  }

  /** The most frequent value first; equally frequent ones in order of their text. */
  values(): CaptureValues {
    const values = [...this.counts.kept().values()]
      .map(({ value, count }) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { values, distinct: this.counts.distinct, exact: !this.counts.overflowed };
  }

  toJSON(): TallyData {
    const values = Array.from(this.counts.kept().values(), (x) => [x.value, x.count] as const);
    return { values, bound: this.counts.limitHash ?? null };
  }

  private addNew(text: string, count: number): void {
    const value = cut(text, MAX_VALUE);
    const known = this.counts.get(value);
    if (known !== undefined) {
      known.count += count;
      this.latest = known;
      return;
    }
    if (this.counts.refuses(value)) return;
    const kept = own(value);
    this.latest = this.counts.getOrAdd(kept, () => ({ value: kept, count }));
  }
}
