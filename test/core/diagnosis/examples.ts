/** Incidents for tests of diagnoses. */
import type { Incident } from '../../../src/core/incidents/incident.ts';
import type { Cause, Rule, Severity } from '../../../src/core/rules/rule.ts';

/** Thu 5 March 2020, 17:22:36 UTC: the evening of one of the seeds. */
export const T = Date.UTC(2020, 2, 5, 17, 22, 36);

export function incident(
  id: string,
  ruleId: string,
  part: Partial<Incident> & { readonly severity?: Severity } = {},
): Incident {
  const { severity = 'high', ...rest } = part;
  return {
    id,
    rule: { id: ruleId, kind: 'failure', title: `Title of ${ruleId}`, severity, category: 'test' },
    host: 'node30',
    group: {},
    count: 1,
    first: T,
    last: rest.first ?? T,
    histogram: undefined,
    captures: {},
    evidence: [],
    resolved: undefined,
    ...rest,
  };
}

export function cause(rule: string, part: Partial<Cause> = {}): Cause {
  return { rule, scope: 'host', slackBefore: 300_000, slackAfter: 900_000, ...part };
}

export function byId(...rules: readonly Rule[]): Map<string, Rule> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}
