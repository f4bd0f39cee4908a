/**
 * The kernel's ring buffer: `[12345.678901] text` (seconds since a boot that the log does not date: no time),
 * `dmesg -T`: `[Sat Nov 21 13:00:00 2026] text`, and `dmesg -x`: `kern  :warn  : [12345.678901] text`.
 */
import type { Level } from '../../entry.ts';
import type { Envelope, Opened, StampedTime } from '../format.ts';
import { stampIn, twoDigits } from '../payloads/stamps.ts';
import { timeWithYear } from '../time/wall.ts';
import { syslogTimeAt } from './clock.ts';
import { bracketedEnd } from './journal-seconds.ts';
import { timed } from './opened.ts';

export const dmesg: Envelope = { name: 'dmesg', open: openBracket };
export const dmesgDecoded: Envelope = { name: 'dmesg', open: openDecoded };

const DECODED = /^(?:kern|user|daemon|auth|syslog|lpr|mail|news|uucp|cron|authpriv|ftp) *:([a-z]+) *: (?=\[)/;
const LEVELS: Readonly<Record<string, Level>> = {
  emerg: 'fatal',
  alert: 'fatal',
  crit: 'fatal',
  err: 'error',
  warn: 'warning',
  notice: 'info',
  info: 'info',
  debug: 'debug',
};

function openBracket(line: string): Opened | undefined {
  const end = bracketedEnd(line);
  if (end > 0) return ofKernel(line.slice(end), undefined);
  const close = line.indexOf('] ');
  if (close < 19 || close > 60) return undefined;
  const time = wordyTime(line, close) ?? stampIn(line, 1, close);
  return time === undefined ? undefined : ofKernel(line.slice(close + 2), time);
}

function openDecoded(line: string): Opened | undefined {
  const head =
    line.charCodeAt(5) === 58 || line.charCodeAt(6) === 58 || line.charCodeAt(7) === 58
      ? DECODED.exec(line)
      : null;
  const opened = head === null ? undefined : openBracket(line.slice(head[0].length));
  return opened === undefined ? undefined : { ...opened, level: LEVELS[head![1]!] };
}

/** `Sat Nov 21 13:00:00 2026` between the brackets. */
function wordyTime(line: string, close: number): StampedTime | undefined {
  const space = line.indexOf(' ');
  const read = space < 0 || space > 24 ? undefined : syslogTimeAt(line, space + 1);
  if (read === undefined || read.end + 5 !== close) return undefined;
  const year = twoDigits(line, close - 4) * 100 + twoDigits(line, close - 2);
  return year < 1970 ? undefined : timeWithYear(read.time, year);
}

function ofKernel(text: string, time: StampedTime | undefined): Opened {
  return { ...timed('dmesg', text, time), component: 'kernel', writer: 'kernel' };
}
