/**
 * Lines that end an incident (`resolvedBy`): which of them counts is known only when the incident's last match is, so enough of them are kept
 * to answer then.
 *
 * Up to `limit` lines: all of them. Beyond: of each cell of 1, 2, 4, … seconds the first and the last, with the smallest cells of
 * which there are no more than `limit`. The number of cells only grows with the set, so what is kept depends on the set alone.
 * Then they are many, and proof is without the lines around them.
 * Lines without time are sampled by their offset in place of seconds, each source apart.
 */
import type { Batch } from './batch.ts';
import { comparePositions, secondOf } from './observation.ts';
import type { Observation, Position } from './observation.ts';
import type { SightData } from './sight.ts';
import { isBefore, Sight, sightData, sightOf } from './sight.ts';

/** Cell width while all lines are kept. */
const ALL = 0;

export interface SamplesData {
  readonly width: number;
  readonly sights: readonly SightData[];
}

export class Samples {
  private limit: number;
  private isBare = false;
  private sights: Sight[] = [];
  private sorted = true;
  /** Seconds (or bytes), a power of two; or ALL. */
  private width = ALL;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** There are many others like this one: from now on no more than `limit` lines, their proof without the lines around them. */
  crowd(limit: number): void {
    this.limit = limit;
    this.isBare = true;
    this.sorted = false;
    for (const sight of this.sights) sight.bare();
  }

  add(observation: Observation, pending: Sight[]): void {
    if (!this.takesPlace(observation, pending)) this.push(Sight.of(observation, pending));
  }

  /** Of the lines of one cell only the first and the last can be kept. */
  addBatch(batch: Batch, pending: Sight[]): void {
    for (let from = 0, to: number; from < batch.count; from = to) {
      const cell = this.cellOf(batch.time(from));
      to = from + 1;
      while (this.width !== ALL && to < batch.count && this.cellOf(batch.time(to)) === cell) to++;
      this.add(batch.observation(from), pending);
      if (to - from > 1) this.add(batch.observation(to - 1), pending);
    }
  }

  private push(sight: Sight): void {
    if (this.isBare || this.width !== ALL) sight.bare();
    this.sights.push(sight);
    this.sorted = false;
    // Not many more than are kept: each may hold evidence. A compact sample has up to twice the limit.
    if (this.sights.length >= (this.width === ALL ? 1.5 : 2.5) * this.limit) this.compact();
  }

  /** The last sight is neither first nor last of its cell any more: the new one takes its place. Most lines come in order. */
  private takesPlace(observation: Observation, pending: Sight[]): boolean {
    const { sights, width } = this;
    const last = sights[sights.length - 1];
    const before = sights[sights.length - 2];
    if (width === ALL || last === undefined || before === undefined) return false;
    const cell = this.cell(last);
    const { time, origin } = observation;
    if (
      cell !== this.cell(before) ||
      cell !== this.cell({ time, source: origin.source, offset: origin.offset })
    )
      return false;
    if (comparePositions(before, last) >= 0 || isBefore(observation, last)) return false;
    last.become(observation, pending);
    return true;
  }

  absorb(data: SamplesData): void {
    if (data.width > this.width) this.sorted = false;
    this.width = Math.max(this.width, data.width);
    for (const sight of data.sights) this.push(sightOf(sight));
  }

  /** The first line behind this position. */
  firstAfter(position: Position): Sight | undefined {
    this.compact();
    return this.sights.find((sight) => comparePositions(sight, position) > 0);
  }

  all(): readonly Sight[] {
    this.compact();
    return this.sights;
  }

  toJSON(): SamplesData {
    this.compact();
    return { width: this.width, sights: this.sights.map(sightData) };
  }

  private compact(): void {
    if (this.sorted) return;
    this.sights.sort(comparePositions);
    this.sorted = true;
    if (this.width === ALL) {
      if (this.sights.length <= this.limit) return;
      this.width = 1;
    }
    while (this.cells() > this.limit) this.width *= 2;
    this.thin();
  }

  private cells(): number {
    let count = 0;
    let latest = NaN;
    for (const sight of this.sights) {
      const cell = this.cell(sight);
      if (cell !== latest) count++;
      latest = cell;
    }
    return count;
  }

  /** Keeps the first and the last of each cell. */
  private thin(): void {
    const { sights } = this;
    this.sights = sights.filter((sight, i) => {
      const cell = this.cell(sight);
      const isEnd = [sights[i - 1], sights[i + 1]].some(
        (next) => next === undefined || this.cell(next) !== cell,
      );
      if (isEnd) sight.bare();
      else sight.drop();
      return isEnd;
    });
  }

  private cell({ time, offset }: Position): number {
    return time === undefined ? Math.floor(offset / this.width) : this.cellOf(time);
  }

  private cellOf(time: number): number {
    return Math.floor(secondOf(time) / this.width);
  }
}
