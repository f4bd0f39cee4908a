/**
 * Lines of nothing but pairs. logrus text (k3s, rke2, containerd, Rancher) starts with `time="…"`; cilium, slog and go-kit write the same
 * without quotes around simple values and with other keys.
 */
import { fieldValue, type Field } from '../../entry.ts';
import type { ParsedPayload, Payload } from '../format.ts';
import { BodyMemo } from './body-memo.ts';
import type { Body } from './body-memo.ts';
import { withoutHeader } from './header.ts';
import { levelOf } from './level.ts';
import { readPairs } from './pairs.ts';
import { closingQuote, unquote } from './quoted.ts';
import { stampIn, stampOf } from './stamps.ts';

const STARTS = ['time=', 'level=', 'ts=', 'lvl=', 't=', 'caller=', 'logger=', 'msg='];

/** `dir/file.go:123`, and `file.go:123` of a path within a Go build. */
export function callerOf(source: string | undefined): string | undefined {
  if (source === undefined || source.length > 300) return undefined;
  return source.startsWith('/') ? source.slice(source.lastIndexOf('/') + 1) : source;
}

const HEADER = ['time', 'level', 'msg', 'ts', 'lvl', 't'];

function parsePairs(text: string, format: string): ParsedPayload {
  const all: Field[] = [];
  readPairs(text, 0, all);
  const message = fieldValue(all, 'msg');
  const time = stampOf(fieldValue(all, 'time') ?? fieldValue(all, 'ts') ?? fieldValue(all, 't'));
  const level = levelOf(fieldValue(all, 'level') ?? fieldValue(all, 'lvl'));
  const caller = fileOf(all);
  const fields = message === undefined ? all : withoutHeader(all, HEADER);
  return { format, message: message ?? text, fields, time, level, component: undefined, caller };
}

export function parseLogrus(text: string): ParsedPayload | undefined {
  if (!text.startsWith('time="')) return undefined;
  return parseUsual(text) ?? parsePairs(text, 'logrus');
}

const USUAL_TIME = 'time="'.length;
const USUAL_LEVEL = '" level='.length;
const USUAL_MESSAGE = ' msg="'.length;

/** `time="…" level=… msg="…"` in this order, which is how logrus sorts them: no fields are made of what stands in the header. */
function parseUsual(text: string): ParsedPayload | undefined {
  const timeEnd = text.indexOf('"', USUAL_TIME);
  if (timeEnd < 0 || timeEnd > 48 || !text.startsWith('" level=', timeEnd)) return undefined;
  const levelEnd = text.indexOf(' ', timeEnd + USUAL_LEVEL);
  if (levelEnd < 0 || levelEnd - timeEnd > 24 || !text.startsWith(' msg="', levelEnd)) return undefined;
  const time = stampIn(text, USUAL_TIME, timeEnd);
  const level = levelOf(text.slice(timeEnd + USUAL_LEVEL, levelEnd));
  if (time === undefined || level === undefined) return undefined;
  const { message, fields, same } = bodies.get(text.slice(levelEnd + USUAL_MESSAGE));
  if (message === undefined) return undefined;
  return {
    format: 'logrus',
    message,
    fields,
    same,
    time,
    level,
    component: undefined,
    caller: fileOf(fields),
  };
}

const bodies = new BodyMemo(parseBody);

/** What stands behind `msg="`; without a message when its quote is never closed. */
function parseBody(text: string): Body<string | undefined> {
  const close = closingQuote(text, 0);
  if (close < 0) return { message: undefined, fields: [] };
  const fields: Field[] = [];
  if (close + 1 < text.length) readPairs(text, close + 1, fields);
  return { message: unquote(text, 0, close), fields };
}

/** logrus' caller hook writes `file`; `source` is slog's. */
function fileOf(fields: readonly Field[]): string | undefined {
  if (fields.length === 0) return undefined;
  return callerOf(fieldValue(fields, 'caller') ?? fieldValue(fields, 'source') ?? fieldValue(fields, 'file'));
}

export function parseLogfmt(text: string): ParsedPayload | undefined {
  return STARTS.some((start) => text.startsWith(start)) ? parsePairs(text, 'logfmt') : undefined;
}

export const logrus: Payload = { name: 'logrus', parse: parseLogrus };
export const logfmt: Payload = { name: 'logfmt', parse: parseLogfmt };
