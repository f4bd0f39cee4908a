/**
 * Which values journalctl writes as text in JSON, and which as an array of bytes: text is UTF-8 without control characters
 * but tab and line end, and without code points that are no characters (systemd, `utf8_is_printable`).
 */

/** ASCII that JSON takes as it is. */
export const PLAIN = 0;
/** `"`, `\`, tab, line end. */
export const ESCAPED = 1;
/** Control characters, and bytes that never begin a character. */
export const NO_TEXT = 2;
/** The first byte of a character beyond ASCII, perhaps. */
const LONGER = 3;

/** What a byte is at the start of a character. */
export const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte));

function classOf(byte: number): number {
  if (byte === 9 || byte === 10 || byte === 34 || byte === 92) return ESCAPED;
  if (byte < 32 || byte === 127) return NO_TEXT;
  if (byte < 128) return PLAIN;
  return byte < 0xc2 || byte > 0xf4 ? NO_TEXT : LONGER;
}

/** Bytes of the character beyond ASCII at `at`, which ends before `to`; 0: none that may be printed. */
export function characterLength(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at]!;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > to) return 0;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return 0;
    code = (code << 6) | (byte & 0x3f);
  }
  return isPrintable(code, length) ? length : 0;
}

const LEAST = [0, 0, 0xa0, 0x800, 0x10000];

/** Not shorter written elsewhere, no C1 control character, no surrogate, none of those that Unicode keeps free for ever. */
function isPrintable(code: number, length: number): boolean {
  if (code < LEAST[length]! || code > 0x10ffff) return false;
  if (code >= 0xd800 && code <= 0xdfff) return false;
  return !(code >= 0xfdd0 && code <= 0xfdef) && (code & 0xfffe) !== 0xfffe;
}
