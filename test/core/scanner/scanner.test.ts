import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseParts } from '../../../src/core/scanner/chosen-parts.ts';
import { createScanner } from '../../../src/core/scanner/index.ts';
import type { Scanner } from '../../../src/core/scanner/scanner.ts';
import { findAll } from '../../oracle/scanner.ts';
import type { Hit } from '../../oracle/scanner.ts';

const CAPACITY = 1 << 16;

/** Few letters, so that literals overlap, contain each other and nearly stand in the text. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 8, maxLength: 20 });
const longWord = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 13, maxLength: 60 });
const literals = fc.oneof(fc.array(word, { maxLength: 40 }), fc.array(longWord, { maxLength: 40 }));

/** Pieces of the literals, some whole, some cut at an end, with other text between. */
const textOf = (all: readonly string[], picks: readonly number[]): Buffer =>
  Buffer.from(
    picks
      .map((pick) => {
        const literal = all[pick % all.length];
        if (literal === undefined || pick % 3 === 0) return 'ab \né'.slice(0, pick % 6);
        return pick % 7 === 0 ? literal.slice(pick % 4) : pick % 11 === 0 ? literal.slice(0, -1) : literal;
      })
      .join(''),
  );

function scanAll(scanner: Scanner, from: number, to: number): Hit[] {
  const hits: Hit[] = [];
  for (let at = from; at < to;) {
    const { count, next } = scanner.scan(at, to);
    expect(next).toBeGreaterThan(at);
    expect(next).toBeLessThanOrEqual(to);
    for (let i = 0; i < count; i++) {
      expect(scanner.hitAt[i]).toBeLessThan(next);
      hits.push({ at: scanner.hitAt[i]!, literal: scanner.hitLiteral[i]! });
    }
    at = next;
  }
  return hits;
}

/** Half of the window around [from, to) is text, too: what lies outside must not count. */
function load(scanner: Scanner, bytes: Uint8Array): void {
  scanner.window.fill(0x61);
  scanner.window.set(bytes);
}

describe.each([
  ['kernel', false],
  ['twin', true],
])('scanner (%s)', (_name, plain) => {
  test('finds what the slow scan finds, in any part of the window', () => {
    fc.assert(
      fc.property(literals, fc.array(fc.nat()), fc.nat(), fc.nat(), (all, picks, a, b) => {
        const bytes = textOf(all, picks);
        const from = a % (bytes.length + 1);
        const to = from + (b % (bytes.length - from + 1));
        const scanner = createScanner(all, bytes.length, { plain });
        load(scanner, bytes);
        expect(scanAll(scanner, from, to)).toEqual(findAll(bytes, all, from, to));
      }),
      { numRuns: 200 },
    );
  });

  test('finds the same with parts that were chosen beforehand, even for other literals', () => {
    fc.assert(
      fc.property(literals, literals, fc.array(fc.nat()), (all, others, picks) => {
        const bytes = textOf(all, picks);
        const chosen = { ...chooseParts(all), starts: chooseParts(others).starts.slice(0, all.length) };
        const scanner = createScanner(all, bytes.length, { plain, chosen });
        load(scanner, bytes);
        expect(scanAll(scanner, 0, bytes.length)).toEqual(findAll(bytes, all, 0, bytes.length));
      }),
      { numRuns: 100 },
    );
  });

  test('gives hits in portions and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { minLength: 20, maxLength: 60 }),
        fc.integer({ min: 1, max: 500 }),
        (all, picks, hits) => {
          const piece = textOf(all, picks);
          const bytes = Buffer.alloc(Math.min(40_000, 100 * piece.length), piece.length === 0 ? 'a' : piece);
          const scanner = createScanner(all, CAPACITY, { plain, hits });
          load(scanner, bytes);
          expect(scanAll(scanner, 0, bytes.length)).toEqual(findAll(bytes, all, 0, bytes.length));
        },
      ),
      { numRuns: 10 },
    );
  });

  test('gives all hits of a text that is nothing but hits, never many at once', () => {
    const all = ['aaaaaaaa', 'aaaaaaaaa', 'aaaaaaaa'];
    const bytes = Buffer.alloc(CAPACITY, 'a');
    const scanner = createScanner(all, CAPACITY, { plain, hits: 100 });
    load(scanner, bytes);
    expect(scanner.scan(0, CAPACITY).next).toBeLessThan(CAPACITY);
    expect(scanAll(scanner, 0, CAPACITY)).toEqual(findAll(bytes, all, 0, CAPACITY));
    expect(scanner.hitAt.length).toBeLessThan(CAPACITY);
  });

  test('finds thousands of literals in a text made of them', () => {
    const all = Array.from({ length: 2000 }, (_, i) => `failed to ${(i * 7919).toString(36)} the thing`);
    const bytes = Buffer.from(all.map((literal) => `x ${literal}\n`).join(''));
    const scanner = createScanner(all, 1 << 20, { plain });
    load(scanner, bytes);
    expect(scanAll(scanner, 0, bytes.length)).toEqual(findAll(bytes, all, 0, bytes.length));
  });

  test('finds nothing without literals, in nothing, and in less than a literal', () => {
    const none = createScanner([], 100, { plain });
    load(none, Buffer.from('anything at all'));
    expect(none.scan(0, 15)).toEqual({ count: 0, next: 15 });
    const one = createScanner(['eight by'], 8, { plain });
    load(one, Buffer.from('eight by'));
    expect(one.scan(3, 3)).toEqual({ count: 0, next: 3 });
    expect(one.scan(0, 7)).toEqual({ count: 0, next: 7 });
    expect(one.scan(0, 8)).toEqual({ count: 1, next: 8 });
  });

  test('finds literals beyond ASCII beside plain ones', () => {
    const all = ['nœud non prêt', 'node not ready', '节点未就绪了', '\ud83d lone half'];
    const bytes = Buffer.from(`节点未就绪了 node not ready; ${all.join('')}\n`.repeat(20));
    const scanner = createScanner(all, bytes.length, { plain });
    load(scanner, bytes);
    expect(scanAll(scanner, 0, bytes.length)).toEqual(findAll(bytes, all, 0, bytes.length));
  });

  test('looks for literals longer than the window without leaving it', () => {
    const long = 'abcdefghij'.repeat(1000);
    const all = [long, long.slice(5), 'abcdefghijabc', 'hijabcdefghij'];
    const scanner = createScanner(all, 100, { plain });
    const bytes = Buffer.alloc(100, 'abcdefghij');
    load(scanner, bytes);
    expect(scanAll(scanner, 0, 100)).toEqual(findAll(bytes, all, 0, 100));
  });

  test('counts line ends in any part of the window', () => {
    const parts = fc.array(fc.constantFrom('\n', 'x', '\n\n\n', 'line\n'.repeat(40), '\n'.repeat(5000)), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(parts, fc.nat(), fc.nat(), (parts, a, b) => {
        const bytes = Buffer.from(parts.join('')).subarray(0, CAPACITY);
        const from = a % (bytes.length + 1);
        const to = from + (b % (bytes.length - from + 1));
        const scanner = createScanner([], CAPACITY, { plain });
        load(scanner, bytes);
        expect(scanner.countNewlines(from, to)).toBe(
          bytes.toString('latin1', from, to).split('\n').length - 1,
        );
      }),
    );
  });

  test('refuses a literal that is too short', () => {
    expect(() => createScanner(['seven b'], CAPACITY, { plain })).toThrow(/shorter than 8/);
  });
});
