/**
 * Go's standard `log`: `2021/09/01 09:24:20 text`, with microseconds and `file.go:12: ` where asked for.
 * Rancher and RKE add a level: `2022/05/07 08:24:37 [ERROR] text`.
 */
import type { ParsedPayload, Payload, StampedTime } from '../format.ts';
import { levelOf } from './level.ts';
import { stampIn } from './stamps.ts';

const MAX_CALLER = 100;

/** Time at the start and the index of the text behind it. */
function slashTime(text: string): { time: StampedTime; body: number } | undefined {
  if (text.charCodeAt(4) !== 47 || text.charCodeAt(7) !== 47 || text.charCodeAt(10) !== 32) return undefined;
  const blank = text.indexOf(' ', 19);
  const end = blank < 0 || blank > 30 ? Math.min(text.length, 19) : blank;
  const time = stampIn(text, 0, end);
  return time === undefined ? undefined : { time, body: text.charCodeAt(end) === 32 ? end + 1 : end };
}

/** Word in brackets at `at` with the index behind it; undefined when it names no level. */
export function bracketedLevel(
  text: string,
  at: number,
): { level: ParsedPayload['level']; end: number } | undefined {
  if (text.charCodeAt(at) !== 91) return undefined;
  const close = text.indexOf(']', at);
  if (close < 0 || close - at > 10) return undefined;
  const level = levelOf(text.slice(at + 1, close));
  return level === undefined ? undefined : { level, end: close + 1 };
}

export function parseRancher(text: string): ParsedPayload | undefined {
  const head = slashTime(text);
  const word = head && bracketedLevel(text, head.body);
  if (head === undefined || word === undefined) return undefined;
  const body = text.charCodeAt(word.end) === 32 ? word.end + 1 : word.end;
  const message = text.slice(body);
  return {
    format: 'rancher',
    message,
    fields: [],
    time: head.time,
    level: word.level,
    component: undefined,
    caller: undefined,
  };
}

export function parseGoLog(text: string): ParsedPayload | undefined {
  const head = slashTime(text);
  if (head === undefined) return undefined;
  const callerEnd = text.indexOf(': ', head.body);
  const first = callerEnd < 0 || callerEnd - head.body > MAX_CALLER ? '' : text.slice(head.body, callerEnd);
  const caller = /^[^\s:]{1,80}\.go:\d{1,6}$/.test(first) ? first : undefined;
  const message = text.slice(caller === undefined ? head.body : callerEnd + 2);
  return {
    format: 'go-log',
    message,
    fields: [],
    time: head.time,
    level: undefined,
    component: undefined,
    caller,
  };
}

export const rancher: Payload = { name: 'rancher', parse: parseRancher };
export const goLog: Payload = { name: 'go-log', parse: parseGoLog };
