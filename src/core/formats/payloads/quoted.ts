/**
 * Quoted text as Go (`%q`) and JSON write it. One decoder serves both: their escapes don't contradict each other.
 */

/**
 * Characters that writers are known to escape: quotes, `&`, `/`, `<`, `>`, backslash. Any other printable ASCII character that stands as a
 * number (`\u0041`) stays as written, so that each literal found in decoded text stands in the raw bytes, too: the scanner relies on it.
 */
const ESCAPED_IN_EARNEST = '"\'&/<>\\';

/** Index of the quote that closes the one before `from`; -1 when the text ends first. Linear. */
export function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at > from && text.charCodeAt(at - 1) === 92) {
    let backslash = at - 1;
    while (backslash > from && text.charCodeAt(backslash - 1) === 92) backslash--;
    if (((at - backslash) & 1) === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return at;
}

/** Undoes the escapes of text[from, to); without a backslash it is only a slice. */
export function unquote(text: string, from: number, to: number): string {
  const raw = text.slice(from, to);
  const first = raw.indexOf('\\');
  return first < 0 ? raw : unescape(raw, first);
}

function unescape(raw: string, first: number): string {
  let out = '';
  let from = 0;
  for (let at = first; at >= 0 && at + 1 < raw.length; at = raw.indexOf('\\', from)) {
    out += raw.slice(from, at);
    const length = escapeLength(raw.charCodeAt(at + 1));
    out += length === 2 ? shortEscape(raw.charAt(at + 1)) : numberEscape(raw, at, length);
    from = Math.min(at + length, raw.length);
  }
  return out + raw.slice(from);
}

/** Characters that an escape takes, backslash included. */
function escapeLength(code: number): number {
  if (code === 117) return 6; // \uXXXX
  if (code === 120) return 4; // \xXX
  if (code === 85) return 10; // \UXXXXXXXX
  return code >= 48 && code <= 55 ? 4 : 2; // \ooo
}

function shortEscape(letter: string): string {
  switch (letter) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '"':
    case '\\':
    case '/':
    case "'":
      return letter;
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\u0007';
    default:
      return '\\' + letter;
  }
}

function numberEscape(raw: string, at: number, length: number): string {
  const written = raw.slice(at, at + length);
  const octal = isOctal(written);
  const digits = octal ? written.slice(1) : written.slice(2);
  if (written.length < length || !(octal ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/).test(digits)) return written;
  const code = Number.parseInt(digits, octal ? 8 : 16);
  if (code >= 32 && code < 127 && !ESCAPED_IN_EARNEST.includes(String.fromCharCode(code))) return written;
  // \x80 and up, and octal, are single bytes that are no UTF-8: what a decoder makes of them.
  if (length === 4) return code < 128 ? String.fromCharCode(code) : '\uFFFD';
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}

function isOctal(written: string): boolean {
  const code = written.charCodeAt(1);
  return code >= 48 && code <= 55;
}
