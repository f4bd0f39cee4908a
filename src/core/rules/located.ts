/** The alternatives of a rule with their places in its file. */
import type { Alternative, Rule } from './rule.ts';

export type RulePath = readonly (string | number)[];

export interface LocatedAlternative {
  readonly path: RulePath;
  readonly alternative: Alternative;
}

/** Those that make matches: of `match`, or of the steps of a sequence. */
export function matchingAlternatives(rule: Rule): LocatedAlternative[] {
  const steps = rule.sequence?.steps ?? [];
  return [
    ...located(['match'], rule.match),
    ...steps.flatMap((step, i) => located(['sequence', 'steps', i], step)),
  ];
}

/** All: also those of `unless` and `resolvedBy`. */
export function allAlternatives(rule: Rule): LocatedAlternative[] {
  const unless = rule.unless.flatMap(({ match }, i) => located(['unless', i, 'match'], match));
  return [...matchingAlternatives(rule), ...unless, ...located(['resolvedBy'], rule.resolvedBy)];
}

function located(path: RulePath, list: readonly Alternative[]): LocatedAlternative[] {
  return list.map((alternative, index) => ({ alternative, path: [...path, index] }));
}
