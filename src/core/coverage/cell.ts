/** Unknown entries with one masked text: how many, when, and the first of them. */
import type { Level } from '../entry.ts';
import { comparePositions } from '../incidents/observation.ts';
import type { Example } from './coverage.ts';

/** Where and when an entry stands. */
export interface Place {
  /** ms since the epoch. */
  readonly time: number | undefined;
  readonly source: string;
  readonly line: number;
  readonly offset: number;
}

export interface CellData {
  readonly component: string;
  readonly mask: string;
  readonly level: Level;
  readonly count: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly place: Place;
  readonly text: string;
}

const RANK: Readonly<Record<Level, number>> = { debug: 0, info: 1, warning: 2, error: 3, fatal: 4 };

export class Cell {
  readonly component: string;
  readonly mask: string;
  count = 0;
  first: number | undefined;
  last: number | undefined;
  private level: Level = 'debug';
  private place: Place | undefined;
  private shown = '';

  constructor(component: string, mask: string) {
    this.component = component;
    this.mask = mask;
  }

  /** `count` entries, the earliest at `place`; `last`: time of the latest. `text` is asked for the earliest of all only. */
  add(
    entries: { count: number; level: Level; place: Place; last: number | undefined },
    text: () => string,
  ): void {
    const { count, level, place, last } = entries;
    this.count += count;
    if (RANK[level] > RANK[this.level]) this.level = level;
    this.first = least(this.first, place.time);
    this.last = greatest(this.last, greatest(place.time, last));
    if (this.place !== undefined && comparePositions(this.place, place) <= 0) return;
    this.place = place;
    this.shown = text();
  }

  absorb(data: CellData): void {
    const { count, level, place, last, text } = data;
    this.add({ count, level, place, last }, () => text);
    this.first = least(this.first, data.first);
  }

  get worst(): Level {
    return this.level;
  }

  get at(): Place {
    return this.place!;
  }

  example(): Example {
    const { source, line, offset } = this.at;
    return { source, line, offset, text: this.shown };
  }

  rebase(source: string, lines: number): void {
    if (this.place?.source === source) this.place = { ...this.place, line: this.place.line + lines };
  }

  toJSON(): CellData {
    const { component, mask, level, count, first, last, at, shown } = this;
    return { component, mask, level, count, first, last, place: at, text: shown };
  }
}

export function worse(a: Level, b: Level): Level {
  return RANK[a] >= RANK[b] ? a : b;
}

export function least(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

export function greatest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}
