/**
 * JSON payloads, one object a line. Each kind is a function from the object's fields to a payload; the object is read once for all.
 */
import { fieldValue, type Field } from '../../entry.ts';
import type { ParsedPayload, Payload } from '../format.ts';
import { readAudit } from './audit.ts';
import { readJsonFields } from './json-fields.ts';
import { readK8sEvent } from './k8s-event.ts';
import { readKlogJson } from './klog-json.ts';
import { levelOf } from './level.ts';
import { callerOf } from './logfmt.ts';
import { readLogrusJson } from './logrus-json.ts';
import { stampOf, stampOfNumber } from './stamps.ts';
import { readZapJson } from './zap-json.ts';

export type FieldsReader = (fields: readonly Field[]) => ParsedPayload | undefined;

const MESSAGES = ['msg', 'message', 'log', 'MESSAGE'];
const TIMES = ['ts', 'time', 'timestamp', '@timestamp'];
const LEVELS = ['level', 'severity', 'lvl'];

/** Most telling first. */
const READERS: readonly FieldsReader[] = [readAudit, readK8sEvent, readKlogJson, readZapJson, readLogrusJson];

function firstOf(fields: readonly Field[], names: readonly string[]): Field | undefined {
  for (const name of names) {
    for (const field of fields) if (field.name === name) return field;
  }
  return undefined;
}

/** Any other JSON object. Without a message key the message is the text itself. */
function readOther(fields: readonly Field[], text: string): ParsedPayload {
  const message = firstOf(fields, MESSAGES);
  const stamp = firstOf(fields, TIMES);
  const time = stamp && (stampOf(stamp.value) ?? stampOfNumber(stamp.value));
  const level = levelOf(firstOf(fields, LEVELS)?.value);
  const used = new Set([message, time && stamp]);
  return {
    format: 'json',
    message: message?.value ?? text,
    fields: fields.filter((field) => !used.has(field)),
    time,
    level,
    component: undefined,
    caller: callerOf(fieldValue(fields, 'caller')),
  };
}

/** Reads any JSON payload; undefined when the text is no JSON object. */
export function parseAnyJson(text: string): ParsedPayload | undefined {
  const fields = readJsonFields(text);
  if (fields === undefined) return undefined;
  for (const reader of READERS) {
    const parsed = reader(fields);
    if (parsed !== undefined) return parsed;
  }
  return readOther(fields, text);
}

function payload(name: string, reader: FieldsReader): Payload {
  return {
    name,
    parse: (text) => {
      const fields = readJsonFields(text);
      return fields && reader(fields);
    },
  };
}

export const klogJson = payload('klog-json', readKlogJson);
export const zapJson = payload('zap-json', readZapJson);
export const logrusJson = payload('logrus-json', readLogrusJson);
export const audit = payload('audit', readAudit);
export const k8sEvent = payload('k8s-event', readK8sEvent);

export const json: Payload = {
  name: 'json',
  parse: (text) => {
    const fields = readJsonFields(text);
    return fields && readOther(fields, text);
  },
};
