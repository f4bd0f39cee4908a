import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { versionOf } from '../../../src/sinks/elasticsearch/knowledge.ts';

const knowledge = fc.record({
  lines: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  resolved: fc.boolean(),
  causes: fc.integer({ min: 0, max: 63 }),
});

test('more lines win, then being resolved, then more causes, whatever the documents say', () => {
  fc.assert(
    fc.property(knowledge, knowledge, fc.string(), fc.string(), (a, b, one, other) => {
      const order = (x: typeof a): readonly number[] => [x.lines, Number(x.resolved), x.causes];
      const at = order(a).findIndex((value, i) => value !== order(b)[i]);
      fc.pre(at >= 0);
      const expected = Math.sign(order(a)[at]! - order(b)[at]!);
      expect(Math.sign(versionOf(a, one) - versionOf(b, other))).toBe(expected);
    }),
  );
});

test('it is a whole number that JavaScript and a double hold exactly', () => {
  fc.assert(
    fc.property(knowledge, fc.option(fc.string(), { nil: undefined }), (known, document) => {
      const version = versionOf(known, document);
      expect(Number.isSafeInteger(version)).toBe(true);
      expect(version).toBeGreaterThan(0);
    }),
  );
});

test('what is beyond its bounds counts as the bound', () => {
  const most = { lines: 2 ** 32 - 1, resolved: true, causes: 63 };
  expect(versionOf({ lines: 1e15, resolved: true, causes: 1e6 })).toBe(versionOf(most));
  expect(versionOf({ lines: 0, resolved: false, causes: 0 })).toBeGreaterThan(0);
});

test('the same knowledge with another text has another version: one of the two always wins', () => {
  const known = { lines: 5, resolved: false, causes: 0 };
  expect(versionOf(known, '{"a":1}')).not.toBe(versionOf(known, '{"a":2}'));
  expect(versionOf(known, '{"a":1}')).toBe(versionOf(known, '{"a":1}'));
});
