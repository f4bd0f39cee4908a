import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IncidentBook } from '../../../src/core/incidents/book.ts';
import type { BookData } from '../../../src/core/incidents/book.ts';
import { Bottom, hashText } from '../../../src/core/incidents/bottom.ts';
import { MAX_TIMES } from '../../../src/core/incidents/excuses.ts';
import { Horizon } from '../../../src/core/incidents/horizon.ts';
import type { Observation } from '../../../src/core/incidents/observation.ts';
import { Samples } from '../../../src/core/incidents/samples.ts';
import type { SamplesData } from '../../../src/core/incidents/samples.ts';
import type { Sight } from '../../../src/core/incidents/sight.ts';
import { MAX_SURROUNDED } from '../../../src/core/incidents/steps.ts';
import { Times } from '../../../src/core/incidents/times.ts';
import type { TimesData } from '../../../src/core/incidents/times.ts';
import { inBatches, observation, rule } from './examples.ts';

/** Of one rule. */
const shared = () => new Horizon(1);

/** Observations of a block that goes in by batches. */
const BLOCK = 700;

/** What comes out when the observations go in as they are, and split over parts that are merged, some through JSON, one by batches. */
function bothWays(rules: Parameters<typeof IncidentBook.fromJSON>[0], all: readonly Observation[]) {
  const whole = new IncidentBook(rules);
  for (const one of all) whole.add(one);
  const parts = Array.from({ length: 3 }, () => new IncidentBook(rules));
  const [a, b, c] = parts;
  const ofB = all.filter((_, i) => i % 3 === 1);
  for (let i = all.length - 1; i >= 0; i--) if (i % 3 !== 1) parts[i % 3]!.add(all[i]!);
  for (let at = 0; at < ofB.length; at += BLOCK) addInBatches(b!, ofB.slice(at, at + BLOCK));
  c!.merge(IncidentBook.fromJSON(rules, JSON.parse(JSON.stringify(a)) as BookData));
  c!.merge(b!);
  return [whole.finish(), c!.finish()] as const;
}

function addInBatches(book: IncidentBook, some: readonly Observation[]): void {
  for (const batch of inBatches(some)[1]) book.addBatch(batch);
  book.settle();
}

test('of 5,000 values the 1,000 with the smallest hashes are kept, their counts exact in any split', () => {
  const all = Array.from({ length: 15_000 }, (_, i) =>
    observation({ offset: i, captures: { pod: `pod-${(i * 7) % 5000}` } }),
  );
  const [whole, merged] = bothWays([rule()], all);
  expect(merged).toEqual(whole);
  const { values, distinct, exact } = whole.incidents[0]!.captures.pod!;
  const smallest = Array.from({ length: 5000 }, (_, i) => `pod-${i}`)
    .sort((a, b) => hashText(a) - hashText(b))
    .slice(0, 1000);
  expect(values.map(({ value }) => value)).toEqual(smallest.sort());
  expect(values.every(({ count }) => count === 3)).toBe(true);
  expect(exact).toBe(false);
  expect(distinct).toBeGreaterThan(4500);
  expect(distinct).toBeLessThan(5500);
});

test('exactly 1,000 values are exact', () => {
  const all = Array.from({ length: 1000 }, (_, i) => observation({ offset: i, captures: { pod: `p${i}` } }));
  const [whole, merged] = bothWays([rule()], all);
  expect(merged).toEqual(whole);
  expect(whole.incidents[0]!.captures.pod).toMatchObject({ distinct: 1000, exact: true });
});

test('more keys than are kept: the same ones in any split, and the answer says so', () => {
  const all = Array.from({ length: 25_000 }, (_, i) =>
    observation({ offset: i, captures: { node: `n${i % 12_500}` } }),
  );
  const [whole, merged] = bothWays([rule({ groupBy: ['node'] })], all);
  expect(merged).toEqual(whole);
  expect(whole.incidents).toHaveLength(10_000);
  expect(whole.incidents.every(({ count }) => count === 2)).toBe(true);
  expect(whole.limits).toMatchObject([{ code: 'matches-dropped', count: 5000 }]);
});

