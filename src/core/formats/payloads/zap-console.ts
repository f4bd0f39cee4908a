/** zap's console form: time, level, caller, message and JSON fields with tabs between (`2021-09-01T09:24:20.953+0800\tERROR\tx/y.go:1\ttext\t{…}`). */
import type { Level } from '../../entry.ts';
import type { ParsedPayload, Payload, StampedTime } from '../format.ts';
import { readJsonFields } from './json-fields.ts';
import { levelOf } from './level.ts';
import { colourLength } from './logrus-tty.ts';
import { stampIn, stampOfNumber } from './stamps.ts';

const MAX_HEADER = 400;

/** Level between two tabs, in colour or not. */
function levelBetween(text: string, from: number, to: number): Level | undefined {
  const at = from + colourLength(text, from);
  const escape = text.indexOf('\u001B', at);
  return levelOf(text.slice(at, escape >= 0 && escape < to ? escape : to));
}

function timeBefore(text: string, tab: number): StampedTime | undefined {
  return stampIn(text, 0, tab) ?? stampOfNumber(text.slice(0, tab));
}

export function parseZapConsole(text: string): ParsedPayload | undefined {
  const tab = text.indexOf('\t');
  if (tab < 10 || tab > 40) return undefined;
  const time = timeBefore(text, tab);
  const second = time === undefined ? -1 : text.indexOf('\t', tab + 1);
  if (time === undefined || second < 0 || second - tab > 20) return undefined;
  const level = levelBetween(text, tab + 1, second);
  if (level === undefined) return undefined;
  const { caller, body } = callerAt(text, second + 1);
  const last = text.lastIndexOf('\t');
  const fields =
    last >= body && text.charCodeAt(last + 1) === 123 ? readJsonFields(text.slice(last + 1)) : undefined;
  const message = text.slice(body, fields === undefined ? text.length : last);
  return { format: 'zap-console', message, fields: fields ?? [], time, level, component: undefined, caller };
}

/** `etcdserver/server.go:12` up to the next tab; loggers' names may stand before it. */
function callerAt(text: string, from: number): { caller: string | undefined; body: number } {
  let at = from;
  for (let columns = 0; columns < 2; columns++) {
    const tab = text.indexOf('\t', at);
    if (tab < 0 || tab - at > MAX_HEADER) break;
    const column = text.slice(at, tab);
    if (/^\S{1,200}\.go:\d{1,6}$/.test(column)) return { caller: column, body: tab + 1 };
    at = tab + 1;
  }
  return { caller: undefined, body: from };
}

export const zapConsole: Payload = { name: 'zap-console', parse: parseZapConsole };
