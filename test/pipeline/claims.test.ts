import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Claims } from '../../src/pipeline/claims.ts';
import { countLineStarts, lineStartFrom } from '../../src/pipeline/line-starts.ts';
import type { Range } from '../../src/pipeline/piece.ts';

const UNIT = 10;

describe('a range whose end is moved while it is read', () => {
  test('what the reader claims and what is taken away are the whole, each byte once', () => {
    const steps = fc.array(fc.option(fc.nat({ max: 60 })), { maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat({ max: 20 }), steps, (end, start, steps) => {
        const claims = new Claims(undefined, UNIT);
        const from = start * UNIT;
        claims.begin({ from, to: undefined });
        const taken: Range[] = [];
        let at = from;
        for (const step of steps) {
          if (step === null) taken.unshift(...[claims.halve(end)].filter((range) => range !== undefined));
          else at = Math.max(at, claims.reach(at + step));
        }
        const borders = [from, ...taken.map((range) => range.from)];
        const ends: (number | undefined)[] = [...borders.slice(1), undefined];
        expect([claims.limit, ...taken.map(({ to }) => to)]).toEqual(ends);
        expect(at).toBeLessThanOrEqual(claims.limit ?? Infinity);
        expect(claims.reach(Number.MAX_SAFE_INTEGER)).toBe(claims.limit ?? 0x7fff_ffff * UNIT);
      }),
    );
  });

  test('what is claimed is not taken away, nor the last unit cut', () => {
    const claims = new Claims(undefined, UNIT);
    claims.begin({ from: 0, to: 40 });
    expect(claims.reach(25)).toBe(30);
    expect(claims.halve(1000)).toBeUndefined();
    expect(claims.reach(1000)).toBe(40);
    expect(claims.limit).toBe(40);
  });
});

describe('line starts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n'), maxLength: 60 });

  test('neighbours find the same border, and count each line once', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 60 }), { maxLength: 4 }), (text, cuts) => {
        const bytes = Buffer.from(text);
        const readAt = (target: Uint8Array, at: number): number =>
          bytes.copy(target, 0, Math.min(at, bytes.length));
        const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
        for (const cut of cuts) expect(lineStartFrom(cut, readAt)).toBe(starts.find((start) => start >= cut));
        const borders = [...new Set([0, ...cuts])].sort((a, b) => a - b);
        const counts = borders.map((from, i) => countLineStarts({ from, to: borders[i + 1] }, readAt));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(starts.length);
      }),
    );
  });
});
