/**
 * Journal modes whose time is a number of seconds: `1795257597.234567 node1 k3s[123]: message` (short-unix), and
 * `[    6.234567] node1 k3s[123]: message` (short-monotonic), which counts from a boot that the log does not date: no time.
 */
import type { Envelope, Opened } from '../format.ts';
import { isDigit } from '../payloads/stamps.ts';
import { exactTime } from '../time/wall.ts';
import { tagged } from './opened.ts';
import { tagAt } from './tag.ts';

export const journalUnix: Envelope = { name: 'journal-unix', open: openUnix };
export const journalMonotonic: Envelope = { name: 'journal-monotonic', open: openMonotonic };

const POINT = 46;
const CLOSING = 93;

function openUnix(line: string): Opened | undefined {
  const end = secondsEnd(line, 0);
  if (end < 0 || line.charCodeAt(end) !== 32 || end > 20 || line.charCodeAt(10) !== POINT) return undefined;
  return tagged('journal-unix', line, end + 1, exactTime(milliseconds(line.slice(0, end))));
}

/** In decimal, as the other modes have it: `1795257600.938368` times 1000 in binary is a little more. */
function milliseconds(seconds: string): number {
  const [whole, fraction = ''] = seconds.split('.');
  const digits = fraction.padEnd(3, '0');
  return Number(`${whole}${digits.slice(0, 3)}.${digits.slice(3)}0`);
}

function openMonotonic(line: string): Opened | undefined {
  const end = bracketedEnd(line);
  if (end < 0) return undefined;
  const tag = tagAt(line, end);
  if (tag?.host === undefined || !(tag.hasPid || tag.identifier === 'kernel')) return undefined;
  return tagged('journal-monotonic', line, end, undefined);
}

/** Position after `[   12.345678] `; -1 when the line does not start so. */
export function bracketedEnd(line: string): number {
  let at = 1;
  while (line.charCodeAt(at) === 32 && at < 16) at++;
  const end = secondsEnd(line, at);
  return end >= 0 && line.charCodeAt(end) === CLOSING && line.charCodeAt(end + 1) === 32 ? end + 2 : -1;
}

/** End of `12.345678` at `at`; -1 when it is no such number. */
function secondsEnd(text: string, at: number): number {
  let end = at;
  while (end < at + 12 && isDigit(text.charCodeAt(end))) end++;
  if (end === at || text.charCodeAt(end) !== POINT) return -1;
  const fraction = end + 1;
  end = fraction;
  while (end < fraction + 9 && isDigit(text.charCodeAt(end))) end++;
  return end === fraction ? -1 : end;
}
