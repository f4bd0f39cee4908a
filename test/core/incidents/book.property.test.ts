import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IncidentBook } from '../../../src/core/incidents/book.ts';
import type { BookData } from '../../../src/core/incidents/book.ts';
import type { Observation } from '../../../src/core/incidents/observation.ts';
import type { Role } from '../../../src/core/rules/pack.ts';
import { incidentsOf } from '../../oracle/incidents.ts';
import { inBatches, observation, rule } from './examples.ts';

const anyLine = { match: [], before: undefined, after: undefined };
const RULES = [
  rule({ id: 'a/plain', groupBy: ['node'], quiet: 20_000 }),
  rule({
    id: 'a/often',
    kind: 'symptom',
    threshold: { count: 3, within: 5000, lasting: 2000 },
    quiet: 30_000,
  }),
  rule({
    id: 'a/excused',
    groupBy: ['node', 'pod'],
    quiet: 15_000,
    unless: [
      { ...anyLine, before: 10_000 },
      { ...anyLine, after: 4000 },
    ],
  }),
  rule({ id: 'a/over', groupBy: ['node'], quiet: 25_000 }),
  rule({
    id: 'a/steps',
    groupBy: ['node'],
    quiet: 60_000,
    sequence: { within: 30_000, steps: [[], [], []] },
  }),
  rule({
    id: 'a/set',
    groupBy: ['node'],
    quiet: 60_000,
    sequence: { within: 20_000, order: 'any', steps: [[], []], counts: [2, 1] },
    unless: [
      { ...anyLine, each: { anchor: 1, slide: -2000, window: 1000, absolute: false } },
      { ...anyLine, each: { anchor: 0, slide: 0, window: 3000, absolute: true } },
    ],
  }),
  rule({
    id: 'a/order',
    quiet: 60_000,
    sequence: { within: 30_000, order: 'given', steps: [[], [], []], counts: [1, 2, 1] },
    unless: [{ ...anyLine, each: { anchor: 2, slide: 0, window: 0, absolute: false } }],
  }),
  rule({ id: 'a/harmless', kind: 'benign' }),
  rule({ id: 'a/version', kind: 'fact', fact: 'k3s' }),
  rule({ id: 'a/many', quiet: 172_800_000, threshold: { count: 4, within: undefined, lasting: undefined } }),
];
const match: Role = { kind: 'match' };
const ROLES: readonly (readonly Role[])[] = [
  [match],
  [match],
  [match, match, { kind: 'unless', index: 0 }, { kind: 'unless', index: 1 }],
  [match, { kind: 'resolve' }],
  [
    { kind: 'step', index: 0 },
    { kind: 'step', index: 1 },
    { kind: 'step', index: 2 },
  ],
  [
    { kind: 'step', index: 0 },
    { kind: 'step', index: 1 },
    { kind: 'step', index: 0 },
    { kind: 'unless', index: 0 },
    { kind: 'unless', index: 1 },
  ],
  [
    { kind: 'step', index: 1 },
    { kind: 'step', index: 0 },
    { kind: 'step', index: 1 },
    { kind: 'step', index: 2 },
    { kind: 'unless', index: 0 },
  ],
  [match],
  [match],
  [match],
];

/** Times in half seconds over minutes, sometimes with a fraction, sometimes days apart, sometimes none. */
const time = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 400 }).map((n) => 1_583_400_000_000 + n * 500) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }).map((n) => 1_583_400_000_000 + n * 5000) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }).map((n) => 1_583_400_000_000.25 + n * 86_400_000) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }).map((n) => n * 700) },
  { weight: 2, arbitrary: fc.constant(undefined) },
);
const name = fc.constantFrom('', 'n1', 'n2');
const captures = fc.record(
  { node: name, pod: name, version: fc.constantFrom('v1', 'v2') },
  { requiredKeys: [] },
);
const shape = fc.record({
  rule: fc.integer({ min: 0, max: RULES.length - 1 }),
  role: fc.nat(),
  twice: fc.boolean(),
  time,
  captures,
  host: fc.constantFrom('', 'h1', 'h2'),
  source: fc.constantFrom('a.log', 'b.log'),
});

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** One shape, one entry; some entries meet their rule in a second role, too. */
function observations(shapes: readonly Shape[]): Observation[] {
  return shapes.flatMap((one, i) => {
    const roles = ROLES[one.rule]!;
    const at = one.role % roles.length;
    const first = observation({ ...one, role: roles[at]!, offset: i * 7 });
    const other = roles[(at + 1) % roles.length]!;
    return one.twice && other !== roles[at] ? [first, { ...first, role: other }] : [first];
  });
}

interface Blocks {
  readonly size: number;
  /** What differs in time and place only goes in together. */
  readonly batches: boolean;
}

/** Adds in this order; the evidence of an observation can't be had any more once its block is settled. */
function fill(book: IncidentBook, some: readonly Observation[], { size, batches }: Blocks): void {
  for (let at = 0; at < some.length; at += size) {
    let open = true;
    const block: Observation[] = [];
    for (const one of some.slice(at, at + size)) {
      const evidence = () => {
        if (!open) throw new Error('evidence was asked for too late');
        return one.evidence();
      };
      block.push({ ...one, evidence });
    }
    const [alone, together] = batches ? inBatches(block) : [block, []];
    for (const one of alone) book.add(one);
    for (const batch of together) book.addBatch(batch);
    book.settle();
    open = false;
  }
}

function viaJson(book: IncidentBook): IncidentBook {
  return IncidentBook.fromJSON(RULES, JSON.parse(JSON.stringify(book)) as BookData);
}

/** Merges the parts two by two, as the numbers say, until one is left. */
function mergeAll(parts: IncidentBook[], choices: readonly number[]): IncidentBook {
  for (let i = 0; parts.length > 1; i++) {
    const choice = choices[i % choices.length]!;
    const [part] = parts.splice(choice % parts.length, 1);
    const target = parts[(choice >> 4) % parts.length]!;
    target.merge(choice % 3 === 0 ? viaJson(part!) : part!);
  }
  return parts[0]!;
}

test('any order, any parts, merged in any order: what the definition says', () => {
  const split = fc.record({
    order: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 40 }),
    parts: fc.integer({ min: 1, max: 5 }),
    blockSize: fc.integer({ min: 1, max: 40 }),
    choices: fc.array(fc.nat({ max: 255 }), { minLength: 1, maxLength: 8 }),
  });
  fc.assert(
    fc.property(
      fc.array(shape, { maxLength: 90, size: 'max' }),
      split,
      (shapes, { order, parts, blockSize, choices }) => {
        const all = observations(shapes);
        const books = Array.from({ length: parts }, () => new IncidentBook(RULES));
        const shuffled = all
          .map((one, i) => ({ one, at: order[i % order.length]! ^ i }))
          .sort((a, b) => a.at - b.at);
        for (const [i, book] of books.entries()) {
          const own = shuffled.filter(({ at }) => at % parts === i).map(({ one }) => one);
          fill(book, own, { size: blockSize, batches: i % 2 === 0 });
          if (blockSize % 2 === 0) book.finish(); // asking in between changes nothing
        }
        const { incidents, facts, harmless, limits } = mergeAll(books, choices).finish();
        expect({ incidents, facts, harmless }).toStrictEqual(incidentsOf(RULES, all));
        expect(limits).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
