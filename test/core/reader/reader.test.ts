import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/core/entry.ts';
import type { EntryParser } from '../../../src/core/formats/format.ts';
import { LOOKAHEAD, WINDOW_BYTES } from '../../../src/core/reader/limits.ts';
import { EntryReader } from '../../../src/core/reader/reader.ts';
import type { Scanner } from '../../../src/core/scanner/scanner.ts';
import { readAll } from '../../oracle/reader.ts';
import type { OracleEntry } from '../../oracle/reader.ts';

const LITERALS = ['needle-one', 'needle-two'];

/** Lines starting with a tab may continue; they do, but for `\tstop`. Lines starting with `T<n> ` have a time. */
const parser: EntryParser = {
  mayContinue: (line, previous) =>
    line.startsWith('\t') || (line === '+' && previous()?.startsWith('P') === true),
  continues: (_lines, line) => line !== '\tstop',
  partial: () => false,
  parse: (lines) => entry(lines.join('\n'), timeOf(lines[0]!)),
  timeOf,
};

function timeOf(line: string): number | undefined {
  const found = /^T(\d+) /.exec(line);
  return found ? Number(found[1]) : undefined;
}

function entry(message: string, time: number | undefined): Entry {
  return {
    time,
    host: undefined,
    unit: undefined,
    component: undefined,
    level: undefined,
    message,
    fields: [],
    caller: undefined,
    formats: [],
  };
}

/** Finds by Buffer.indexOf; gives at most `capacity` hits at a time. */
function slowScanner(capacity: number): Scanner {
  const window = new Uint8Array(WINDOW_BYTES + 4096);
  const bytes = Buffer.from(window.buffer);
  const hitAt = new Uint32Array(capacity);
  const hitLiteral = new Uint32Array(capacity);
  return {
    window,
    hitAt,
    hitLiteral,
    scan: (from, to) => {
      const hits: [number, number][] = [];
      LITERALS.forEach((literal, index) => {
        for (
          let at = bytes.indexOf(literal, from);
          at >= 0 && at + literal.length <= to;
          at = bytes.indexOf(literal, at + 1)
        )
          hits.push([at, index]);
      });
      hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      const count = Math.min(hits.length, capacity);
      for (let i = 0; i < count; i++) [hitAt[i], hitLiteral[i]] = hits[i]!;
      return { count, next: count < hits.length ? hits[count]![0] : to };
    },
    countNewlines: (from, to) => {
      let count = 0;
      for (let i = from; i < to; i++) if (window[i] === 10) count++;
      return count;
    },
    lineEnd: (from, to) => {
      const at = window.indexOf(10, from);
      return at < 0 || at > to ? to : at;
    },
  };
}

interface Piece {
  readonly from: number;
  readonly to: number | undefined;
}

function read(
  text: string,
  how: { scan: boolean; capacity: number; step: number; piece?: Piece },
): { entries: OracleEntry[]; lines: number; cut: number } {
  const entries: OracleEntry[] = [];
  const { piece } = how;
  const reader = new EntryReader({
    scanner: slowScanner(how.capacity),
    parser,
    scan: how.scan,
    ...(piece === undefined ? {} : { from: piece.from }),
    ...(piece?.to === undefined ? {} : { to: piece.to }),
    onCandidate: ({ entry, line, offset, span, literals }) => {
      const missing = LITERALS.some(
        (literal, i) => literals !== undefined && entry.message.includes(literal) && !literals.includes(i),
      );
      expect(missing).toBe(false);
      entries.push({ offset, line, lines: [...span.lines], time: entry.time });
    },
    onBlockEnd: () => {},
  });
  const bytes = Buffer.from(text, 'latin1');
  const stop = piece?.to === undefined ? bytes.length : Math.min(bytes.length, piece.to + LOOKAHEAD);
  for (let at = reader.firstOffset; at < stop && !reader.finished;) {
    const space = reader.space();
    const count = Math.min(space.length, how.step, stop - at);
    space.set(bytes.subarray(at, at + count));
    reader.advance(count);
    at += count;
  }
  reader.end();
  return { entries, lines: reader.lines, cut: reader.cutLines };
}

