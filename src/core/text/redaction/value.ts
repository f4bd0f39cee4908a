/** The value behind a key: bare, quoted, or quoted inside of quotes. */

export interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

const OPENING = /(\\{0,15})(["'`])/y;
/** Longer than any key. */
const MAX_VALUE = 16_384;
/** What ends a bare value; a comma and its kin only where another pair or nothing follows. */
const BARE_END = /[\s"'`<>()[\]{}|]|\\{1,15}["'`nrt]|[,;&]/g;
const NEXT_PAIR = /\s|$|[A-Za-z_][A-Za-z0-9_.-]{0,40}[=:]/y;

/** The value that starts at `at`. */
export function valueAt(text: string, at: number): Value {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(text);
  if (opening === null) {
    return { start: at, end: bareEnd(text, at), quoted: false };
  }
  const start = at + opening[0].length;
  return { start, end: closing(text, start, opening[1]!.length, opening[2]!), quoted: true };
}

function bareEnd(text: string, at: number): number {
  BARE_END.lastIndex = at;
  for (let end = BARE_END.exec(text); end !== null; end = BARE_END.exec(text)) {
    if (end.index - at > MAX_VALUE) return at + MAX_VALUE;
    if (!',;&'.includes(end[0])) return end.index;
    NEXT_PAIR.lastIndex = BARE_END.lastIndex;
    if (NEXT_PAIR.test(text)) return end.index;
  }
  return text.length;
}

/**
 * Each level of quoting doubles the backslashes and adds one: a quote ends a value that was opened behind `depth` backslashes when as
 * many stand before it, an even number of levels' worth aside; fewer end the text around it, too. A line end or the end of the text
 * ends it in any case.
 */
function closing(text: string, start: number, depth: number, quote: string): number {
  let slashes = 0;
  const last = Math.min(text.length, start + MAX_VALUE);
  for (let i = start; i < last; i++) {
    const c = text[i]!;
    if (c === '\n') return i;
    if (c === quote && (slashes < depth || slashes % (2 * (depth + 1)) === depth)) return i - slashes;
    slashes = c === '\\' ? slashes + 1 : 0;
  }
  return last;
}
