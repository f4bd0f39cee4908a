/**
 * Times as payloads write them, read by position: no regular expression, no Date object, no allocation but the answer.
 */
import type { StampedTime } from '../format.ts';

const DAY = 86_400_000;
const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Two decimal digits at `at`; -1 when they aren't. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Days from 1970-01-01 to a day of the proleptic Gregorian calendar, `month` from 1. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const before = year - (month <= 2 ? 1 : 0);
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  return (year - 1970) * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + day - 1;
}

/** ms of `HH:MM:SS` at `at`; -1 when it isn't one. Second 60 is allowed (leap seconds). */
export function timeOfDay(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== 58 || text.charCodeAt(at + 5) !== 58) return -1;
  const hour = twoDigits(text, at);
  const minute = twoDigits(text, at + 3);
  const second = twoDigits(text, at + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  return hour * 3_600_000 + minute * 60_000 + second * 1000;
}

/** ms of `YYYY-MM-DD` (or with another separator) at `at`, read as UTC midnight; NaN when it isn't one. */
function dateAt(text: string, at: number, separator: number): number {
  if (text.charCodeAt(at + 4) !== separator || text.charCodeAt(at + 7) !== separator) return Number.NaN;
  const century = twoDigits(text, at);
  const year = twoDigits(text, at + 2);
  const month = twoDigits(text, at + 5);
  const day = twoDigits(text, at + 8);
  if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1 || day > 31) return Number.NaN;
  return daysSinceEpoch(century * 100 + year, month, day) * DAY;
}

/** Number of characters of a fraction (`.123`, `,123`) at `at`; 0 without one. */
function fractionLength(text: string, at: number, end: number): number {
  const point = text.charCodeAt(at);
  if (at >= end || (point !== 46 && point !== 44)) return 0;
  let i = at + 1;
  while (i < end && isDigit(text.charCodeAt(i))) i++;
  return i === at + 1 ? 0 : i - at;
}

/** ms of the fraction of `length` characters at `at`; digits past the ninth don't count. */
function fractionMs(text: string, at: number, length: number): number {
  let value = 0;
  const end = Math.min(at + length, at + 10);
  for (let i = at + 1; i < end; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return fractionOf(value, end - at - 1);
}

/** ms of a fraction of a second that is written with so many digits, at most 9. */
export function fractionOf(value: number, digits: number): number {
  return digits <= 3 ? value * POWERS[3 - digits]! : value / POWERS[digits - 3]!;
}

/** Zone offset `Z`, `+02:00`, `+0200`, ` +0200` that fills text[at, end) in ms; NaN when it is none. */
function zoneMs(text: string, at: number, end: number): number {
  const from = text.charCodeAt(at) === 32 ? at + 1 : at;
  const sign = text.charCodeAt(from);
  if (sign === 90 && end === from + 1) return 0;
  if (sign !== 43 && sign !== 45) return Number.NaN;
  const minuteAt = text.charCodeAt(from + 3) === 58 ? from + 4 : from + 3;
  const hours = twoDigits(text, from + 1);
  const minutes = twoDigits(text, minuteAt);
  if (hours < 0 || minutes < 0 || end !== minuteAt + 2) return Number.NaN;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * A date with a time that fills text[at, end): RFC 3339 and its relatives — `T` or a space between, `-` or `/` in the date, a fraction
 * or none, a zone or none. Undefined for anything else.
 */
export function stampIn(text: string, at: number, end: number): StampedTime | undefined {
  if (end - at < 19) return undefined;
  const between = text.charCodeAt(at + 10);
  if (between !== 84 && between !== 32) return undefined;
  const date = dateAt(text, at, text.charCodeAt(at + 4) === 47 ? 47 : 45);
  const day = timeOfDay(text, at + 11);
  if (Number.isNaN(date) || day < 0) return undefined;
  const fraction = fractionLength(text, at + 19, end);
  const zoneAt = at + 19 + fraction;
  const ms = date + day + (fraction > 0 ? fractionMs(text, at + 19, fraction) : 0);
  if (zoneAt >= end) return { ms, hasYear: true, hasZone: false };
  const zone = zoneMs(text, zoneAt, end);
  return Number.isNaN(zone) ? undefined : { ms: ms - zone, hasYear: true, hasZone: true };
}

/** The whole of `text` as a date with a time; see `stampIn`. */
export function stampOf(text: string | undefined): StampedTime | undefined {
  return text === undefined || text.length > 40 ? undefined : stampIn(text, 0, text.length);
}

/** A month, a day and ms of the day as klog writes them. The year that stands in is a leap year, so that February 29 is a day of its own. */
export function stampWithoutYear(month: number, day: number, ms: number): StampedTime {
  return { ms: daysSinceEpoch(1972, month, day) * DAY + ms, hasYear: false, hasZone: false };
}

/** Seconds (zap) or milliseconds (klog) since the epoch, as a decimal number; told apart by size: 1e11 ms is 1973, 1e11 s is 5138. */
export function stampOfNumber(text: string): StampedTime | undefined {
  const first = text.charCodeAt(0);
  if (!isDigit(first) || text.length > 32) return undefined;
  const value = Number(text);
  if (!(value >= 1e8 && value < 1e14)) return undefined;
  return { ms: value >= 1e11 ? value : value * 1000, hasYear: true, hasZone: true };
}
