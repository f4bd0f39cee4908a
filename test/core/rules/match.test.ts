import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAlternative } from '../../../src/core/rules/alternative.ts';
import { compilePack } from '../../../src/core/rules/compile.ts';
import { allProbes, matchEntry } from '../../../src/core/rules/match.ts';
import { prepareRule } from '../../../src/core/rules/prepare.ts';
import type { Alternative } from '../../../src/core/rules/rule.ts';
import { alternative, entry, rule } from './entries.ts';

const failed = entry('Failed to watch', { err: 'failed to list *v1.Node: Unauthorized', type: '*v1.Node', code: '401' }, {
  component: 'kubelet',
  level: 'error',
});

function test(more: Partial<Alternative>) {
  return compileAlternative({ ...alternative(), ...more }).test(failed);
}

describe('an alternative', () => {
  it('finds each text in the message or in a field, never across two', () => {
    expect(test({ texts: ['Failed to watch', 'list <kind>: Unauthorized'] })).toEqual({ kind: '*v1.Node' });
    expect(test({ texts: ['watch<_>Unauthorized'] })).toBeUndefined();
    expect(test({ texts: ['Failed to watch', 'Forbidden'] })).toBeUndefined();
  });

  it('asks named fields', () => {
    const texts = ['Failed to watch'];
    const where = (field: string, condition: Alternative['where'][number]['test']) =>
      test({ texts, where: [{ field, test: condition }] });
    expect(where('component', { kind: 'pattern', pattern: 'kubelet' })).toEqual({});
    expect(where('component', { kind: 'pattern', pattern: 'kube' })).toBeUndefined();
    expect(where('type', { kind: 'pattern', pattern: '*v1.<kind>' })).toEqual({ kind: 'Node' });
    expect(where('level', { kind: 'oneOf', values: ['error', 'fatal'] })).toEqual({});
    expect(where('code', { kind: 'compare', op: '>=', value: 400 })).toEqual({});
    expect(where('code', { kind: 'compare', op: '<', value: 400 })).toBeUndefined();
    expect(where('type', { kind: 'compare', op: '>', value: -1 })).toBeUndefined();
    expect(where('err', { kind: 'exists', exists: true })).toEqual({});
    expect(where('host', { kind: 'exists', exists: false })).toEqual({});
    expect(where('gone', { kind: 'pattern', pattern: '<_>' })).toBeUndefined();
  });

  it('is refused by `not`, and takes captures of a regex', () => {
    expect(test({ texts: ['Failed to watch'], not: ['Unauthorized'] })).toBeUndefined();
    expect(test({ texts: ['Failed to watch'], not: ['Forbidden'] })).toEqual({});
    expect(test({ texts: ['Failed to watch'], regex: String.raw`list \*v1\.(?<kind>\w+)(?<more>x)?` })).toEqual({
      kind: 'Node',
    });
  });
});

describe('a pack', () => {
  const pack = compilePack(
    [
      rule('a/one', { match: [alternative('Failed to watch', '<x> to list'), alternative('Failed to watch')] }),
      rule('b/two', {
        match: [alternative('Unauthorized')],
        resolvedBy: [alternative('Failed to watch')],
        unless: [{ match: [alternative('nothing of the kind')], before: 1000, after: undefined }],
      }),
    ],
    '1',
  );

  it('has a literal a probe, and shares them', () => {
    for (const [index, probe] of pack.probes.entries()) {
      expect(pack.probesByLiteral[probe.literal]).toContain(index);
      expect(pack.literals[probe.literal]!.length).toBeGreaterThanOrEqual(8);
    }
    expect(new Set(pack.literals).size).toBe(pack.literals.length);
  });

  it('gives one match a rule and role, by the first alternative that fits', () => {
    expect(matchEntry(pack, failed, allProbes(pack))).toEqual([
      { rule: 0, role: { kind: 'match' }, captures: { x: 'failed' } },
      { rule: 1, role: { kind: 'match' }, captures: {} },
      { rule: 1, role: { kind: 'resolve' }, captures: {} },
    ]);
  });

  it('minds neither the order of probes nor repeated ones', () => {
    const all = allProbes(pack);
    const expected = matchEntry(pack, failed, all);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all)), (more) => {
        const shuffled = new Set([...more, ...all]);
        expect(matchEntry(pack, failed, shuffled)).toEqual(expected);
        expect(matchEntry(pack, failed, [...more, ...all])).toEqual(expected);
      }),
    );
  });

  it('is the same when its literals were worked out before', () => {
    const prepared = compilePack(pack.rules.map(prepareRule), '1');
    expect(prepared.literals).toEqual(pack.literals);
    expect(prepared.probesByLiteral).toEqual(pack.probesByLiteral);
    expect(matchEntry(prepared, failed, allProbes(prepared))).toEqual(matchEntry(pack, failed, allProbes(pack)));
    const [first] = prepareRule(pack.rules[0]!).match;
    expect(first?.literal).toBe(pack.literals[pack.probes[0]!.literal]);
  });

  it('refuses an alternative without a literal', () => {
    expect(() => compilePack([rule('a/b', { match: [alternative('<x> short <y>')] })], '1')).toThrow(/no literal/);
  });

  it('compiles 300 rules in a blink', () => {
    const rules = Array.from({ length: 300 }, (_, i) =>
      rule(`a/r${i}`, { match: [alternative(`failure number ${i} of <node:word>, see '<file>'`), alternative(`other wording ${i} <x>`)] }),
    );
    const times = Array.from({ length: 10 }, () => {
      const start = performance.now();
      compilePack(rules, '1');
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
