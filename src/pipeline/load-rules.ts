/** The rules of a run: the built-in ones, the user's, and what `--only` and `--skip` leave of them. */
import { ProblemError } from '../core/errors.ts';
import { compilePack } from '../core/rules/compile.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { Rule } from '../core/rules/rule.ts';
import { globMatcher } from './glob.ts';

export interface RuleSelection {
  /** Folders or files of rules, added to the built-in ones; one with a built-in id takes its place. */
  readonly dirs?: readonly string[];
  /** Globs on rule ids, e.g. `k3s/*`. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** Throws ProblemError with all problems of the user's rule files at once. */
export async function loadRules(selection: RuleSelection = {}): Promise<RulePack> {
  const { builtinRules, chosenParts, PACK_VERSION } = await import('../core/rules/builtin.gen.ts');
  let rules: readonly Rule[] = builtinRules;
  let version = PACK_VERSION;
  if (selection.dirs !== undefined && selection.dirs.length > 0) {
    const own = await userRules(rules, selection.dirs);
    rules = withOwn(rules, own);
    version = `${version}+${await versionOf(own)}`;
  }
  const only = selection.only?.map(globMatcher) ?? [];
  const skip = selection.skip?.map(globMatcher) ?? [];
  const kept = rules.filter(
    (rule) =>
      (only.length === 0 || only.some((fits) => fits(rule.id))) && !skip.some((fits) => fits(rule.id)),
  );
  if (kept.length === 0) {
    throw new ProblemError([
      {
        code: 'RULE_NOT_FOUND',
        message: 'no rule is left by --only and --skip',
        fix: 'see the ids: whynotready rules list',
      },
    ]);
  }
  return { ...compilePack(kept, version), chosenParts };
}

/** Built-in rules may be named in `causedBy`; any other id that is not there is a mistake. */
async function userRules(builtin: readonly Rule[], dirs: readonly string[]): Promise<readonly Rule[]> {
  const { readRuleFiles } = await import('../sources/rule-files.ts');
  const ids = new Set(builtin.map(({ id }) => id));
  const { rules, problems } = await readRuleFiles(dirs, (id) => ids.has(id));
  if (problems.length > 0) throw new ProblemError(problems);
  return rules;
}

function withOwn(builtin: readonly Rule[], own: readonly Rule[]): readonly Rule[] {
  const ids = new Set(own.map(({ id }) => id));
  return [...builtin.filter(({ id }) => !ids.has(id)), ...own].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Changes with any of the rules. */
async function versionOf(rules: readonly Rule[]): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 12);
}
