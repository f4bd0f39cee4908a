/** An index in memory: one field, and the queries of a push-down as servers answer them. The slow, obvious way. */
import type { Analyzer } from './analyzers.ts';

interface Doc {
  readonly text: string;
  /** Undefined: the analyzer left it out. */
  readonly words: readonly (string | undefined)[];
}

type Json = Readonly<Record<string, unknown>>;

/** Does the query find a document with this text? */
export function finds(query: object, text: string, analyzer: Analyzer): boolean {
  return holds(query as Json, { text, words: wordsOf(text, analyzer) }, analyzer);
}

/** With gaps where words are left out, as positions have them. */
function wordsOf(text: string, analyzer: Analyzer): (string | undefined)[] {
  const all = startsOf(text, analyzer);
  const kept = new Map(analyzer(text).map(({ token, start }) => [start, token]));
  return all.map((start) => kept.get(start));
}

function startsOf(text: string, analyzer: Analyzer): number[] {
  return (unfiltered.get(analyzer) ?? analyzer)(text).map(({ start }) => start);
}

/** Analyzers that leave out words, and what they make of a text before they do. */
export const unfiltered = new Map<Analyzer, Analyzer>();

function holds(query: Json, doc: Doc, analyzer: Analyzer): boolean {
  const [kind, body] = Object.entries(query)[0] as [string, Json];
  if (kind === 'bool') return holdsBool(body, doc, analyzer);
  const [, how] = Object.entries(body)[0] as [string, { query: string; value: string }];
  const test = TESTS[kind];
  if (test === undefined) throw new Error(`unknown query ${kind}`);
  return test(doc, how.query ?? how.value, analyzer);
}

function holdsBool(body: Json, doc: Doc, analyzer: Analyzer): boolean {
  const { filter = [], should } = body as { filter?: Json[]; should?: Json[] };
  return (
    filter.every((one) => holds(one, doc, analyzer)) &&
    (should === undefined || should.some((one) => holds(one, doc, analyzer)))
  );
}

type Test = (doc: Doc, value: string, analyzer: Analyzer) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  match: ({ words }, value, analyzer) =>
    wordsOf(value, analyzer).every((word) => word === undefined || words.includes(word)),
  match_phrase: ({ words }, value, analyzer) => isInRow(words, wordsOf(value, analyzer), false),
  match_phrase_prefix: ({ words }, value, analyzer) => isInRow(words, wordsOf(value, analyzer), true),
  prefix: ({ words }, value) => words.some((word) => word?.startsWith(value)),
  regexp: ({ words }, value) =>
    words.some((word) => word !== undefined && new RegExp(`^(?:${value})$`, 's').test(word)),
  wildcard: ({ text }, value) => new RegExp(`^${wildcard(value)}$`, 'is').test(text),
};

function isInRow(words: Doc['words'], wanted: Doc['words'], goesOn: boolean): boolean {
  const last = wanted.findLastIndex((word) => word !== undefined);
  if (last < 0) return true;
  const first = wanted.findIndex((word) => word !== undefined);
  const row = wanted.slice(first, last + 1);
  return words.some((_, at) =>
    row.every((word, i) => {
      const here = words[at + i];
      if (word === undefined) return true;
      return i === row.length - 1 && goesOn ? here?.startsWith(word) : here === word;
    }),
  );
}

function wildcard(value: string): string {
  return value.replace(/\\(.)|\*|[^\w\s]/g, (all, escaped?: string) => {
    if (all === '*') return '.*';
    return `\\${escaped ?? all}`;
  });
}
