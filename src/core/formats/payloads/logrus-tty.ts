/**
 * logrus on a terminal: `INFO[0000] message   key=value`, `WARN[2020-05-13T08:50:55.343+02:00] message`, the level in colour or not.
 * logrus pads the message to 44 columns before the first key (`%-44s`, TextFormatter.printColored), so no key stands earlier.
 */
import type { Field } from '../../entry.ts';
import type { ParsedPayload, Payload } from '../format.ts';
import { levelOf } from './level.ts';
import { keyEnd, readPairs } from './pairs.ts';
import { stampIn } from './stamps.ts';

const MESSAGE_COLUMNS = 44;
const MAX_HEADER = 64;
const WORDS = new Set([
  'INFO',
  'WARN',
  'WARNING',
  'ERRO',
  'ERROR',
  'DEBU',
  'DEBUG',
  'FATA',
  'FATAL',
  'PANI',
  'PANIC',
  'TRAC',
  'TRACE',
]);

/** Length of a colour code (`ESC [ digits ; digits m`) at `at`; 0 when none stands there. */
export function colourLength(text: string, at: number): number {
  if (text.charCodeAt(at) !== 27 || text.charCodeAt(at + 1) !== 91) return 0;
  for (let i = at + 2; i < at + 12; i++) {
    const code = text.charCodeAt(i);
    if (code === 109) return i + 1 - at;
    if (!((code >= 48 && code <= 57) || code === 59)) return 0;
  }
  return 0;
}

export function parseLogrusTty(text: string): ParsedPayload | undefined {
  const wordAt = colourLength(text, 0);
  let wordEnd = wordAt;
  while (wordEnd < wordAt + 8 && text.charCodeAt(wordEnd) >= 65 && text.charCodeAt(wordEnd) <= 90) wordEnd++;
  const word = text.slice(wordAt, wordEnd);
  const bracket = wordEnd + colourLength(text, wordEnd);
  if (!WORDS.has(word) || text.charCodeAt(bracket) !== 91) return undefined;
  const close = text.indexOf(']', bracket);
  if (close < 0 || close - bracket > MAX_HEADER) return undefined;
  const body = text.charCodeAt(close + 1) === 32 ? close + 2 : close + 1;
  const fields: Field[] = [];
  const end = pairsStart(text, body);
  if (end < text.length) readPairs(text, end, fields);
  return {
    format: 'logrus-tty',
    message: text.slice(body, end).trimEnd(),
    fields,
    time: stampIn(text, bracket + 1, close),
    level: levelOf(word),
    component: undefined,
    caller: undefined,
  };
}

/** Where the keys behind the message start; the text's end when it has none. */
function pairsStart(text: string, body: number): number {
  for (let at = text.indexOf(' ', body + MESSAGE_COLUMNS); at >= 0; at = text.indexOf(' ', at + 1)) {
    const equals = keyEnd(text, at + 1);
    if (equals > 0 && isKey(text, at + 1, equals)) return at + 1;
  }
  return text.length;
}

/** Keys are words: letters, digits, `_`, `-`, `.`; colour codes may stand around them. */
function isKey(text: string, from: number, to: number): boolean {
  const key = text.slice(from, to);
  return /^(?:\u001B\[[0-9;]{1,8}m)?[A-Za-z_][\w.-]{0,63}(?:\u001B\[[0-9;]{0,8}m)?$/.test(key);
}

export const logrusTty: Payload = { name: 'logrus-tty', parse: parseLogrusTty };
