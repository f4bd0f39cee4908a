/** Reads `Nov 21 13:00:05.123456` and its relatives by position. */
import type { StampedTime } from '../format.ts';
import { isDigit, timeOfDay, twoDigits } from '../payloads/stamps.ts';
import { englishMonthAt, monthOfName } from '../time/months.ts';
import { timeWithoutYear, timeWithoutZone } from '../time/wall.ts';

const SPACE = 32;
const LONGEST_NAME = 24;

/** A time and the position after it. */
export interface ReadTime {
  readonly time: StampedTime;
  readonly end: number;
}

/** `Nov 21 13:00:05`, with a fraction or a year between (`Nov 21 2026 13:00:05`) or not, month names in any language. */
export function syslogTimeAt(text: string, at: number): ReadTime | undefined {
  const month = englishMonthAt(text, at);
  if (month > 0 && text.charCodeAt(at + 3) === SPACE) return afterMonth(text, month, at + 4);
  const space = text.indexOf(' ', at + 1);
  if (space < 0 || space - at > LONGEST_NAME) return undefined;
  // The name is looked up last: nearly every other line fails by its shape.
  if (afterMonth(text, 1, space + 1) === undefined) return undefined;
  const named = monthOfName(text.slice(at, space));
  return named === 0 ? undefined : afterMonth(text, named, space + 1);
}

function afterMonth(text: string, month: number, dayAt: number): ReadTime | undefined {
  const tens = text.charCodeAt(dayAt) === SPACE ? 0 : text.charCodeAt(dayAt) - 48;
  const oneDigit = text.charCodeAt(dayAt + 1) === SPACE;
  const day = oneDigit ? tens : tens * 10 + text.charCodeAt(dayAt + 1) - 48;
  let clockAt = oneDigit ? dayAt + 2 : dayAt + 3;
  if (!(day >= 1 && day <= 31) || text.charCodeAt(clockAt - 1) !== SPACE) return undefined;
  let year = 0;
  if (text.charCodeAt(clockAt + 4) === SPACE) {
    year = twoDigits(text, clockAt) * 100 + twoDigits(text, clockAt + 2);
    if (year < 1970) return undefined;
    clockAt += 5;
  }
  const ms = timeOfDay(text, clockAt);
  if (ms < 0) return undefined;
  const end = fractionEnd(text, clockAt + 8);
  const whole = ms + fractionMs(text, clockAt + 8, end);
  return {
    time: year > 0 ? timeWithoutZone(year, month, day, whole) : timeWithoutYear(month, day, whole),
    end,
  };
}

/** End of `.123456` at `at`; `at` itself without one. */
export function fractionEnd(text: string, at: number): number {
  const point = text.charCodeAt(at);
  if (point !== 46 && point !== 44) return at;
  let end = at + 1;
  while (end < at + 10 && isDigit(text.charCodeAt(end))) end++;
  return end === at + 1 ? at : end;
}

/** ms of the fraction that fills text[at, end). */
export function fractionMs(text: string, at: number, end: number): number {
  return end <= at ? 0 : Number(`0.${text.slice(at + 1, end)}`) * 1000;
}
