/** A field's value as `journalctl -o json --all` writes it. */
import { characterLength, CLASSES, ESCAPED, NO_TEXT, PLAIN } from './printable.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const LETTER_N = 110;
const LETTER_T = 116;
const LINE_END = 10;
const TAB = 9;
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;
const ZERO = 48;

/** No value takes more bytes than this when it is written. */
export function longest(size: number): number {
  return size * 4 + 2;
}

/** Writes `bytes[from, to)` as a JSON value into `target` at `at`; gives the place behind it. */
export function writeValue(
  target: Uint8Array,
  at: number,
  { bytes, from, to }: { bytes: Uint8Array; from: number; to: number },
): number {
  target[at] = QUOTE;
  let end = at + 1;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    const found = CLASSES[byte]!;
    if (found === PLAIN) target[end++] = byte;
    else if (found === ESCAPED) {
      target[end++] = BACKSLASH;
      target[end++] = byte === LINE_END ? LETTER_N : byte === TAB ? LETTER_T : byte;
    } else {
      const length = found === NO_TEXT ? 0 : characterLength(bytes, i, to);
      if (length === 0) return writeArray(target, at, bytes.subarray(from, to));
      for (let rest = 1; rest < length; rest++) target[end++] = bytes[i++]!;
      target[end++] = bytes[i]!;
    }
  }
  target[end++] = QUOTE;
  return end;
}

/** No text for journalctl: an array of its bytes. */
function writeArray(target: Uint8Array, at: number, bytes: Uint8Array): number {
  target[at++] = OPEN;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (i > 0) target[at++] = COMMA;
    if (byte >= 100) target[at++] = ZERO + Math.floor(byte / 100);
    if (byte >= 10) target[at++] = ZERO + (Math.floor(byte / 10) % 10);
    target[at++] = ZERO + (byte % 10);
  }
  target[at++] = CLOSE;
  return at;
}
