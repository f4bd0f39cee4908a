/** `journalctl -o json`: one object a line. Also as json-seq (a record separator before it) and json-sse (`data: ` before it). */
import type { Level } from '../../entry.ts';
import { componentOf } from '../components.ts';
import type { Envelope, Opened, StampedTime } from '../format.ts';
import { exactTime } from '../time/wall.ts';
import { looseString, parseObject } from './loose-json.ts';

export const journalJson: Envelope = {
  name: 'journal-json',
  open: (line) => openJournal(line, 'journal-json'),
};
export const journalJsonSeq: Envelope = { name: 'journal-json-seq', open: (line) => behind(line, '\u001e') };
export const journalJsonSse: Envelope = { name: 'journal-json-sse', open: (line) => behind(line, 'data: ') };

const NAMES: Readonly<Record<string, string>> = {
  '\u001e': 'journal-json-seq',
  'data: ': 'journal-json-sse',
};
/** syslog's numbers, 0 to 7. */
export const LEVEL_OF_PRIORITY: readonly Level[] = [
  'fatal',
  'fatal',
  'fatal',
  'error',
  'warning',
  'info',
  'info',
  'debug',
];
const LONGEST_TIME = 20;

type Read = (key: string) => string | undefined;

function behind(line: string, prefix: string): Opened | undefined {
  return line.startsWith(prefix) ? openJournal(line.slice(prefix.length), NAMES[prefix]!) : undefined;
}

/** One journal record of one or several lines of JSON; a broken or cut one gives what can be had. */
export function openJournal(text: string, format: string): Opened | undefined {
  if (!text.startsWith('{') || !isJournal(text)) return undefined;
  const whole = parseObject(text);
  return openFields(
    format,
    whole === undefined ? (key) => looseString(text, key) : (key) => fieldOf(whole[key], key),
  );
}

function isJournal(text: string): boolean {
  return text.includes('"__REALTIME_TIMESTAMP"') || text.includes('"__CURSOR"') || text.includes('"MESSAGE"');
}

/** What an entry's fields say, in whatever mode they were written. */
export function openFields(format: string, read: Read): Opened {
  const identifier = read('SYSLOG_IDENTIFIER') ?? read('_COMM');
  const unit = read('_SYSTEMD_UNIT') ?? read('UNIT') ?? read('_SYSTEMD_USER_UNIT') ?? identifier;
  const host = read('_HOSTNAME');
  return {
    format,
    payload: read('MESSAGE') ?? '',
    time: journalTime(read),
    host,
    unit,
    component: componentOf(identifier ?? unit ?? ''),
    level: LEVEL_OF_PRIORITY[Number(read('PRIORITY') ?? -1)],
    partial: false,
    writer: `${host} ${identifier}[${read('_PID') ?? read('SYSLOG_PID')}]`,
  };
}

function journalTime(read: Read): StampedTime | undefined {
  const text = read('_SOURCE_REALTIME_TIMESTAMP') ?? read('__REALTIME_TIMESTAMP');
  if (text === undefined || text.length > LONGEST_TIME || !/^\d+$/.test(text)) return undefined;
  const ms = Number(text) / 1000;
  return ms < 8.64e15 ? exactTime(ms) : undefined;
}

/** Of a repeated field the first value counts; a repeated message is taken whole. */
function fieldOf(value: unknown, key: string): string | undefined {
  return key !== 'MESSAGE' && Array.isArray(value) && !value.every(isByte)
    ? valueOf(value[0])
    : valueOf(value);
}

/** A string; bytes that are no UTF-8 as an array of numbers; a repeated field as an array of both; null: too long for this output. */
function valueOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value)) return undefined;
  if (value.every(isByte)) return new TextDecoder().decode(Uint8Array.from(value));
  return value.map((one) => valueOf(one) ?? '').join('\n');
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 255;
}
