/** Analyzers as servers have them, small: what they make of a text. */
import type { Token } from '../../../src/core/pushdown/splitter.ts';

export type Analyzer = (text: string) => readonly Token[];

const STOP = new Set(
  (
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was ' +
    'will with'
  ).split(' '),
);

/** A longer word becomes several. */
const LONGEST_WORD = 255;

function cut(text: string, word: RegExp): Token[] {
  return [...text.matchAll(word)].flatMap(({ 0: whole, index }) =>
    Array.from({ length: Math.ceil(whole.length / LONGEST_WORD) }, (_, i) => {
      const token = whole.slice(i * LONGEST_WORD, (i + 1) * LONGEST_WORD).toLowerCase();
      const start = index + i * LONGEST_WORD;
      return { token, start, end: start + token.length };
    }),
  );
}

const LETTERS = String.raw`[A-Za-z](?:[:.'](?=[A-Za-z]))?`;
const DIGITS = String.raw`\d(?:[.,;'](?=\d))?`;
/** Unicode's word boundaries, of ASCII: marks join letters, others join digits, `_` joins all. */
const STANDARD = new RegExp(`(?:${LETTERS}|${DIGITS}|_(?=[A-Za-z0-9_])|(?<=[A-Za-z0-9_])_)+`, 'g');

export const ANALYZERS: Readonly<Record<string, Analyzer>> = {
  standard: (text) => cut(text, STANDARD),
  whitespace: (text) =>
    cut(text, /\S+/g).map(({ start, end }) => ({ token: text.slice(start, end), start, end })),
  letters: (text) => cut(text, /[A-Za-z]+/g),
  stop: (text) => cut(text, STANDARD).filter(({ token }) => !STOP.has(token)),
  whole: (text) => (text === '' ? [] : [{ token: text, start: 0, end: text.length }]),
  stems: (text) =>
    cut(text, STANDARD).map(({ token, start, end }) => ({
      token: token.replace(/(?:ed|s|ing)$/, '').replace(/y$/, 'i'),
      start,
      end,
    })),
};
