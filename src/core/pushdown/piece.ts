/** A piece of text as words of an analyzer: what is sure of it whatever stands around it, and what may be glued to its neighbours. */
import { rarity } from '../scanner/literals.ts';

export interface Piece {
  readonly text: string;
  /** Before the first sure cut: its first word may be the end of a longer one. Empty: the piece begins with a cut. */
  readonly head: string;
  /** Between sure cuts: words that stand like this in each text. */
  readonly inner: string;
  /** Behind the last sure cut: its last word may go on. */
  readonly tail: string;
}

const WORD = /[\p{L}\p{N}]/u;

/** Undefined: there is no sure cut in it. */
export function pieceOf(text: string, hard: ReadonlySet<string>): Piece | undefined {
  let first = 0;
  while (first < text.length && !hard.has(text[first]!)) first++;
  if (first === text.length) return undefined;
  let last = text.length - 1;
  while (!hard.has(text[last]!)) last--;
  const inner = text.slice(first, last + 1).trim();
  return {
    text,
    head: wordsOf(text.slice(0, first)),
    inner: wordsOf(inner),
    tail: wordsOf(text.slice(last + 1)),
  };
}

/** Empty where there is no word. */
function wordsOf(text: string): string {
  return WORD.test(text) ? text : '';
}

/** About how many bits of surprise its sure words are; more of them are found in fewer texts. */
export function strengthOf({ inner }: Piece): number {
  return inner === '' ? 0 : rarity(` ${inner} `);
}

/** From so much on a piece is seldom enough by its sure words alone; below, counts are asked for. */
export const STRONG = 220;