/** Text with all that is hard: long runs of continuations, lines of every size, needles anywhere. */
const chunk = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'T17 plain\n',
      'other line\n',
      '\tcontinued\n',
      '\tstop\n',
      'P part\n',
      '+\n',
      '\n',
      'x\r\n',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'T5 needle-one\n',
      'needle-two here\n',
      '\tneedle-one\n',
      '\tneedle-two needle-one needle-one\n',
    ),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 700 }).map((n) => '\tmore\n'.repeat(n)) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 3000 }).map((n) => 'filler text of a healthy line\n'.repeat(n)),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 200 }).map((n) => `\t${'long '.repeat(n * 200)}needle-one\n`),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 30 }).map((n) => `${'giant'.repeat(n * 20_000)}needle-two\n`),
  },
);
const text = fc
  .tuple(
    fc.array(chunk, { minLength: 1, maxLength: 60 }),
    fc.constantFrom('', 'needle-one at the end', '\tx'),
  )
  .map(([parts, last]) => parts.join('') + last);

describe('reader', () => {
  test(
    'gives the entries of the definition, whatever the block size, with and without scanner',
    { timeout: 300_000 },
    () => {
      fc.assert(
        fc.property(
          text,
          fc.integer({ min: 1, max: 3_000_000 }),
          fc.integer({ min: 1, max: 50 }),
          (all, step, capacity) => {
            const size = Math.max(step, Math.ceil(all.length / 200));
            const sparse = read(all, { scan: true, capacity, step: size });
            expect(sparse.entries).toEqual(readAll(all, parser, LITERALS));
            expect(sparse.lines).toBe(all.split('\n').length - (all.endsWith('\n') ? 1 : 0));
            expect(read(all, { scan: false, capacity, step: size }).entries).toEqual(readAll(all, parser));
          },
        ),
        { numRuns: 150 },
      );
    },
  );

  test('cut into pieces at line ends, the pieces give what the whole gives', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        (all, cuts) => {
          const starts = cuts
            .map((cut) => all.indexOf('\n', Math.floor(cut * all.length)) + 1)
            .filter((at) => at > 0 && at < all.length);
          const borders = [...new Set([0, ...starts])].sort((a, b) => a - b);
          const whole = read(all, { scan: true, capacity: 1000, step: 1 << 20 });
          let lines = 0;
          let cut = 0;
          const entries: OracleEntry[] = [];
          borders.forEach((from, i) => {
            const part = read(all, {
              scan: true,
              capacity: 1000,
              step: 1 << 20,
              piece: { from, to: borders[i + 1] },
            });
            entries.push(...part.entries.map((e) => ({ ...e, line: e.line + lines })));
            lines += part.lines;
            cut += part.cut;
          });
          expect({ entries, lines, cut }).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('an entry that ends in an empty line is given once, though each of its lines is wanted', () => {
    const given: string[] = [];
    const scanner = slowScanner(10);
    const reader = new EntryReader({
      scanner,
      parser: { ...parser, mayContinue: (line) => line === '' },
      scan: true,
      isWanted: () => true,
      onCandidate: ({ entry }) => given.push(entry.message),
      onBlockEnd: () => {},
    });
    const text = 'first\nneedle-one\n\nlast\n\n';
    reader.space().set(Buffer.from(text));
    reader.advance(text.length);
    reader.end();
    expect(given).toEqual(['first', 'needle-one\n', 'last\n']);
  });

  test('a line of 60 MB is cut, counted, and what follows is read', () => {
    const all = `needle-one\n${'x'.repeat(60_000_000)}needle-two\nneedle-two\n`;
    const { entries, lines, cut } = read(all, { scan: true, capacity: 1000, step: 1 << 20 });
    expect(entries.map((e) => e.line)).toEqual([1, 3]);
    expect([lines, cut]).toEqual([3, 1]);
  });
});
