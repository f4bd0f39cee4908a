/** A piece of text once the analyzer has cut it: which of its words are sure, and which may be parts of longer ones. */
import { allOf, phrase, phrasePrefix, prefix } from './clauses.ts';
import type { Clause, SearchedField } from './clauses.ts';
import { hasWord } from './piece.ts';
import type { Piece } from './piece.ts';
import type { Token } from './splitter.ts';

export interface Edges {
  /** First word, when it may be the end of a longer one. */
  readonly first: string | undefined;
  /** Sure words, if there are any. */
  readonly inner: string;
  /** The same from the first word on, taken as whole. */
  readonly whole: string;
  /** Start of the word behind them. */
  readonly last: string | undefined;
  /** `whole` with that start, where that is all there is behind it. */
  readonly upTo: string | undefined;
}

/** Where nothing is known of parts of words. */
export function sureOnly({ inner }: Piece): Edges {
  return { first: undefined, inner, whole: inner, last: undefined, upTo: undefined };
}

/** Starts and ends of words that are shorter are those of too many. */
const SHORT = 3;

/** Words that an analyzer leaves out unless it is told which ones: Lucene's English stop words. */
const STOP_WORDS = (
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to ' +
  'was will with'
).split(' ');

/** Is a word with this part in the index, whatever the word is? `drops`: the analyzer leaves out words. */
export function isKept(part: string, at: 'start' | 'end' | 'inside', drops: boolean): boolean {
  return !drops || !STOP_WORDS.some((word) => word !== part && IS_PART[at](word, part));
}

const IS_PART = {
  start: (word: string, part: string) => word.startsWith(part),
  end: (word: string, part: string) => word.endsWith(part),
  inside: (word: string, part: string) => word.includes(part),
};

/** `heads`, `tails`: what the analyzer makes of the piece's head and tail. */
export function edgesOf(
  { text, from, to, inner }: Piece,
  heads: readonly Token[],
  tails: readonly Token[],
  drops: boolean,
): Edges {
  const [head, tail] = [heads[0], tails[0]];
  const isLast = tail !== undefined && isKept(tail.token, 'start', drops);
  const since = (start: number) => ({
    whole: text.slice(start, to),
    last: isLast ? tail.token : undefined,
    upTo: isLast && tails.length === 1 ? text.slice(start, to + tail.end) : undefined,
  });
  if (head === undefined) return { first: undefined, inner, ...since(from) };
  // What is glued to the first of several words does not reach the second.
  const second = heads.find(({ start }) => start > head.start);
  if (second !== undefined)
    return { first: undefined, inner: text.slice(second.start, to), ...since(second.start) };
  const rest = inner !== '' || isLast;
  if (!isKept(head.token, 'end', drops) || (head.token.length < SHORT && rest))
    return { first: undefined, inner, ...since(from) };
  return { first: head.token, inner, ...since(0) };
}

/** What is sure of all pieces of a need; undefined: nothing is. */
export function looseClause(field: SearchedField, all: readonly Edges[]): Clause | undefined {
  const phrases = all.flatMap(({ inner }) => (hasWord(inner) ? [phrase(field, inner)] : []));
  const starts = all.flatMap(({ last }) => (last === undefined ? [] : [last]));
  const long = starts.filter((start) => start.length >= SHORT);
  const kept = phrases.length + long.length > 0 ? long : starts;
  const clauses = [...phrases, ...kept.map((start) => prefix(field, start))];
  return clauses.length === 0 ? undefined : allOf(clauses);
}

/** All pieces with their first words as whole, in their places; undefined: there is nothing to look for. */
export function strictClause(field: SearchedField, all: readonly Edges[]): Clause | undefined {
  const clauses = all.flatMap((edges) => strictOne(field, edges));
  return clauses.length === 0 ? undefined : allOf(clauses);
}

function strictOne(field: SearchedField, { whole, last, upTo }: Edges): readonly Clause[] {
  const body = hasWord(whole) ? [phrase(field, whole)] : [];
  if (last === undefined) return body;
  if (field.positions && upTo !== undefined && body.length > 0 && last.length >= SHORT)
    return [phrasePrefix(field, upTo)];
  return body.length > 0 && last.length < SHORT ? body : [...body, prefix(field, last)];
}
