/** The account depends on the set of entries only: any order, any split, through JSON. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CoverageBook } from '../../../src/core/coverage/book.ts';
import type { Coverage } from '../../../src/core/coverage/coverage.ts';
import { baselineOf, coverageOf } from '../../../src/core/coverage/finish.ts';
import type { Entry, Level } from '../../../src/core/entry.ts';

interface Line {
  readonly message: string;
  readonly time: number | undefined;
  readonly level: Level;
  readonly source: string;
  readonly line: number;
}

const COMPONENTS = ['kubelet', 'etcd', undefined];

function entryOf({ message, time, level, line }: Line): Entry {
  return {
    time,
    level,
    message,
    host: undefined,
    unit: undefined,
    component: COMPONENTS[line % 3],
    fields: [],
    caller: undefined,
    formats: ['plain'],
  };
}

const words = fc.constantFrom(
  'failed',
  'to',
  'pull',
  'image',
  'node-7',
  'alpha',
  'beta',
  'gamma',
  'delta',
  '"x"',
  '42',
);
const lineOf = fc.record({
  message: fc.array(words, { minLength: 1, maxLength: 5 }).map((all) => all.join(' ')),
  time: fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined }),
  level: fc.constantFrom<Level>('info', 'warning', 'error', 'fatal'),
  source: fc.constantFrom('a', 'b'),
});
/** Each at a place of its own. */
const lines = fc
  .array(lineOf, { maxLength: 60 })
  .map((all): Line[] => all.map((line, i) => ({ ...line, line: i + 1 })));

function bookOf(all: readonly Line[], maxMasks?: number): CoverageBook {
  const book = new CoverageBook([], maxMasks);
  for (const line of all) {
    const account = book.accountOf(entryOf(line), []);
    if (account === undefined) continue;
    const place = { time: line.time, source: line.source, line: line.line, offset: line.line * 10 };
    book.add(account, { count: 1, place, last: line.time }, () => line.message);
  }
  return book;
}

const answer = (book: CoverageBook): Coverage => coverageOf(book, { rules: [], incidents: [] });

describe('CoverageBook', () => {
  test.each([undefined, 5])('any order and any split give the same (bound %s)', (bound) => {
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.nat(2), { minLength: 60, maxLength: 60 }),
        fc.nat(),
        (all, parts, turn) => {
          const turned = [...all.slice(turn % 7), ...all.slice(0, turn % 7)];
          const books = [0, 1, 2].map((part) =>
            bookOf(
              turned.filter((_, i) => parts[i] === part),
              bound,
            ),
          );
          const merged = new CoverageBook([], bound);
          for (const book of books.reverse())
            merged.absorb(JSON.parse(JSON.stringify(book)) as ReturnType<CoverageBook['toJSON']>);
          expect(answer(merged)).toEqual(answer(bookOf(all, bound)));
        },
      ),
    );
  });

  test('nothing is lost: templates, baseline and what is beyond the bound add up', () => {
    fc.assert(
      fc.property(lines, lines, (all, before) => {
        const baseline = baselineOf(answer(bookOf(before)));
        const coverage = coverageOf(bookOf(all, 5), { rules: [], incidents: [], baseline });
        const listed = coverage.templates.reduce((sum, { count }) => sum + count, 0);
        expect(listed + coverage.inBaseline! + coverage.beyond).toBe(coverage.unknown);
        expect(coverage.scary).toBe(all.filter(({ level }) => level !== 'info').length);
      }),
    );
  });

  test('a log is its own baseline', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const book = bookOf(all);
        const coverage = coverageOf(book, { rules: [], incidents: [], baseline: baselineOf(answer(book)) });
        expect(coverage.templates).toEqual([]);
      }),
    );
  });

  test('names that only differ become one template, with the earliest entry as its example', () => {
    const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
    const all = names.map((name, i): Line => ({
      message: `volume ${name} is stuck`,
      time: 1000 - i,
      level: i === 2 ? 'error' : 'warning',
      source: 'a',
      line: 3 * i + 1,
    }));
    expect(answer(bookOf(all)).templates).toMatchObject([
      {
        text: 'volume <*> is stuck',
        count: 5,
        level: 'error',
        first: 996,
        last: 1000,
        example: { line: 13, text: 'volume epsilon is stuck' },
      },
    ]);
  });
});
