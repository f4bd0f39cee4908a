/** Which pieces of a text a scanner can look for, and which of them is the rarest in logs. */
import { COMMON_WINDOWS } from './frequency.gen.ts';
import { MIN_LITERAL } from './scanner.ts';

/** Characters that JSON or quoted values may escape, and all that is not printable ASCII. */
const ESCAPED = /[^ !#-%'-.0-;=?-[\]-~]+/;

/** Times a million positions of a window that is not listed; each letter seldom seen in logs makes it rarer. */
const UNLISTED = 25;
const RARE_LETTER = 0.4;
const COMMON_LETTERS = new Set(' etaoinsrlcdpmu0123456789.:-=/"');

const frequencies = new Map<string, number>();
for (const [level, windows] of COMMON_WINDOWS)
  for (let i = 0; i < windows.length; i += 4) frequencies.set(windows.slice(i, i + 4), level * 1.4);

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
  const windows = frequenciesOf(literal);
  let best = 0;
  let least = Infinity;
  for (let start = 0; start + m <= literal.length; start++) {
    let sum = 0;
    for (let i = start; i <= start + m - 4; i++) sum += windows[i]!;
    if (sum < least) [best, least] = [start, sum];
  }
  return best;
}

/** About how many bits of surprise the text is, in quarters. */
function rarity(text: string): number {
  return frequenciesOf(text).reduce((sum, frequency) => sum - Math.log2(frequency / 1e6), 0);
}

/** Times a million positions, of each 4-byte window in turn. */
function frequenciesOf(text: string): number[] {
  const out: number[] = [];
  for (let i = 0; i + 4 <= text.length; i++) {
    const window = text.slice(i, i + 4);
    out.push(frequencies.get(window) ?? unlisted(window));
  }
  return out;
}

function unlisted(window: string): number {
  let frequency = UNLISTED;
  for (const letter of window) if (!COMMON_LETTERS.has(letter)) frequency *= RARE_LETTER;
  return frequency;
}