test('a log that jumps through time: sessions are joined, no match is lost', () => {
  const all = Array.from({ length: 20_000 }, (_, i) => observation({ offset: i, time: i * 3_600_000 }));
  const [whole, merged] = bothWays([rule()], all);
  expect(merged).toEqual(whole);
  expect(whole.incidents.length).toBeLessThan(4097);
  expect(whole.incidents.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  expect(whole.limits).toMatchObject([{ code: 'quiet-lengthened', count: 1 }]);
});

test('steps: the earliest 10,000 are kept, and the answer says so', () => {
  const two = rule({ sequence: { within: 1000, steps: [[], []] } });
  const all = Array.from({ length: 24_000 }, (_, i) =>
    observation({ offset: i, time: i * 600, role: { kind: 'step', index: i % 2 } }),
  );
  const [whole, merged] = bothWays([two], all);
  expect(merged).toEqual(whole);
  expect(whole.incidents.map(({ count }) => count)).toEqual([5000]);
  expect(whole.limits).toMatchObject([{ code: 'matches-dropped', count: 14_000 }]);
});

test('steps: the same are kept when readers tell each other how far they need to look', () => {
  const two = rule({ sequence: { within: 1000, steps: [[], []] } });
  const times = fc.constantFrom(
    (i: number) => i * 600,
    (i: number) => -i * 600,
    (i: number) => ((i * 7919) % 30_000) * 100,
    (i: number) => (i % 3 === 0 ? undefined : i * 10),
  );
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9000 }),
      (time, parts, turn) => {
        const all = Array.from({ length: 24_000 }, (_, i) =>
          observation({ offset: i, time: time(i), role: { kind: 'step', index: i % 2 } }),
        );
        const whole = new IncidentBook([two]);
        for (const one of all) whole.add(one);
        const horizon = shared();
        const books = Array.from({ length: parts }, () => new IncidentBook([two], horizon));
        for (const [i, one] of all.entries()) books[Math.floor(i / turn) % parts]!.add(one);
        const [first, ...others] = books;
        for (const other of others) first!.merge(other);
        expect(first!.finish()).toEqual(whole.finish());
      },
    ),
    { numRuns: 12 },
  );
});

test('steps: the earliest ones are shown with the lines around them, the same in any split', () => {
  const two = rule({ sequence: { within: 1000, steps: [[], []] } });
  const all = Array.from({ length: 3000 }, (_, i) =>
    observation({ offset: i, time: i * 600, role: { kind: 'step', index: i % 2 } }),
  );
  const [whole, merged] = bothWays([two], all);
  expect(merged).toEqual(whole);
  const shown = whole.incidents[0]!.evidence.map(({ offset, after }) => [offset, after.length]);
  expect(shown).toEqual([...[0, 1, 2, 3, 4, 5].map((offset) => [offset, 1]), [2998, 0], [2999, 0]]);
});

test('the last step that is shown with the lines around it, whatever the order', () => {
  const two = rule({ sequence: { within: 1000, steps: [[], []] }, quiet: 1 });
  const all = Array.from({ length: 600 }, (_, i) =>
    observation({ offset: i, time: i * 600, role: { kind: 'step', index: i % 2 } }),
  );
  for (const some of [all, all.toReversed()]) {
    const [whole, merged] = bothWays([two], some);
    expect(merged).toEqual(whole);
    const surrounded = whole.incidents.flatMap(({ evidence }) =>
      evidence.filter(({ after }) => after.length > 0),
    );
    expect(surrounded.map(({ offset }) => offset)).toEqual(all.slice(0, MAX_SURROUNDED).map((_, i) => i));
  }
});

const isIn = (some: readonly number[]): ((one: number) => boolean) => {
  const set = new Set(some);
  return (one) => set.has(one);
};

test('many lines that excuse: the same times in any split, exact as long as they are few', () => {
  const times = fc.array(
    fc.integer({ min: -3000, max: 9000 }).map((n) => n * 500),
    { maxLength: 60 },
  );
  const many = (base: number) => Array.from({ length: 5000 }, (_, i) => base + i * 1500);
  const fill = (some: readonly number[]): Times => {
    const all = new Times(MAX_TIMES);
    for (const time of some) all.add(time);
    return all;
  };
  fc.assert(
    fc.property(times, times, fc.constantFrom([], many(0), many(4_000_000)), (a, b, flood) => {
      const some = [...a, ...flood, ...b];
      const whole = fill(some);
      const merged = fill(b.toReversed());
      merged.absorb(JSON.parse(JSON.stringify(fill([...flood.toReversed(), ...a]))) as TimesData);
      expect(merged.toJSON()).toEqual(whole.toJSON());
      const kept = whole.toJSON().times;
      const sorted = [...new Set(some)].sort((x, y) => x - y);
      expect(kept).toEqual(flood.length === 0 ? sorted : sorted.filter(isIn(kept)));
      expect(kept.length).toBeLessThanOrEqual(2 * MAX_TIMES);
      expect(kept[0]).toBe(some.length === 0 ? undefined : Math.min(...some));
      expect(kept.at(-1)).toBe(some.length === 0 ? undefined : Math.max(...some));
      for (const time of [...a, ...b].filter(isIn(kept))) {
        expect(whole.within(time, time)).toBe(true);
        expect(whole.within(time + 1, time + 2)).toBe(some.some((x) => x > time && x <= time + 2));
      }
    }),
    { numRuns: 60 },
  );
});

