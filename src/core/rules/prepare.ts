/** What of a rule's compilation can be done when the built-in rules are built. */
import { compileAlternative } from './alternative.ts';
import type { Alternative, Rule } from './rule.ts';

/** The rule with the literal of each alternative. Compiles them, so it throws where compilePack would. */
export function prepareRule(rule: Rule): Rule {
  return {
    ...rule,
    match: rule.match.map(prepare),
    sequence: rule.sequence && { ...rule.sequence, steps: rule.sequence.steps.map((step) => step.map(prepare)) },
    unless: rule.unless.map((unless) => Object.assign({}, unless, { match: unless.match.map(prepare) })),
    resolvedBy: rule.resolvedBy.map(prepare),
  };
}

function prepare(alternative: Alternative): Alternative {
  const { literal } = compileAlternative(alternative);
  return literal === undefined ? alternative : { ...alternative, literal };
}
