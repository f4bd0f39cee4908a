import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileKernel } from '../../../scripts/build-kernel.ts';
import { createScanner } from '../../../src/core/scanner/index.ts';
import { chooseLiteral, safeParts, sampleWindow } from '../../../src/core/scanner/literals.ts';
import type { Scanner } from '../../../src/core/scanner/scanner.ts';
import { createWasmScanner } from '../../../src/core/scanner/wasm.ts';
import { findAll } from '../../oracle/scanner.ts';
import type { Hit } from '../../oracle/scanner.ts';

const CAPACITY = 1 << 16;

function scanAll(scanner: Scanner, bytes: Buffer, from: number, to: number): Hit[] {
  scanner.window.fill(0xff);
  scanner.window.set(bytes);
  const hits: Hit[] = [];
  for (let at = from; at < to;) {
    const { count, next } = scanner.scan(at, to);
    for (let i = 0; i < count; i++) hits.push({ at: scanner.hitAt[i]!, literal: scanner.hitLiteral[i]! });
    at = next;
  }
  return hits;
}

/** Few letters, so that literals overlap, contain each other and nearly stand in the text. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 8, maxLength: 20 });
const literals = fc.uniqueArray(word, { minLength: 0, maxLength: 40 });

describe('scanner', () => {
  test('finds what the slow scan finds, by kernel and by its twin', () => {
    fc.assert(
      fc.property(literals, fc.array(fc.nat()), fc.nat(), fc.nat(), (all, picks, a, b) => {
        const parts = picks.map((pick) =>
          pick % 3 === 0 || all.length === 0
            ? 'ab \n'.repeat(pick % 5)
            : all[pick % all.length]!.slice(pick % 4),
        );
        const bytes = Buffer.from(parts.join(''));
        const from = bytes.length === 0 ? 0 : a % bytes.length;
        const to = from + (b % (bytes.length - from + 1));
        const expected = findAll(bytes, all, from, to);
        for (const plain of [false, true])
          expect(scanAll(createScanner(all, CAPACITY, { plain }), bytes, from, to)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('finds thousands of literals in a text made of them', () => {
    const all = Array.from({ length: 2000 }, (_, i) => `failed to ${(i * 7919).toString(36)} the thing`);
    const bytes = Buffer.from(all.map((literal) => `x ${literal}\n`).join(''));
    const scanner = createScanner(all, 1 << 20);
    expect(scanAll(scanner, bytes, 0, bytes.length)).toEqual(findAll(bytes, all, 0, bytes.length));
  });

  test('gives all hits of a text that is nothing but hits', () => {
    const bytes = Buffer.from('aaaaaaaa'.repeat(1 << 12));
    const all = ['aaaaaaaa', 'aaaaaaaaa'];
    expect(scanAll(createScanner(all, CAPACITY), bytes, 0, bytes.length)).toEqual(
      findAll(bytes, all, 0, bytes.length),
    );
  });

  test('counts line ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('\n', 'x', '\n\n\n', 'line\n'.repeat(40)), { maxLength: 300 }),
        fc.nat(),
        fc.nat(),
        (parts, a, b) => {
          const bytes = Buffer.from(parts.join(''));
          const from = bytes.length === 0 ? 0 : a % bytes.length;
          const to = from + (b % (bytes.length - from + 1));
          for (const plain of [false, true]) {
            const scanner = createScanner([], CAPACITY, { plain });
            scanner.window.set(bytes);
            expect(scanner.countNewlines(from, to)).toBe(
              bytes.toString().slice(from, to).split('\n').length - 1,
            );
          }
        },
      ),
    );
  });

  test('the kernel in the repository is what its source compiles to, and it runs here', () => {
    expect(readFileSync('src/core/scanner/kernel.gen.ts', 'utf8')).toBe(compileKernel());
    expect(createWasmScanner(['eight by'], 100)).toBeDefined();
  });

  test('refuses a literal that is too short', () => {
    expect(() => createScanner(['seven b'], CAPACITY)).toThrow(/shorter than 8/);
  });
});

describe('literals', () => {
  test('parts avoid all that packaging may escape', () => {
    expect(safeParts('Failed to list "nodes" in /run/x: a<b>c & more text')).toEqual([
      'Failed to list ',
      ' more text',
    ]);
  });

  test('the rarest part is chosen', () => {
    expect(chooseLiteral([])).toBeUndefined();
    expect(chooseLiteral(['error: failed', 'quorum lost by vote'])).toBe('quorum lost by vote');
    expect(sampleWindow('level=info xyzzyquux', 8)).toBeGreaterThanOrEqual(8);
  });
});
