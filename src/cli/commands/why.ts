/** `scan --why RULE`: what became of the lines of one rule. */
import { ProblemError } from '../../core/errors.ts';
import type { RulePack } from '../../core/rules/pack.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { ScanOptions } from '../../pipeline/index.ts';
import { tryRule } from '../../pipeline/try-rule.ts';
import type { TriedRule } from '../../pipeline/try-rule.ts';
import { jsonText } from '../../sinks/json-text.ts';
import { Style } from '../../sinks/terminal/style.ts';
import { trialRows } from '../../sinks/terminal/trial.ts';
import type { Context } from '../context.ts';
import { EXIT, isUnread } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { softProblemLine } from '../messages.ts';
import { plainOutput } from '../outputs.ts';
import { ruleNotFound } from '../rule-not-found.ts';
import { usesColor, usesUnicode, widthOf } from '../screen.ts';

/** Throws ProblemError (RULE_NOT_FOUND) with the nearest ids. */
export async function whyCommand(
  options: ScanOptions,
  flags: FlagValues & { readonly why: string },
  context: Context,
): Promise<number> {
  const rule = ruleOf(flags.why, options.rules);
  const tried = await tryRule(rule, { ...options, signal: context.interruptible() });
  for (const problem of tried.summary.problems) context.stderr.write(softProblemLine(problem));
  context.stdout.write(text(tried, rule, { pack: options.rules, flags, context }));
  if (!tried.summary.complete) return EXIT.interrupted;
  return tried.summary.problems.some(isUnread) ? EXIT.unread : EXIT.ok;
}

function ruleOf(id: string, { rules, ruleIndex }: RulePack): Rule {
  const rule = rules[ruleIndex.get(id) ?? -1];
  if (rule === undefined) throw new ProblemError([ruleNotFound(id, rules)]);
  return rule;
}

interface Showing {
  readonly pack: RulePack;
  readonly flags: FlagValues;
  readonly context: Context;
}

function text({ trial, summary }: TriedRule, rule: Rule, { pack, flags, context }: Showing): string {
  const { bytes, lines, sources } = summary;
  const output = plainOutput(flags);
  if (output !== 'terminal') {
    const rules = { version: pack.version, count: pack.rules.length };
    return `${jsonText({ rules, ...trial, bytes, lines, sources }, output === 'json' ? 2 : 0)}\n`;
  }
  const style = new Style({
    width: widthOf(flags.width, context.stdout),
    color: usesColor(flags.color, context.stdout, context.env),
    unicode: usesUnicode(context.env, context.platform),
    ...(flags.timezone === undefined ? {} : { timeZone: flags.timezone }),
  });
  return `${trialRows(trial, rule, style).join('\n')}\n`;
}
