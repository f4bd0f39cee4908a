/** Checks rule files and runs their tests: `node scripts/rules-test.ts [DIR or FILE …]`, by default all of rules/. */
import { existsSync } from 'node:fs';
import { formatProblem } from '../src/core/errors.ts';
import { compilePack } from '../src/core/rules/compile.ts';
import { crossFires } from '../src/core/rules/cross-fire.ts';
import type { LoadedRule } from '../src/core/rules/load.ts';
import type { RulePack } from '../src/core/rules/pack.ts';
import { readTestLog } from '../src/core/rules/test-log.ts';
import { runRuleTests } from '../src/core/rules/testing.ts';
import { readRuleFiles } from '../src/sources/rule-files.ts';

const paths = process.argv.length > 2 ? process.argv.slice(2) : ['rules'];
const { rules, loaded, problems } = await readRuleFiles(paths, (id) => existsSync(`rules/${id}.yaml`));
for (const problem of problems) console.log(`${formatProblem(problem)}\n`);

const pack = compilePack(rules, 'test');
let tests = 0;
let failed = 0;
for (const rule of loaded) runTests(rule, pack);
const fires = crossFires(pack, loaded, readTestLog);
for (const { rule, test, owner } of fires) {
  console.log(`${owner.file}:${test.line}: CROSS-FIRE ${rule.id} fires on this test of ${owner.rule.id}`);
  console.log(
    `  fix: narrow ${rule.id}, or link the two (causedBy), or add ${owner.rule.id} to its alsoMatches\n`,
  );
}
console.log(
  `${rules.length} rules, ${tests} tests: ${tests - failed} passed, ${failed} failed; ${fires.length} cross-fires, ${problems.length} problems`,
);
process.exitCode = failed + fires.length + problems.length > 0 ? 1 : 0;

function runTests(loaded: LoadedRule, pack: RulePack): void {
  for (const { test, reasons } of runRuleTests(pack, loaded.rule, loaded.tests, readTestLog)) {
    tests++;
    if (reasons.length === 0) continue;
    failed++;
    console.log(`${loaded.file}:${test.line}: FAIL ${loaded.rule.id}: ${test.name}`);
    console.log(reasons.map((reason) => `  ${reason}\n`).join(''));
  }
}
