/** `Sat 2026-11-21 13:00:05 CET node1 k3s[123]: message`: short-full, and with-unit, where the unit stands for the identifier. */
import type { Envelope, Opened, StampedTime } from '../format.ts';
import { stampIn } from '../payloads/stamps.ts';
import { offsetOfName } from '../time/zone-names.ts';
import { exactTime } from '../time/wall.ts';
import { fractionEnd } from './clock.ts';
import type { ReadTime } from './clock.ts';
import { tagged } from './opened.ts';

export const journalFull: Envelope = { name: 'journal-full', open };

const LONGEST_WORD = 24;
const DATE_TIME = 19;

function open(line: string): Opened | undefined {
  const read = fullTimeAt(line);
  return read === undefined ? undefined : tagged('journal-full', line, read.end, read.time);
}

/** `<weekday> 2026-11-21 13:00:05[.123456] <zone> ` at the start of a line; the weekday in any language. */
export function fullTimeAt(line: string): ReadTime | undefined {
  const space = line.indexOf(' ');
  if (space < 1 || space > LONGEST_WORD || line.charCodeAt(space + 5) !== 45) return undefined;
  const end = fractionEnd(line, space + 1 + DATE_TIME);
  const time = stampIn(line, space + 1, end);
  if (time === undefined || line.charCodeAt(end) !== 32) return undefined;
  const after = line.indexOf(' ', end + 1);
  if (after < 0 || after - end > LONGEST_WORD) return undefined;
  return { time: inZone(time, line.slice(end + 1, after)), end: after + 1 };
}

function inZone(time: StampedTime, name: string): StampedTime {
  const offset = offsetOfName(name);
  return offset === undefined ? time : exactTime(time.ms - offset);
}
