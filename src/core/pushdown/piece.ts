/** A piece of text as words of an analyzer: what is sure of it whatever stands around it, and what may be glued to its neighbours. */
import { rarity } from '../scanner/literals.ts';

export interface Piece {
  readonly text: string;
  /** Place of the first sure cut, and behind the last one. */
  readonly from: number;
  readonly to: number;
  /** Before the first sure cut: its first word may be the end of a longer one. Empty: the piece begins with a cut. */
  readonly head: string;
  /** Between sure cuts: words that stand like this in each text. */
  readonly inner: string;
  /** Behind the last sure cut: its last word may go on. */
  readonly tail: string;
}

/** Undefined: there is no sure cut in it. */
export function pieceOf(text: string, hard: ReadonlySet<string>): Piece | undefined {
  let from = 0;
  while (from < text.length && !hard.has(text[from]!)) from++;
  if (from === text.length) return undefined;
  let to = text.length;
  while (!hard.has(text[to - 1]!)) to--;
  const inner = wordsOf(text.slice(from, to).trim());
  return { text, from, to, head: wordsOf(text.slice(0, from)), inner, tail: wordsOf(text.slice(to)) };
}

/** Empty where there is no word. */
function wordsOf(text: string): string {
  return hasWord(text) ? text : '';
}

export function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** About how many bits of surprise its sure words are; more of them are found in fewer texts. */
export function strengthOf({ inner }: Piece): number {
  return inner === '' ? 0 : rarity(` ${inner} `);
}

/** From so much on texts are seldom enough by their sure words alone; below, counts are asked for. */
export const STRONG = 220;