test('many lines that end an incident: the end is found among them', () => {
  const all = Array.from({ length: 5000 }, (_, i) =>
    observation({ offset: i, time: i * 10_000, role: i === 700 ? { kind: 'match' } : { kind: 'resolve' } }),
  );
  const [whole, merged] = bothWays([rule()], all);
  expect(merged).toEqual(whole);
  const { resolved } = whole.incidents[0]!;
  // 5,000 lines, one each 10 s, in no more than 256 cells: 256 s wide, each with its first and last line.
  expect(resolved!.time).toBeGreaterThan(7_000_000);
  expect(resolved!.time).toBeLessThanOrEqual(7_000_000 + 256_000);
});

test.each([
  { keys: 16, lines: 20, around: 1 },
  { keys: 17, lines: 20, around: 0 },
  { keys: 300, lines: 60, around: 0 },
])('lines that end incidents of $keys keys: the same in any split', ({ keys, lines, around }) => {
  const all = Array.from({ length: keys * lines }, (_, i) =>
    observation({
      offset: i,
      time: i * 1000,
      captures: { node: `n${i % keys}` },
      role: i < keys ? { kind: 'match' } : { kind: 'resolve' },
    }),
  );
  const [whole, merged] = bothWays([rule({ groupBy: ['node'] })], all);
  expect(merged).toEqual(whole);
  expect(whole.incidents).toHaveLength(keys);
  for (const { first, resolved } of whole.incidents) {
    expect(resolved!.time! - first!).toBe(keys * 1000);
    expect(resolved!.evidence.after).toHaveLength(around);
  }
});

test.each([3, 300])('lines that excuse incidents of %i keys: the same in any split', (keys) => {
  const all = Array.from({ length: keys * 200 }, (_, i) =>
    observation({
      offset: i,
      time: i * 1000,
      captures: { node: `n${i % keys}` },
      role: i % 3 === 0 ? { kind: 'match' } : { kind: 'unless', index: 0 },
    }),
  );
  const excused = rule({
    groupBy: ['node'],
    quiet: 1,
    unless: [{ before: 1000, after: undefined, match: [] }],
  });
  const [whole, merged] = bothWays([excused], all);
  expect(merged).toEqual(whole);
  expect(whole.incidents.length).toBeGreaterThan(0);
});

test('a long value is counted and grouped by its beginning', () => {
  const book = new IncidentBook([rule({ groupBy: ['node'] })]);
  book.add(observation({ offset: 1, captures: { node: 'x'.repeat(3000) } }));
  book.add(observation({ offset: 2, captures: { node: `${'x'.repeat(2000)}y` } }));
  expect(book.finish().incidents).toMatchObject([{ count: 2, group: { node: 'x'.repeat(1024) } }]);
});

describe('Bottom', () => {
  test('keeps what the definition says, in any order', () => {
    const keys = fc.array(
      fc.nat({ max: 60 }).map((n) => `k${n}`),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(keys, (some) => {
        const bottom = new Bottom<{ count: number }>(10);
        for (const key of some) {
          const slot = bottom.getOrAdd(key, () => ({ count: 0 }));
          if (slot !== undefined) slot.count++;
        }
        const smallest = [...new Set(some)].sort((a, b) => hashText(a) - hashText(b)).slice(0, 10);
        const kept = Object.fromEntries([...bottom.kept()].map(([key, { count }]) => [key, count]));
        const counts = smallest.map((key) => [key, some.filter((x) => x === key).length]);
        expect(kept).toEqual(Object.fromEntries(counts));
        expect(bottom.overflowed).toBe(new Set(some).size > 10);
      }),
    );
  });

  test('hashes spread evenly', () => {
    const low = Array.from({ length: 10_000 }, (_, i) => hashText(`node-${i}`)).filter((h) => h < 2 ** 52);
    expect(low.length).toBeGreaterThan(4800);
    expect(low.length).toBeLessThan(5200);
  });
});

test('samples: what is kept does not depend on order or split', () => {
  const sights = fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.nat({ max: 3 })), { maxLength: 80 });
  const fill = (some: readonly (readonly [number, number])[]) => {
    const samples = new Samples(5);
    const pending: Sight[] = [];
    for (const [time, offset] of some)
      samples.add(observation({ time: time * 100, source: 'a', offset }), pending);
    for (const sight of pending) sight.settle();
    return samples;
  };
  fc.assert(
    fc.property(sights, fc.nat({ max: 80 }), (some, at) => {
      const whole = fill(some).toJSON();
      const merged = fill(some.slice(at).toReversed());
      merged.absorb(JSON.parse(JSON.stringify(fill(some.slice(0, at)))) as SamplesData);
      expect(merged.toJSON()).toEqual(whole);
    }),
  );
});
