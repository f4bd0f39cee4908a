import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../src/core/errors.ts';
import { compilePack } from '../../../src/core/rules/compile.ts';
import { crossCheck } from '../../../src/core/rules/cross-check.ts';
import { crossFires } from '../../../src/core/rules/cross-fire.ts';
import { parseRuleFile, type LoadedRule } from '../../../src/core/rules/load.ts';
import { entry } from './entries.ts';

async function load(id: string, pattern: string, more = ''): Promise<LoadedRule> {
  const text = `kind: failure
title: t
severity: low
category: c
match: ['${pattern}']
explain: { cause: one, impact: two }
remedy: [{ do: it }]
references: ['https://k3s.io']
${more}
tests:
  - { name: yes, log: ${pattern}, expect: { matches: 1 } }
  - { name: no, log: other, expect: { matches: 0 } }
`;
  const { loaded, problems } = await parseRuleFile(id, text, `${id}.yaml`);
  if (!loaded) throw new Error(problems.map(formatProblem).join('\n'));
  return loaded;
}

const messages = (rules: readonly LoadedRule[], known: (id: string) => boolean = () => false) =>
  crossCheck(rules, known).map(formatProblem);

describe('rules beside each other', () => {
  it('name each other rightly', async () => {
    const one = await load('a/one', 'first text', 'causedBy: [a/two]');
    const two = await load('a/two', 'second text', 'alsoMatches: [b/other]');
    expect(messages([one, two], (id) => id === 'b/other')).toEqual([]);
    expect(messages([one, two]).join()).toMatch(/^a\/two\.yaml:9:15: RULE_REFERENCE there is no rule b\/other/);
    expect(messages([one]).join()).toMatch(/no rule a\/two/);
  });

  it('have ids of their own', async () => {
    const one = await load('a/one', 'first text');
    expect(messages([one, { ...one, file: 'other.yaml' }])).toEqual([
      'other.yaml: RULE_DUPLICATE_ID the id a/one is taken by a/one.yaml\n  fix: rename one of the two files',
    ]);
  });

  it('do not cause each other in a circle', async () => {
    const rules = await Promise.all([
      load('a/one', 'first text', 'causedBy: [a/two]'),
      load('a/two', 'second text', 'causedBy: [a/three]'),
      load('a/three', 'third text', 'causedBy: [a/two]'),
      load('a/self', 'fourth text', 'causedBy: [a/self]'),
    ]);
    expect(messages(rules).map((text) => text.split('\n', 1)[0])).toEqual([
      'a/two.yaml:9:1: RULE_REFERENCE these rules cause each other: a/two <- a/three <- a/two',
      'a/self.yaml:9:1: RULE_REFERENCE these rules cause each other: a/self <- a/self',
    ]);
  });

  it("fire on others' examples only where they say so", async () => {
    const fires = async (broad: string, narrow = '') => {
      const rules = [await load('a/broad', 'some text', broad), await load('a/narrow', 'some text and more', narrow)];
      const pack = compilePack(
        rules.map(({ rule }) => rule),
        '1',
      );
      return crossFires(pack, rules, (log) => [entry(log)]).map(({ rule, owner }) => `${rule.id} on ${owner.rule.id}`);
    };
    expect(await fires('')).toEqual(['a/broad on a/narrow']);
    expect(await fires('alsoMatches: [a/narrow]')).toEqual([]);
    expect(await fires('causedBy: [a/narrow]')).toEqual([]);
    expect(await fires('', 'causedBy: [a/broad]')).toEqual([]);
    expect(await fires('', 'alsoMatches: [a/broad]')).toEqual(['a/broad on a/narrow']);
    expect(await fires('threshold: { count: 2 }')).toEqual([]);
  });
});
