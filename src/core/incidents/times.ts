/**
 * Times of lines that excuse an incident (`unless`), ms since the epoch, each once: which of them counts is known only when the incident is.
 *
 * Up to a limit: all of them. Beyond: of each cell of 1, 2, 4, … seconds the first and the last, with the smallest cells of which there are
 * no more than that. The number of cells only grows with the set, so what is kept depends on the set alone.
 */
import type { Batch } from './batch.ts';
import { secondOf } from './observation.ts';

/** Cell width while all times are kept. */
const ALL = 0;

export interface TimesData {
  readonly width: number;
  readonly times: readonly number[];
}

export class Times {
  private limit: number;
  private times: number[] = [];
  /** Sorted and thinned. */
  private compact = true;
  /** Seconds, a power of two; or ALL. */
  private width = ALL;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** From now on no more than so many. */
  crowd(limit: number): void {
    this.limit = limit;
    this.compact = false;
  }

  add(time: number): void {
    const { times } = this;
    const last = times.length - 1;
    if (last < 0 || time !== times[last]) this.addOther(time, last);
  }

  addBatch(batch: Batch): void {
    for (let at = 0; at < batch.count; at++) this.add(batch.time(at));
  }

  /** Does one lie in this time, both ends counted? */
  within(from: number, to: number): boolean {
    this.tidy();
    const next = this.times[this.search(from)];
    return next !== undefined && next <= to;
  }

  absorb(data: TimesData): void {
    if (data.width > this.width) this.compact = false;
    this.width = Math.max(this.width, data.width);
    for (const time of data.times) this.add(time);
  }

  toJSON(): TimesData {
    this.tidy();
    return { width: this.width, times: [...this.times] };
  }

  /** Most come in order: then the last one of a cell gives its place to the new one. */
  private addOther(time: number, last: number): void {
    const { times } = this;
    const before = times[last - 1];
    const isBetween = before !== undefined && before < times[last]! && times[last]! < time;
    if (isBetween && this.width !== ALL && this.cell(before) === this.cell(time)) {
      times[last] = time;
      return;
    }
    times.push(time);
    this.compact = false;
    if (times.length >= (this.width === ALL ? 1.5 : 2.5) * this.limit) this.tidy();
  }

  /** Index of the first time that is not before this one. */
  private search(time: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private tidy(): void {
    if (this.compact) return;
    this.compact = true;
    this.times = this.times.sort((a, b) => a - b).filter((time, i, all) => time !== all[i - 1]);
    if (this.width === ALL) {
      if (this.times.length <= this.limit) return;
      this.width = 1;
    }
    while (this.cells() > this.limit) this.width *= 2;
    this.times = this.times.filter(
      (time, i, all) => !this.sameCell(all[i - 1], time) || !this.sameCell(all[i + 1], time),
    );
  }

  private cells(): number {
    let count = 0;
    for (const [i, time] of this.times.entries()) count += Number(!this.sameCell(this.times[i - 1], time));
    return count;
  }

  private sameCell(other: number | undefined, time: number): boolean {
    return other !== undefined && this.cell(other) === this.cell(time);
  }

  private cell(time: number): number {
    return Math.floor(secondOf(time) / this.width);
  }
}
