/**
 * Syslog with what journalctl's short mode does not write: a priority (`<30>Nov 21 …`, `<30>2026-11-21T…`), and RFC 5424 (`<165>1 2026-11-21T13:00:05Z node1 k3s 123 ID47 [a@1 b="c"] text`).
 */
import { componentOf } from '../components.ts';
import type { Envelope, Opened } from '../format.ts';
import { stampOf } from '../payloads/stamps.ts';
import { journalIso } from './iso.ts';
import { LEVEL_OF_PRIORITY } from './journal-json.ts';
import { journalShort } from './journal-short.ts';
import { timed } from './opened.ts';

export const syslog: Envelope = { name: 'syslog', open: openPlain };
export const syslogPriority: Envelope = { name: 'syslog', open: openPriority };
export const syslog5424: Envelope = { name: 'syslog-5424', open: open5424 };

const SPACE = 32;
const HIGHEST = 191;
const LONGEST_TOKEN = 256;
const PRIORITY = /^<(\d{1,3})>/;

function openPlain(line: string): Opened | undefined {
  const opened = journalShort.open(line) ?? journalIso.open(line);
  return opened === undefined ? undefined : { ...opened, format: 'syslog' };
}

function openPriority(line: string): Opened | undefined {
  const head = PRIORITY.exec(line);
  if (head === null || Number(head[1]) > HIGHEST) return undefined;
  const rest = line.slice(head[0].length);
  const level = LEVEL_OF_PRIORITY[Number(head[1]) & 7];
  const opened = openPlain(rest) ?? timed('syslog', rest, undefined);
  return { ...opened, level };
}

function open5424(line: string): Opened | undefined {
  const head = PRIORITY.exec(line);
  if (head === null || Number(head[1]) > HIGHEST || !line.startsWith('1 ', head[0].length)) return undefined;
  const read = tokens(line, head[0].length + 2);
  if (read === undefined) return undefined;
  const [time, host, app, pid] = read.tokens;
  return {
    format: 'syslog-5424',
    payload: text5424(line, read.end),
    time: stampOf(time),
    host,
    unit: app,
    component: componentOf(app ?? ''),
    level: LEVEL_OF_PRIORITY[Number(head[1]) & 7],
    partial: false,
    writer: `${host} ${app}[${pid}]`,
  };
}

/** Time, host, program, process, message id; `-` is none. */
function tokens(line: string, from: number): { tokens: (string | undefined)[]; end: number } | undefined {
  const found: (string | undefined)[] = [];
  let at = from;
  while (found.length < 5) {
    const space = line.indexOf(' ', at);
    if (space <= at || space - at > LONGEST_TOKEN) return undefined;
    const token = line.slice(at, space);
    found.push(token === '-' ? undefined : token);
    at = space + 1;
  }
  return { tokens: found, end: at };
}

/** What stands after the structured data, without a byte order mark. */
function text5424(line: string, from: number): string {
  let at = from;
  if (line.charCodeAt(at) === 45) at++;
  else while (line.charCodeAt(at) === 91) at = elementEnd(line, at);
  if (line.charCodeAt(at) === SPACE) at++;
  return line.charCodeAt(at) === 0xfeff ? line.slice(at + 1) : line.slice(at);
}

/** Position after `[id name="value" …]`; inside quotes `\"` and `\]` are characters. */
function elementEnd(line: string, from: number): number {
  let quoted = false;
  for (let at = from; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) quoted = !quoted;
    else if (code === 93 && !quoted) return at + 1;
  }
  return line.length;
}
