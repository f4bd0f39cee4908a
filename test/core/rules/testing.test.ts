import { describe, expect, it } from 'vitest';
import { compilePack } from '../../../src/core/rules/compile.ts';
import type { Rule, RuleTest } from '../../../src/core/rules/rule.ts';
import { runRuleTests } from '../../../src/core/rules/testing.ts';
import { alternative, entry, rule } from './entries.ts';

function reasons(tested: Rule, log: string, expected: RuleTest['expect']): readonly string[] {
  const test: RuleTest = { name: 't', log, source: undefined, format: undefined, expect: expected };
  const parse = (text: string) =>
    text.split('\n').map((line) => entry(line.replaceAll('\\"', '"'), {}, { component: 'kubelet' }));
  return runRuleTests(compilePack([tested], '1'), tested, [test], parse)[0]!.reasons;
}

const notFound = rule('a/b', { match: [{ ...alternative('node "<node>" not found'), not: ['ignored'] }] });

describe('tests of a rule', () => {
  it('pass', () => {
    expect(reasons(notFound, 'node "n1" not found\nnode "n2" not found', { matches: 2, captures: { node: 'n2' } })).toEqual([]);
    expect(reasons(notFound, 'node "n1" not found, ignored', { matches: 0, captures: {} })).toEqual([]);
  });

  it('say what the nearest entry lacks', () => {
    const got = reasons(notFound, 'all is well\nnode "n1" was not there', { matches: 1, captures: {} });
    expect(got.join('\n')).toContain('expected 1 matches, got 0 (in 2 entries)');
    expect(got.join('\n')).toContain('was not there');
    expect(got.join('\n')).toContain(String.raw`it lacks "\" not found"`);
  });

  it('say which part of the alternative says no', () => {
    const one = { matches: 1, captures: {} };
    expect(reasons(notFound, 'node "n1" not found, ignored', one).join()).toContain("'not: ignored' forbids it");
    const where = [{ field: 'component', test: { kind: 'pattern', pattern: 'k3s' } as const }];
    const onlyK3s = rule('a/b', { match: [{ ...alternative('not found at all'), where }] });
    expect(reasons(onlyK3s, 'not found at all', one).join()).toContain("the condition on 'component' is not met");
    const ordered = rule('a/b', { match: [alternative('not found<_>on the node')] });
    expect(reasons(ordered, 'on the node: not found', one).join()).toContain('all words are there, but not as');
    const regex = rule('a/b', { match: [{ ...alternative('not found'), regex: '^x' }] });
    expect(reasons(regex, 'not found', one).join()).toContain('the regex finds nothing');
  });

  it('say what a rule fires on that it should not', () => {
    const got = reasons(notFound, 'node "n1" not found', { matches: 0, captures: {} });
    expect(got).toEqual(['expected 0 matches, got 1 (in 1 entries)', 'it fires on: node "n1" not found']);
  });

  it('compare captures', () => {
    const got = reasons(notFound, 'node "n1" not found', { matches: 1, captures: { node: 'n9' } });
    expect(got).toEqual(['expected captures { node: "n9" }, got { node: "n1" }']);
  });

  it('notice a literal that the raw text does not hold', () => {
    const tested = rule('a/b', { match: [alternative('is it "not found')] });
    const parse = () => [entry('is it "not found')];
    const test = { name: 't', log: 'aXs iXt XotXfound', source: undefined, format: undefined, expect: { matches: 1, captures: {} } };
    expect(runRuleTests(compilePack([tested], '1'), tested, [test], parse)[0]!.reasons.join()).toContain('no literal of the rule');
  });

  it('count whole runs of a sequence, on one key', () => {
    const steps = [[alternative('starting <node:word>')], [alternative('stopping <node:word>')]];
    const tested = rule('a/b', { sequence: { within: 1000, steps }, groupBy: ['node'] });
    const log = 'stopping a\nstarting a\nstarting b\nstopping a\nstopping a';
    expect(reasons(tested, log, { matches: 1, captures: { node: 'a' } })).toEqual([]);
  });
});
