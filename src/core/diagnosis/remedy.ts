/** The steps of a rule's remedy that fit the host's versions, filled in from the log. */
import { valueOf } from '../incidents/build.ts';
import type { Fact, Incident } from '../incidents/incident.ts';
import type { FactCondition, RemedyStep } from '../rules/rule.ts';
import { fillCommand, fillProse } from '../text/slots.ts';
import type { Lookup } from '../text/slots.ts';
import type { FilledStep } from './diagnosis.ts';
import { holds, isVersion } from './versions.ts';

/** Values of facts by name. More than one: the host ran several versions in this log. */
export type HostFacts = ReadonlyMap<string, readonly string[]>;

/** Facts of one host. */
export function factsOfHost(facts: readonly Fact[], host: string): HostFacts {
  const byName = new Map<string, string[]>();
  for (const fact of facts) {
    if (fact.host !== host || !isVersion(fact.value)) continue;
    byName.set(fact.name, [...(byName.get(fact.name) ?? []), fact.value]);
  }
  return byName;
}

/** Steps whose conditions can hold; a condition that is not known to hold is written in front of its step. */
export function fillRemedy(steps: readonly RemedyStep[], incident: Incident, facts: HostFacts): FilledStep[] {
  const lookup: Lookup = (name) => valueOf(incident.captures, incident.host, name);
  return steps.flatMap((step) => {
    const verdicts = step.when.map((condition) => ({ condition, verdict: judge(condition, facts) }));
    if (verdicts.some(({ verdict }) => verdict === 'no')) return [];
    const open = verdicts.filter(({ verdict }) => verdict === 'unknown').map((one) => one.condition);
    return [fillStep(step, open, lookup)];
  });
}

function judge(condition: FactCondition, facts: HostFacts): 'yes' | 'no' | 'unknown' {
  const values = facts.get(condition.fact) ?? [];
  const met = values.filter((value) => holds(condition, value)).length;
  if (values.length === 0 || (met > 0 && met < values.length)) return 'unknown';
  return met > 0 ? 'yes' : 'no';
}

function fillStep(step: RemedyStep, open: readonly FactCondition[], lookup: Lookup): FilledStep {
  const condition = open.map(({ fact, op, version }) => `${fact} ${op} ${version}`).join(', ');
  const text = fillProse(step.do, lookup);
  return {
    do: condition === '' ? text : `(${condition}) ${text}`,
    run: step.run === undefined ? undefined : fillCommand(step.run, lookup),
  };
}
