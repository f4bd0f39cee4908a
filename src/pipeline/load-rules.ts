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
  const { builtinRules, PACK_VERSION } = await import('../core/rules/builtin.gen.ts');
  let rules: readonly Rule[] = builtinRules;
  if (selection.dirs !== undefined && selection.dirs.length > 0)
    rules = await withUserRules(rules, selection.dirs);
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
  return compilePack(kept, PACK_VERSION);
}

async function withUserRules(builtin: readonly Rule[], dirs: readonly string[]): Promise<readonly Rule[]> {
  const { readRuleFiles } = await import('../sources/rule-files.ts');
  const { rules, problems } = await readRuleFiles(dirs);
  if (problems.length > 0) throw new ProblemError(problems);
  const own = new Set(rules.map((rule) => rule.id));
  return [...builtin.filter((rule) => !own.has(rule.id)), ...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
}
