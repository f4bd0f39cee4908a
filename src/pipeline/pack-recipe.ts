/** How a worker gets the rules: built-in ones it loads itself, others are sent. */
import { compilePack, roles } from '../core/rules/compile.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { NO_LITERAL } from '../core/rules/rule.ts';
import type { Alternative, Rule } from '../core/rules/rule.ts';

export interface PackRecipe {
  readonly version: string;
  /** In the pack's order: the index of a built-in rule, or the rule. */
  readonly rules: readonly (number | Rule)[];
}

export async function recipeOf({ version, rules }: RulePack): Promise<PackRecipe> {
  const { builtinRules } = await import('../core/rules/builtin.gen.ts');
  const index = new Map(builtinRules.map((rule, i) => [rule, i]));
  return { version, rules: rules.map((rule) => index.get(rule) ?? rule) };
}

/** The same pack, compiled anew. */
export async function packOf({ version, rules }: PackRecipe): Promise<RulePack> {
  const { builtinRules: builtin, chosenParts } = await import('../core/rules/builtin.gen.ts');
  const all = rules.map((rule) => (typeof rule === 'number' ? builtin[rule]! : rule));
  return { ...compilePack(all, version), chosenParts };
}

/** Indices of the rules whose regexes nobody has measured: those of users. */
export function unmeasured({ rules }: RulePack): number[] {
  return [...rules.keys()].filter((i) =>
    roles(rules[i]!).some(([, alternatives]) => alternatives.some(isUnmeasured)),
  );
}

/** Built-in alternatives were prepared, with their literals. */
function isUnmeasured({ regex, literal }: Alternative): boolean {
  return regex !== undefined && (literal === undefined || literal === NO_LITERAL);
}
