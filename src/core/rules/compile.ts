/** Compiles rules into a pack: probes, and the literals that lead to them. Runs at every start, so it does little. */
import { ProblemError } from '../errors.ts';
import { compileAlternative, type CompiledAlternative } from './alternative.ts';
import type { Probe, Role, RulePack } from './pack.ts';
import { NO_LITERAL } from './rule.ts';
import type { Alternative, Rule } from './rule.ts';

/**
 * The pack of these rules, in their order. Probes come by rule, role and alternative; those of one role share one Role object.
 * Throws ProblemError when a pattern can't be read or an alternative has no literal (rule files are checked for both when they load).
 */
export function compilePack(rules: readonly Rule[], version: string): RulePack {
  const literals = new Map<string, number>();
  const probes = rules.flatMap((rule, index) => ruleProbes(rule, index, literals));
  const probesByLiteral: number[][] = Array.from(literals, () => []);
  for (const [index, probe] of probes.entries()) probesByLiteral[probe.literal]?.push(index);
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index]));
  return {
    version,
    rules,
    ruleIndex,
    probes,
    literals: [...literals.keys()],
    probesByLiteral,
    unled: probes.some(({ literal }) => literal < 0),
    looksAtLines: probes.some(({ onLine }) => onLine),
  };
}

function ruleProbes(rule: Rule, index: number, literals: Map<string, number>): Probe[] {
  return roles(rule).flatMap(([role, alternatives]) =>
    alternatives.map((alternative) => {
      const { test, literal } = alternative.literal === undefined ? compileAlternative(alternative) : lazily(alternative);
      return { rule: index, role, literal: literalIndex(rule, literal, literals), onLine: alternative.in === 'line', test };
    }),
  );
}

/** A built-in alternative compiles when its first line comes: most never do in one run. */
function lazily(alternative: Alternative): CompiledAlternative {
  let test: CompiledAlternative['test'] | undefined;
  return { test: (entry) => (test ??= compileAlternative(alternative).test)(entry), literal: alternative.literal };
}

/** Roles of a rule with their alternatives, in file order. */
export function roles(rule: Rule): [Role, readonly Alternative[]][] {
  return [
    [{ kind: 'match' }, rule.match],
    ...(rule.sequence?.steps ?? []).map((step, index): [Role, readonly Alternative[]] => [{ kind: 'step', index }, step]),
    ...rule.unless.map((unless, index): [Role, readonly Alternative[]] => [{ kind: 'unless', index }, unless.match]),
    [{ kind: 'resolve' }, rule.resolvedBy],
  ];
}

function literalIndex(rule: Rule, literal: string | undefined, literals: Map<string, number>): number {
  if (literal === undefined) {
    throw new ProblemError([{ code: 'RULE_LITERAL', message: `an alternative of ${rule.id} has no literal of 8 bytes or more` }]);
  }
  if (literal === NO_LITERAL) return -1;
  const index = literals.get(literal) ?? literals.size;
  literals.set(literal, index);
  return index;
}
