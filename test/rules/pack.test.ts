/** Every built-in rule: in order by itself, with its own tests, and beside the others. */
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/core/errors.ts';
import { compilePack } from '../../src/core/rules/compile.ts';
import { crossFires } from '../../src/core/rules/cross-fire.ts';
import { readTestLog } from '../../src/core/rules/test-log.ts';
import { runRuleTests } from '../../src/core/rules/testing.ts';
import { readRuleFiles } from '../../src/sources/rule-files.ts';

const { loaded, rules, problems } = await readRuleFiles(['rules'], () => false);
const pack = compilePack(rules, 'test');

describe('the built-in rules', () => {
  it('load without a problem', () => {
    expect(problems.map(formatProblem)).toEqual([]);
    expect(rules.length).toBeGreaterThan(0);
  });

  it.each(loaded.map((one) => [one.rule.id, one] as const))('%s passes its tests', (_, { rule, tests, file }) => {
    const failed = runRuleTests(pack, rule, tests, readTestLog).filter(({ reasons }) => reasons.length > 0);
    const report = failed.map(({ test, reasons }) => [`${file}:${test.line}: ${test.name}`, ...reasons].join('\n'));
    expect(report).toEqual([]);
  });

  it("fire on no other rule's examples", () => {
    const fires = crossFires(pack, loaded, readTestLog);
    expect(fires.map(({ rule, test, owner }) => `${rule.id} fires on ${owner.file}:${test.line} (${test.name})`)).toEqual([]);
  });
});
