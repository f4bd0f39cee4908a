/**
 * Kernel text with what printk puts before it: `<4>`, `[12345.678901]`, or both. The number counts from the boot, so it gives no time.
 */
import type { Level } from '../../entry.ts';
import type { ParsedPayload, Payload } from '../format.ts';
import { isDigit } from './stamps.ts';

const MAX_STAMP = 24;

/** syslog priority to severity: emerg, alert, crit → fatal; err; warning; notice, info; debug. */
export function levelOfPriority(priority: number): Level {
  const severity = priority & 7;
  if (severity <= 2) return 'fatal';
  if (severity === 3) return 'error';
  if (severity === 4) return 'warning';
  return severity === 7 ? 'debug' : 'info';
}

/** Index behind `[  123.456789] ` at `at`; -1 when none stands there. */
function stampEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== 91) return -1;
  let i = at + 1;
  while (text.charCodeAt(i) === 32 && i < at + MAX_STAMP) i++;
  const from = i;
  while (isDigit(text.charCodeAt(i)) && i < at + MAX_STAMP) i++;
  if (i === from || text.charCodeAt(i) !== 46) return -1;
  const point = i++;
  while (isDigit(text.charCodeAt(i)) && i < at + MAX_STAMP) i++;
  if (i === point + 1 || text.charCodeAt(i) !== 93) return -1;
  return text.charCodeAt(i + 1) === 32 ? i + 2 : i + 1;
}

export function parseKernel(text: string): ParsedPayload | undefined {
  const priority = /^<(\d{1,3})>/.exec(text);
  const from = priority === null ? 0 : priority[0].length;
  const body = stampEnd(text, from);
  if (body < 0) return undefined;
  const level = priority === null ? undefined : levelOfPriority(Number(priority[1]));
  return {
    format: 'kernel',
    message: text.slice(body),
    fields: [],
    time: undefined,
    level,
    component: 'kernel',
    caller: undefined,
  };
}

export const kernel: Payload = { name: 'kernel', parse: parseKernel };
