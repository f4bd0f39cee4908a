/** `rules test`: checks rule files and runs the tests that they carry. */
import { ProblemError } from '../../core/errors.ts';
import { compilePack } from '../../core/rules/compile.ts';
import { crossFires } from '../../core/rules/cross-fire.ts';
import type { LoadedRule } from '../../core/rules/load.ts';
import type { RulePack } from '../../core/rules/pack.ts';
import { readTestLog } from '../../core/rules/test-log.ts';
import { runRuleTests } from '../../core/rules/testing.ts';
import { visible } from '../../core/text/visible.ts';
import { counted } from '../../sinks/terminal/style.ts';
import { readRuleFiles } from '../../sources/rule-files.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';

/** 0: all passed; 1: a test failed, or a rule fires on another one's test. Throws ProblemError when a rule file does not load. */
export async function rulesTestCommand(dirs: readonly string[], context: Context): Promise<number> {
  const { rules, loaded, problems } = await readRuleFiles(dirs.length > 0 ? dirs : ['rules']);
  if (problems.length > 0) throw new ProblemError(problems);
  const pack = compilePack(rules, 'test');
  const results = loaded.flatMap((rule) => resultsOf(rule, pack));
  const fires = crossFires(pack, loaded, readTestLog).map(({ rule, test, owner }) => {
    const at = `${owner.file}:${test.line}`;
    return `${at}: ${rule.id} fires on this test of ${owner.rule.id}\n  fix: narrow it, link the two (causedBy), or name ${owner.rule.id} in its alsoMatches`;
  });
  const failures = results.filter((text) => text !== undefined);
  for (const text of [...failures, ...fires]) context.stdout.write(`${visible(text, { newline: true })}\n`);
  context.stdout.write(
    `${counted(rules.length, 'rule')}, ${counted(results.length, 'test')}: ${results.length - failures.length} passed, ${failures.length} failed, ${fires.length} fire on another rule's test\n`,
  );
  return failures.length + fires.length > 0 ? EXIT.failOn : EXIT.ok;
}

/** What to say of each test; undefined: passed. */
function resultsOf(loaded: LoadedRule, pack: RulePack): (string | undefined)[] {
  return runRuleTests(pack, loaded.rule, loaded.tests, readTestLog).map(({ test, reasons }) => {
    if (reasons.length === 0) return undefined;
    const head = `${loaded.file}:${test.line}: FAILED ${loaded.rule.id}: ${test.name}`;
    return [head, ...reasons.map((reason) => `  ${reason}`)].join('\n');
  });
}
