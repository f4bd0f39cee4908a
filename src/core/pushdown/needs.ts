/** What the rules need of a text, for a server that looks for it: plain pieces that stand in each text that a rule could match. */
import { compilePattern, isPatternError } from '../rules/pattern.ts';
import { DERIVED } from '../rules/literals.ts';
import { roles } from '../rules/compile.ts';
import type { RulePack } from '../rules/pack.ts';
import type { Alternative, Condition } from '../rules/rule.ts';
import { safeParts } from '../scanner/literals.ts';

/** Of one alternative: all of them stand in its texts, however the text is packed. At least one. */
export type Need = readonly string[];

/**
 * Of every alternative in every role (matches, steps, `unless`, `resolvedBy`, benign rules, facts), each once. Undefined: some alternative
 * has no piece, and any text may match.
 */
export function needsOf(pack: RulePack): readonly Need[] | undefined {
  if (pack.unled) return undefined;
  const needs = new Map<string, Need>();
  for (const rule of pack.rules)
    for (const [, alternatives] of roles(rule))
      for (const alternative of alternatives) {
        const need = [...new Set(textsOf(alternative).flatMap(safeParts))];
        if (need.length === 0) return undefined;
        needs.set(need.toSorted().join('\n'), need);
      }
  return [...needs.values()];
}

/** Texts that an entry which meets the alternative contains, each in its message or in one of its fields. */
function textsOf(alternative: Alternative): string[] {
  const conditions = alternative.where.filter(
    ({ field }) => alternative.in === 'line' || !DERIVED.has(field),
  );
  return [
    ...alternative.texts.flatMap((source) => textsOfPattern(source, 'find')),
    ...conditions.flatMap(textsOfCondition),
  ];
}

function textsOfCondition({ test }: Condition): readonly string[] {
  if (test.kind === 'pattern') return textsOfPattern(test.pattern, 'whole');
  return test.kind === 'oneOf' && test.values.length === 1 ? test.values : [];
}

function textsOfPattern(source: string, use: 'find' | 'whole'): readonly string[] {
  const pattern = compilePattern(source, use);
  return isPatternError(pattern) ? [] : pattern.texts;
}
