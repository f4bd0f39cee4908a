/** `rules lint`: all that is wrong with rule files, or could be better. */
import { existsSync } from 'node:fs';
import type { Problem } from '../../core/errors.ts';
import { compilePack } from '../../core/rules/compile.ts';
import { crossFires } from '../../core/rules/cross-fire.ts';
import { lintRule } from '../../core/rules/lint.ts';
import type { LintSubject } from '../../core/rules/lint.ts';
import type { LoadedRule } from '../../core/rules/load.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { readTestLog } from '../../core/rules/test-log.ts';
import { jsonText } from '../../sinks/json-text.ts';
import { counted } from '../../sinks/terminal/style.ts';
import { readRuleFiles } from '../../sources/rule-files.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { problemText } from '../messages.ts';
import { plainOutput } from '../outputs.ts';

const DEFAULT = 'rules';

/** 0: in order (warnings count only with `--strict`); 2: errors. Without folders: ./rules, else the built-in rules. */
export async function rulesLintCommand(
  dirs: readonly string[],
  flags: FlagValues,
  context: Context,
): Promise<number> {
  const { builtinRules } = await import('../../core/rules/builtin.gen.ts');
  const paths = dirs.length > 0 ? dirs : existsSync(DEFAULT) ? [DEFAULT] : [];
  const { count, problems } =
    paths.length > 0 ? await lintFiles(paths, builtinRules) : lintBuiltin(builtinRules);
  const warnings = problems.filter(({ warning }) => warning).length;
  const errors = problems.length - warnings;
  const result = { rules: count, errors, warnings };
  const output = plainOutput(flags);
  context.stdout.write(output === 'terminal' ? text(problems, result) : json(problems, result, output));
  return errors > 0 || (flags.strict && warnings > 0) ? EXIT.usage : EXIT.ok;
}

interface Linted {
  readonly count: number;
  readonly problems: readonly Problem[];
}

async function lintFiles(paths: readonly string[], builtin: readonly Rule[]): Promise<Linted> {
  const builtinIds = new Set(builtin.map(({ id }) => id));
  const { rules, loaded, problems, files } = await readRuleFiles(paths, (id) => builtinIds.has(id));
  const pack = compilePack(rules, 'lint');
  const found = loaded.flatMap((each) => lintRule(subjectOf(each), pack, readTestLog));
  return { count: files, problems: inOrder([...problems, ...found, ...firing(loaded)]) };
}

function subjectOf({ rule, tests, places }: LoadedRule): LintSubject {
  return { rule, tests, place: (path) => places.place(path) };
}

function firing(loaded: readonly LoadedRule[]): Problem[] {
  const pack = compilePack(
    loaded.map(({ rule }) => rule),
    'lint',
  );
  return crossFires(pack, loaded, readTestLog).map(({ rule, test, owner }) => ({
    code: 'RULE_TEST',
    message: `${rule.id} fires on this test of ${owner.rule.id}`,
    place: owner.places.place(['tests', owner.tests.indexOf(test)]),
    fix: `narrow it, link the two (causedBy), or name ${owner.rule.id} in its alsoMatches`,
  }));
}

/** Built-in rules come without their files: what their tests would show is not looked at. */
function lintBuiltin(rules: readonly Rule[]): Linted {
  const pack = compilePack(rules, 'lint');
  const problems = rules.flatMap((rule) => {
    const place = { file: `rules/${rule.id}.yaml` };
    return lintRule({ rule, tests: undefined, place: () => place }, pack, readTestLog);
  });
  return { count: rules.length, problems };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const keyOf = ({ place }: Problem): [string, number, number] => [
    place?.file ?? '',
    place?.line ?? 0,
    place?.column ?? 0,
  ];
  return problems.toSorted((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x[0] !== y[0]) return x[0] < y[0] ? -1 : 1;
    return x[1] - y[1] || x[2] - y[2];
  });
}

interface Result {
  readonly rules: number;
  readonly errors: number;
  readonly warnings: number;
}

function text(problems: readonly Problem[], { rules, errors, warnings }: Result): string {
  const found = problems.length === 0 ? '' : `${problemText(problems)}\n`;
  return `${found}${counted(rules, 'rule')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}\n`;
}

function json(problems: readonly Problem[], result: Result, output: 'json' | 'ndjson'): string {
  const list = problems.map(({ warning, ...problem }) => ({
    level: warning ? 'warning' : 'error',
    ...problem,
  }));
  if (output === 'ndjson') return list.map((problem) => `${jsonText(problem)}\n`).join('');
  return `${jsonText({ ...result, problems: list }, 2)}\n`;
}
