import { expect, it } from 'vitest';
import { PROBE_TEXTS, splitterOf } from '../../../src/core/pushdown/splitter.ts';
import { ANALYZERS } from './analyzers.ts';
import type { Analyzer } from './analyzers.ts';

function splitter(analyzer: Analyzer) {
  const found = splitterOf(PROBE_TEXTS.map(analyzer));
  return found?.kind === 'words' ? { ...found, hard: [...found.hard].join('') } : found;
}

it('knows where an analyzer cuts in any surroundings', () => {
  const { standard, whitespace } = ANALYZERS;
  expect(splitter(standard!)).toEqual({
    kind: 'words',
    hard: ' ()=[]-!?@{}|*+^`~#$%',
    alters: false,
    drops: false,
  });
  expect(splitter(whitespace!)).toEqual({ kind: 'words', hard: ' ', alters: false, drops: false });
});

it('knows whether words are left out or altered', () => {
  expect(splitter(ANALYZERS.stop!)).toMatchObject({ alters: false, drops: true });
  expect(splitter(ANALYZERS.stems!)).toMatchObject({ alters: true, drops: false });
});

it('knows an analyzer that keeps the whole text', () => {
  expect(splitter(ANALYZERS.whole!)).toEqual({ kind: 'whole' });
});

it('does not understand parts of words, words at the same place, or texts that are changed as a whole', () => {
  const { standard, whole } = ANALYZERS;
  const pairs: Analyzer = (text) =>
    text.split('').map((letter, start) => ({ token: letter, start, end: start + 2 }));
  expect(splitter(pairs)).toBeUndefined();
  expect(
    splitter((text) => standard!(text).flatMap((token) => [token, { ...token, token: 'synonym' }])),
  ).toBeUndefined();
  expect(
    splitter((text) => whole!(text).map(({ start, end }) => ({ token: 'hash', start, end }))),
  ).toBeUndefined();
  expect(splitter(() => [])).toBeUndefined();
});
