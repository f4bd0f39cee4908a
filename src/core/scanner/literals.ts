/** Which pieces of a text a scanner can look for, and which of them is the rarest in logs. */
import { COMMON_WINDOWS } from './frequency.gen.ts';
import { MIN_LITERAL } from './scanner.ts';

/** Characters that JSON or quoted values may escape, and all that is not printable ASCII. */
const ESCAPED = /[^ !#-%'-.0-;=?-[\]-~]+/;

/** Times a million positions of a window that is not listed; each letter seldom seen in logs makes it rarer. */
const UNLISTED = 25;
const RARE_LETTER = 0.4;
/** Levels of the list are a factor of two apart. */
const MIDDLE_OF_LEVEL = 1.4;
const COMMON_LETTERS = ' etaoinsrlcdpmu0123456789.:-=/"';

/** By window: its four ASCII letters as one number. Made when first asked for: a scan with built-in rules never does. */
let listed: ReadonlyMap<number, number> | undefined;

function listWindows(): ReadonlyMap<number, number> {
  const list = new Map<number, number>();
  for (const [level, windows] of COMMON_WINDOWS) {
    for (let i = 0; i < windows.length; i += 4) {
      let window = 0;
      for (let j = i; j < i + 4; j++) window = append(window, windows.charCodeAt(j));
      list.set(window, level * MIDDLE_OF_LEVEL);
    }
  }
  return list;
}

const rare = new Uint8Array(128).fill(1);
for (let i = 0; i < COMMON_LETTERS.length; i++) rare[COMMON_LETTERS.charCodeAt(i)] = 0;
/** By the number of rare letters in a window. */
const unlisted = [0, 1, 2, 3, 4].map((letters) => UNLISTED * RARE_LETTER ** letters);

/** Parts of at least MIN_LITERAL bytes that stand in the raw bytes however the text is packed. */
export function safeParts(text: string): string[] {
  return text.split(ESCAPED).filter((part) => part.length >= MIN_LITERAL);
}

/** The candidate that should be rarest in log text; undefined when there is none. Longer ones are rarer. */
export function chooseLiteral(candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let most = -Infinity;
  for (const candidate of candidates) {
    const value = rarity(candidate);
    if (value > most) [best, most] = [candidate, value];
  }
  return best;
}

/** Where in a literal the `m` bytes in a row begin whose 4-byte windows are rarest together. */
export function sampleWindow(literal: string, m: number): number {
  const count = measure(literal);
  const width = m - 3;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += measured[i]!;
  let best = 0;
  let least = sum;
  for (let start = 1; start + width <= count; start++) {
    sum += measured[start + width - 1]! - measured[start - 1]!;
    if (sum < least) [best, least] = [start, sum];
  }
  return best;
}

/** About how many bits of surprise the text is, in quarters. */
export function rarity(text: string): number {
  const count = measure(text);
  let sum = 0;
  for (let i = 0; i < count; i++) sum -= Math.log2(measured[i]! / 1e6);
  return sum;
}

/** Times a million positions, of each 4-byte window in turn, of the text measured last. */
let measured = new Float64Array(256);

/** Returns the number of windows. This may run for every literal at each start: no strings are cut, nothing is made. */
function measure(text: string): number {
  const { length } = text;
  if (length > measured.length) measured = new Float64Array(length * 2);
  let window = 0;
  let rareLetters = 0;
  const times = (listed ??= listWindows());
  for (let i = 0; i < length; i++) {
    const leaving = window >> 21;
    const letter = text.charCodeAt(i) & 127;
    window = append(window, letter);
    rareLetters += rare[letter]!;
    if (i > 3) rareLetters -= rare[leaving]!;
    if (i >= 3) measured[i - 3] = times.get(window) ?? unlisted[rareLetters]!;
  }
  return Math.max(0, length - 3);
}

/** The window one letter on: 4 times 7 bits. */
function append(window: number, letter: number): number {
  return ((window << 7) | letter) & 0xfffffff;
}
