/**
 * klog text: `E0401 17:22:36.857055    1020 file.go:64] text`, and since Kubernetes 1.20 `… file.go:64] "message" key="value" key2=<…>`.
 * Layout: k8s.io/klog/v2, `formatHeader` and `KVListFormat`.
 */
import type { Field, Level } from '../../entry.ts';
import type { ParsedPayload, Payload, StampedTime } from '../format.ts';
import { BodyMemo } from './body-memo.ts';
import type { Body } from './body-memo.ts';
import { keyEnd, readPairs } from './pairs.ts';
import { closingQuote, unquote } from './quoted.ts';
import { isDigit, stampWithoutYear, timeOfDay, twoDigits } from './stamps.ts';

const MAX_CALLER = 200;
const MICROSECONDS_AT = 15;

const NO_FIELDS: readonly Field[] = [];

/** Severity of the header's first letter. */
function levelAt(code: number): Level | undefined {
  switch (code) {
    case 73:
      return 'info';
    case 87:
      return 'warning';
    case 69:
      return 'error';
    case 70:
      return 'fatal';
    default:
      return undefined;
  }
}

/** Time of the header at `at`: `E0401 17:22:36.857055 `. */
function headerTime(text: string, at: number): StampedTime | undefined {
  const month = twoDigits(text, at + 1);
  const day = twoDigits(text, at + 3);
  if (month < 1 || month > 12 || day < 1 || day > 31 || text.charCodeAt(at + 5) !== 32) return undefined;
  const time = timeOfDay(text, at + 6);
  if (time < 0 || text.charCodeAt(at + 14) !== 46) return undefined;
  let micros = 0;
  for (let i = 0; i < 6; i++) {
    const code = text.charCodeAt(at + MICROSECONDS_AT + i);
    if (!isDigit(code)) return undefined;
    micros = micros * 10 + code - 48;
  }
  return stampWithoutYear(month, day, time + micros / 1000);
}

/** Does a klog header start at `at`? */
export function isKlogHeader(text: string, at: number): boolean {
  return (
    levelAt(text.charCodeAt(at)) !== undefined &&
    isDigit(text.charCodeAt(at + 1)) &&
    headerTime(text, at) !== undefined
  );
}

/** Start of the caller, behind blanks and the process id; -1 when they are missing. */
function callerStart(text: string): number {
  let at = MICROSECONDS_AT + 6;
  while (text.charCodeAt(at) === 32) at++;
  const id = at;
  while (isDigit(text.charCodeAt(at))) at++;
  return at > id && text.charCodeAt(at) === 32 ? at + 1 : -1;
}

export function parseKlog(text: string): ParsedPayload | undefined {
  const level = levelAt(text.charCodeAt(0));
  if (level === undefined || !isDigit(text.charCodeAt(1))) return undefined;
  const time = headerTime(text, 0);
  if (time === undefined) return undefined;
  const from = callerStart(text);
  const bracket = from < 0 ? -1 : text.indexOf(']', from);
  if (bracket < 0 || bracket - from > MAX_CALLER) return undefined;
  const caller = text.slice(from, bracket);
  const body = text.charCodeAt(bracket + 1) === 32 ? bracket + 2 : bracket + 1;
  const { message, fields, same } = bodies.get(text.slice(body));
  return { format: 'klog', message, fields, same, time, level, component: undefined, caller };
}

const bodies = new BodyMemo(parseBody);

/** What stands behind the header. */
function parseBody(text: string): Body {
  const close = structuredEnd(text);
  if (close < 0) return { message: text, fields: NO_FIELDS };
  const fields: Field[] = [];
  readPairs(text, close + 1, fields);
  return { message: unquote(text, 1, close), fields };
}

/** Index of the quote that ends a structured message; -1 when the text is free. */
function structuredEnd(text: string): number {
  if (text.charCodeAt(0) !== 34) return -1;
  const close = closingQuote(text, 1);
  if (close < 0 || close + 1 >= text.length) return close;
  return text.charCodeAt(close + 1) === 32 && (close + 2 >= text.length || keyEnd(text, close + 2) > 0)
    ? close
    : -1;
}

export const klog: Payload = { name: 'klog', parse: parseKlog };
