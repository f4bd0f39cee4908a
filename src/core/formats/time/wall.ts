/** Makers of written times. */
import type { StampedTime } from '../format.ts';
import { daysSinceEpoch } from '../payloads/stamps.ts';
import { LEAP_YEAR } from './resolve.ts';

const DAY = 86_400_000;

/** Year and zone are known. */
export function exactTime(ms: number): StampedTime {
  return { ms, hasYear: true, hasZone: true };
}

/** Month (from 1), day and ms of the day, and no more. */
export function timeWithoutYear(month: number, day: number, ms: number): StampedTime {
  return { ms: daysSinceEpoch(LEAP_YEAR, month, day) * DAY + ms, hasYear: false, hasZone: false };
}

/** A date and ms of the day without a zone. */
export function timeWithoutZone(year: number, month: number, day: number, ms: number): StampedTime {
  return { ms: daysSinceEpoch(year, month, day) * DAY + ms, hasYear: true, hasZone: false };
}

/** A time without a year, put into one. */
export function timeWithYear(time: StampedTime, year: number): StampedTime {
  const date = new Date(time.ms);
  const ms = time.ms - Math.floor(time.ms / DAY) * DAY;
  return timeWithoutZone(year, date.getUTCMonth() + 1, date.getUTCDate(), ms);
}
