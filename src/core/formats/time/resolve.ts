/**
 * Completes what a written time lacks: the zone from the context, the year from the anchor or the modification time.
 * Works by quarters of an hour, so the answer for a line never depends on the lines before it, and a dense log pays for it once a quarter.
 */
import type { SourceContext, StampedTime } from '../format.ts';
import { QUARTER, ZoneClock } from './zone.ts';

const DAY = 86_400_000;
const CACHE_LIMIT = 20_000;
/** A leap year: times without a year are stamped in it (or in 1970), so that February 29 is a day of its own. */
export const LEAP_YEAR = 1972;

type TimeContext = Pick<SourceContext, 'anchor' | 'modified' | 'timeZone'>;

/** Resolves the times of one source. */
export class TimeResolver {
  private readonly context: TimeContext;
  private readonly zone: ZoneClock;
  /** By quarter: what to add to a wall-clock time of it. One map for times with a year, one for those without. */
  private readonly shifts = new Map<number, number>();
  private readonly yearless = new Map<number, number>();

  constructor(context: TimeContext) {
    this.context = context;
    this.zone = new ZoneClock(context.timeZone);
  }

  /** ms since the epoch. */
  resolve(time: StampedTime): number {
    if (time.hasYear && time.hasZone) return time.ms;
    const quarter = Math.floor(time.ms / QUARTER);
    const cache = time.hasYear ? this.shifts : this.yearless;
    let shift = cache.get(quarter);
    if (shift === undefined) {
      const start = quarter * QUARTER;
      shift = (time.hasYear ? this.zone.instantOf(start) : this.withYear(start)) - start;
      if (cache.size >= CACHE_LIMIT) cache.clear();
      cache.set(quarter, shift);
    }
    return time.ms + shift;
  }

  private withYear(wall: number): number {
    const { anchor, modified } = this.context;
    return anchor === undefined ? this.latestUpTo(wall, modified + DAY) : this.afterAnchor(wall, anchor);
  }

  /**
   * The first year that puts the line no more than a day before the anchor. Newest-first journals have their anchor last: a line that
   * would come to lie more than a day past the modification time belongs to a year before.
   */
  private afterAnchor(wall: number, anchor: number): number {
    const { modified } = this.context;
    const from = yearOf(anchor) - 1;
    const first = this.inYears(wall, from, 1, (ms) => ms >= anchor - DAY);
    return modified >= anchor - DAY && first > modified + DAY ? this.latestUpTo(wall, modified + DAY) : first;
  }

  private latestUpTo(wall: number, limit: number): number {
    return this.inYears(wall, yearOf(limit) + 1, -1, (ms) => ms <= limit);
  }

  /** The first fitting year from `from` on, in steps of `step`. Leap days can be eight years apart. */
  private inYears(wall: number, from: number, step: 1 | -1, fits: (ms: number) => boolean): number {
    for (let i = 0; i < 12; i++) {
      const ms = this.inYear(wall, from + i * step);
      if (ms !== undefined && fits(ms)) return ms;
    }
    return wall;
  }

  /** Undefined for February 29 of a common year. */
  private inYear(wall: number, year: number): number | undefined {
    const date = new Date(wall);
    const day = date.getUTCDate();
    const midnight = Date.UTC(year, date.getUTCMonth(), day);
    if (new Date(midnight).getUTCDate() !== day) return undefined;
    return this.zone.instantOf(midnight + (wall - Math.floor(wall / DAY) * DAY));
  }
}

/** One time, completed from the context; for many of one source keep a `TimeResolver`. */
export function resolveTime(stamped: StampedTime, context: TimeContext): number {
  return new TimeResolver(context).resolve(stamped);
}

function yearOf(ms: number): number {
  const year = new Date(ms).getUTCFullYear();
  return Number.isNaN(year) ? 1970 : year;
}
