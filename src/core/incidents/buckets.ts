/** Counts over time, in as few as 240 buckets: widths double as the span grows, so they depend on the set of times only. */
import type { Histogram } from './incident.ts';

const MAX_BUCKETS = 240;

export interface BucketsData {
  readonly width: number;
  readonly start: number;
  readonly counts: readonly number[];
}

export class Buckets {
  /** Seconds, a power of two. */
  private width = 1;
  /** Number of the first bucket, counted from the epoch. */
  private start = 0;
  private counts: number[] = [];

  add(second: number, count = 1): void {
    const at = (this.width === 1 ? second : Math.floor(second / this.width)) - this.start;
    if (at >= 0 && at < this.counts.length) this.counts[at]! += count;
    else this.put(second, count);
  }

  absorb(data: BucketsData): void {
    while (this.width < data.width) this.widen();
    for (const [i, count] of data.counts.entries()) {
      if (count > 0) this.put((data.start + i) * data.width, count);
    }
  }

  histogram(): Histogram {
    return { start: this.start * this.width * 1000, width: this.width * 1000, counts: [...this.counts] };
  }

  toJSON(): BucketsData {
    return { width: this.width, start: this.start, counts: [...this.counts] };
  }

  private put(second: number, count: number): void {
    let bucket = Math.floor(second / this.width);
    if (this.counts.length === 0) this.start = bucket;
    while (this.spanWith(bucket) > MAX_BUCKETS) {
      this.widen();
      bucket = Math.floor(second / this.width);
    }
    while (bucket < this.start) {
      this.counts.unshift(0);
      this.start--;
    }
    while (bucket - this.start >= this.counts.length) this.counts.push(0);
    this.counts[bucket - this.start]! += count;
  }

  private spanWith(bucket: number): number {
    const end = Math.max(bucket, this.start + this.counts.length - 1);
    return end - Math.min(bucket, this.start) + 1;
  }

  private widen(): void {
    const start = Math.floor(this.start / 2);
    const counts: number[] = [];
    const shift = this.start - 2 * start;
    for (let i = 0; i < this.counts.length; i++) {
      const at = (i + shift) >>> 1;
      if (at === counts.length) counts.push(0);
      counts[at]! += this.counts[i]!;
    }
    this.width *= 2;
    this.start = start;
    this.counts = counts;
  }
}
