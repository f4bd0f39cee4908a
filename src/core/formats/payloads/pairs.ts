/**
 * `key=value key2="quoted value"` as klog, logrus and slog write it: one pass, linear on any input.
 */
import type { Field } from '../../entry.ts';
import { closingQuote, unquote } from './quoted.ts';

/** A payload gives no more fields than this; what follows is one last field `rest`, as written. */
export const MAX_FIELDS = 256;
const MAX_KEY = 128;

const SPACE = 32;
const EQUALS = 61;
const QUOTE = 34;

/** Index of the `=` that ends the key at `at`; -1 when no key stands there. */
export function keyEnd(text: string, at: number): number {
  const last = Math.min(text.length, at + MAX_KEY);
  for (let i = at; i < last; i++) {
    const code = text.charCodeAt(i);
    if (code === EQUALS) return i > at ? i : -1;
    if ((code <= SPACE && code !== 27) || code === QUOTE) return -1;
  }
  return -1;
}

/** Terminals get keys in colour; only the codes around the key are taken off. */
function keyOf(text: string, from: number, to: number): string {
  const key = text.slice(from, to);
  return key.charCodeAt(0) === 27 ? key.replace(/\u001B\[[0-9;]*m/g, '') : key;
}

/** Reads pairs one after another. `end` is the index behind the value read last. */
class PairReader {
  readonly text: string;
  readonly fields: Field[];
  end = 0;
  /** Set once a bracket had no partner up to the end of the text: brackets are not followed any more (keeps the whole linear). */
  flat = false;

  constructor(text: string, fields: Field[]) {
    this.text = text;
    this.fields = fields;
  }

  /** Value that starts at `at`. */
  value(at: number): string {
    const first = this.text.charCodeAt(at);
    if (first === QUOTE) return this.quoted(at + 1);
    if (first === 60 && this.text.charCodeAt(at + 1) === 10) return this.block(at + 2);
    const from = at;
    this.end = this.bareEnd(at);
    return this.text.slice(from, this.end);
  }

  quoted(from: number): string {
    const close = closingQuote(this.text, from);
    this.end = close < 0 ? this.text.length : close + 1;
    return unquote(this.text, from, close < 0 ? this.text.length : close);
  }

  /** klog's `key=<`, lines indented by a tab (terminals make 8 blanks of it), ` >`. */
  block(from: number): string {
    const close = this.text.indexOf('\n >', from - 1);
    this.end = close < 0 ? this.text.length : close + 3;
    const inner = this.text.slice(from, close < from ? (close < 0 ? this.text.length : from) : close);
    return inner.replaceAll(/(^|\n)(?:\t| {8})/g, '$1');
  }

  /** End of a value without quotes: the first blank outside of brackets. */
  bareEnd(at: number): number {
    const { text } = this;
    let depth = 0;
    let firstBlank = -1;
    for (let i = at; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === SPACE || code === 10) {
        if (depth === 0 || this.flat) return i;
        if (firstBlank < 0) firstBlank = i;
      } else if (code === 123 || code === 91) depth++;
      else if (code === 125 || code === 93) depth -= depth > 0 ? 1 : 0;
      else if (code === QUOTE && depth > 0) i = skipQuoted(text, i);
    }
    if (depth === 0 || firstBlank < 0) return text.length;
    this.flat = true;
    return firstBlank;
  }
}

function skipQuoted(text: string, quote: number): number {
  const close = closingQuote(text, quote + 1);
  return close < 0 ? text.length : close;
}

/**
 * Appends the pairs of text[from…] to `fields`. A word that is no pair belongs to the unquoted value before it
 * (`now=2026-11-21 10:09:14 +0000 UTC`), else to a field `rest`.
 */
export function readPairs(text: string, from: number, fields: Field[]): void {
  const reader = new PairReader(text, fields);
  let bareFrom = -1; // start of the last value, when it had no quotes and may go on
  for (let at = skipBlanks(text, from); at < text.length; at = skipBlanks(text, reader.end)) {
    if (fields.length >= MAX_FIELDS) {
      fields.push({ name: 'rest', value: text.slice(at) });
      return;
    }
    const equals = keyEnd(text, at);
    if (equals < 0) {
      reader.end = wordEnd(text, at);
      bareFrom = extend(fields, text, { bareFrom, at, end: reader.end });
      continue;
    }
    const value = reader.value(equals + 1);
    const first = text.charCodeAt(equals + 1);
    bareFrom = first === QUOTE || value.includes('\n') ? -1 : equals + 1;
    fields.push({ name: keyOf(text, at, equals), value });
  }
}

/** Gives the word in text[at, end) to the last field where that may go on, else to a new field `rest`; returns where that value starts. */
function extend(fields: Field[], text: string, word: { bareFrom: number; at: number; end: number }): number {
  const last = fields.at(-1);
  if (word.bareFrom < 0 || last === undefined) {
    fields.push({ name: 'rest', value: text.slice(word.at, word.end) });
    return word.at;
  }
  fields[fields.length - 1] = { name: last.name, value: text.slice(word.bareFrom, word.end) };
  return word.bareFrom;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= SPACE && text.charCodeAt(at) !== 27) at++;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) > SPACE) at++;
  return at;
}
