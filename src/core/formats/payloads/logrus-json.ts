/** logrus' and slog's JSON: `{"level":"error","msg":"…","time":"2026-11-21T10:39:56Z","error":"…"}`. */
import { fieldValue, type Field } from '../../entry.ts';
import type { ParsedPayload } from '../format.ts';
import { withoutHeader, withoutLineEnd } from './header.ts';
import { levelOf } from './level.ts';
import { callerOf } from './logfmt.ts';
import { stampOf } from './stamps.ts';

const HEADER = ['time', 'level', 'msg'];

export function readLogrusJson(fields: readonly Field[]): ParsedPayload | undefined {
  const message = fieldValue(fields, 'msg');
  const time = stampOf(fieldValue(fields, 'time'));
  const level = levelOf(fieldValue(fields, 'level'));
  if (message === undefined || time === undefined || level === undefined) return undefined;
  return {
    format: 'logrus-json',
    message: withoutLineEnd(message),
    fields: withoutHeader(fields, HEADER),
    time,
    level,
    component: undefined,
    caller: callerOf(fieldValue(fields, 'file') ?? fieldValue(fields, 'source.file')),
  };
}
