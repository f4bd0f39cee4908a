/** Which pieces of a text a scanner can look for, and which of them is the rarest in logs. */
import { MIN_LITERAL } from './scanner.ts';

/** Characters that JSON or quoted values may escape, and all that is not printable ASCII. */
const ESCAPED = /[^ !#-%'-.0-;=?-[\]-~]+/;

/** Parts of at least MIN_LITERAL bytes that stand in the raw bytes however the text is packed. */
export function safeParts(text: string): string[] {
  return text.split(ESCAPED).filter((part) => part.length >= MIN_LITERAL);
}

/** The candidate that should be rarest in log text; undefined when there is none. */
export function chooseLiteral(candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let score = -Infinity;
  for (const candidate of candidates) {
    const value = rarity(candidate);
    if (value > score) [best, score] = [candidate, value];
  }
  return best;
}

/** Where in a literal its `m` rarest bytes in a row begin. */
export function sampleWindow(literal: string, m: number): number {
  let best = 0;
  let score = -Infinity;
  for (let start = 0; start + m <= literal.length; start++) {
    const value = rarity(literal.slice(start, start + m));
    if (value > score) [best, score] = [start, value];
  }
  return best;
}

/** Sum over the 4-byte windows of how rare they are: letters seldom seen in logs count more. */
function rarity(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += COMMON.has(text[i]!) ? 1 : 3;
  return sum + (/^[ \w.:-]*(?:error|failed|level|time|kube)/.test(text) ? -4 : 0);
}

const COMMON = new Set(' etaoinsrlcdpmu0123456789.:-=/"');
