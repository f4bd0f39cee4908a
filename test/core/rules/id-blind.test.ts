import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextOf } from '../../../src/core/formats/context.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';
import { compilePack } from '../../../src/core/rules/compile.ts';
import { IdBlind } from '../../../src/core/rules/id-blind.ts';
import { allProbes, matchEntry } from '../../../src/core/rules/match.ts';
import { NO_LITERAL } from '../../../src/core/rules/rule.ts';
import { hasId } from '../../../src/core/text/ids.ts';
import { alternative, rule } from './entries.ts';

const parser = createEntryParser(contextOf({ name: 'a.log', modified: Date.UTC(2026, 10, 21), head: '', timeZone: 'UTC' }));
const parse = (line: string) => parser.parse([line]);

const HEADS = ['E1114 00:00:05.502702   26181 a.go:1] ', 'time="2026-11-14T00:00:05Z" level=error msg="'];
const word = fc.constantFrom(' ', ' ', '-', ':', '.', '=', '"', '\\"', '\\', '\\x', '<', 'pod', 'id', 'add', 'SN', '5s', 's', '1', '10.0.0.1', '/a');
const id = fc.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9a-f]{64}$|^[0-9]{32,40}$/);
const line = fc
  .tuple(fc.constantFrom(...HEADS), fc.array(fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: id }), { minLength: 2, maxLength: 12 }))
  .map(([head, parts]) => head + parts.join(''))
  .filter(hasId);

const hole = fc.constantFrom('<a>', '<_>', '<b:int>', '<c:ip>', '<d:word>', '<e:path>', '<f:duration>');
const fixed = fc.constantFrom(' ', '-', ':', 'pod', 'id', 'add', 'SN', 's', '1', 'e', 'a-', '/a', '"', '.');
const pattern = fc
  .array(fc.oneof({ weight: 2, arbitrary: fixed }, { weight: 1, arbitrary: hole }), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''));

/** Rules of random patterns; undefined when they can't be read. */
function packOf(texts: readonly string[], not: readonly string[], number: boolean) {
  const where = number ? [{ field: 'id', test: { kind: 'compare' as const, op: '>' as const, value: 5 } }] : [];
  try {
    const pack = compilePack([rule('a/b', { match: [{ ...alternative(), texts, not, where, literal: NO_LITERAL }] })], '1');
    matchEntry(pack, parse(HEADS[0]!), allProbes(pack));
    return pack;
  } catch {
    return undefined;
  }
}

const patterns = fc
  .record({ texts: fc.array(pattern, { minLength: 1, maxLength: 2 }), not: fc.array(pattern, { maxLength: 1 }), number: fc.boolean() })
  .map(({ texts, not, number }) => packOf(texts, not, number))
  .filter((pack) => pack !== undefined);

test('what is proved of an entry holds for others with other ids', () => {
  let proved = 0;
  let met = 0;
  fc.assert(
    fc.property(patterns, line, fc.infiniteStream(fc.nat({ max: 15 })), (pack, one, digits) => {
      const probes = allProbes(pack);
      const entry = parse(one);
      if (!new IdBlind(pack, pack.literals, parse).proves({ line: one, from: 0 }, entry, probes)) return;
      const expected = matchEntry(pack, entry, probes);
      proved++;
      met += expected.length;
      for (let i = 0; i < 4; i++) {
        const other = one.replace(/[0-9a-f-]{32,}/g, (found) =>
          found.replace(/[^-]/g, () => digits.next().value!.toString(16)),
        );
        const its = parse(other);
        expect(matchEntry(pack, its, probes)).toEqual(expected);
        expect({ ...its, message: '', fields: [], same: 0 }).toEqual({ ...entry, message: '', fields: [], same: 0 });
      }
    }),
    { numRuns: 3000 },
  );
  expect(proved).toBeGreaterThan(200);
  expect(met).toBeGreaterThan(20);
});
