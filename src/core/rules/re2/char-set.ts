/** Sets of code points, and those that have a name. */
import type { CharSet } from './syntax.ts';

export const LAST = 0x10ffff;
export const NEWLINE = 10;

type Range = readonly [number, number];

/** Sorted and joined. */
export function union(ranges: readonly Range[]): CharSet {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0]);
  const out: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

export function negated(set: CharSet): CharSet {
  const out: Range[] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) out.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) out.push([next, LAST]);
  return out;
}

export function has(set: CharSet, point: number): boolean {
  return set.some(([from, to]) => point >= from && point <= to);
}

export function single(point: number): CharSet {
  return [[point, point]];
}

/** Ranges longer than this get the other case of ASCII letters only. */
const MAX_FOLDED = 1024;

/** With the upper and lower case of each letter. */
export function folded(set: CharSet): CharSet {
  const out: Range[] = [...set];
  for (const [from, to] of set) {
    const end = to - from > MAX_FOLDED ? Math.min(to, 127) : to;
    for (let point = from; point <= end; point++) {
      const letter = String.fromCodePoint(point);
      for (const other of [letter.toLowerCase(), letter.toUpperCase()]) {
        const folded = other.codePointAt(0)!;
        if (String.fromCodePoint(folded) === other) out.push([folded, folded]);
      }
    }
  }
  return union(out);
}

function of(text: string): CharSet {
  const ranges: Range[] = [];
  for (let i = 0; i < text.length; i += 2) ranges.push([text.charCodeAt(i), text.charCodeAt(i + 1)]);
  return union(ranges);
}

export const DIGIT = of('09');
export const SPACE = of('\t\n\f\r  ');
export const WORD = of('09AZ__az');

/** `\d`, `\s`, `\w`: ASCII only, unlike JavaScript's `\s`. */
export const PERL: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  D: negated(DIGIT),
  s: SPACE,
  S: negated(SPACE),
  w: WORD,
  W: negated(WORD),
};

/** `[:name:]` inside of brackets. */
export const POSIX: ReadonlyMap<string, CharSet> = new Map([
  ['alnum', of('09AZaz')],
  ['alpha', of('AZaz')],
  ['ascii', of('\u0000\u007f')],
  ['blank', of('\t\t  ')],
  ['cntrl', of('\u0000\u001f\u007f\u007f')],
  ['digit', DIGIT],
  ['graph', of('!~')],
  ['lower', of('az')],
  ['print', of(' ~')],
  ['punct', of('!/:@[`{~')],
  ['space', of('\t\r  ')],
  ['upper', of('AZ')],
  ['word', WORD],
  ['xdigit', of('09AFaf')],
]);
