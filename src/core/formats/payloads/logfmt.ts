/**
 * Lines of nothing but pairs. logrus text (k3s, rke2, containerd, Rancher) starts with `time="…"`; cilium, slog and go-kit write the same
 * without quotes around simple values and with other keys.
 */
import { fieldValue, type Field } from '../../entry.ts';
import type { ParsedPayload, Payload } from '../format.ts';
import { withoutHeader } from './header.ts';
import { levelOf } from './level.ts';
import { readPairs } from './pairs.ts';
import { stampOf } from './stamps.ts';

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
  const caller = callerOf(fieldValue(all, 'caller') ?? fieldValue(all, 'source') ?? fieldValue(all, 'file'));
  const fields = message === undefined ? all : withoutHeader(all, HEADER);
  return { format, message: message ?? text, fields, time, level, component: undefined, caller };
}

export function parseLogrus(text: string): ParsedPayload | undefined {
  return text.startsWith('time="') ? parsePairs(text, 'logrus') : undefined;
}

export function parseLogfmt(text: string): ParsedPayload | undefined {
  return STARTS.some((start) => text.startsWith(start)) ? parsePairs(text, 'logfmt') : undefined;
}

export const logrus: Payload = { name: 'logrus', parse: parseLogrus };
export const logfmt: Payload = { name: 'logfmt', parse: parseLogfmt };
