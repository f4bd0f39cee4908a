/** From incidents to answers: which is the cause, what does it explain, what to do. */
import { valueOf } from '../incidents/build.ts';
import type { Fact, Incident } from '../incidents/incident.ts';
import type { Rule } from '../rules/rule.ts';
import { fillProse } from '../text/slots.ts';
import type { CauseLink, Diagnosis } from './diagnosis.ts';
import { findRoots } from './graph.ts';
import type { Root } from './graph.ts';
import { findLinks } from './links.ts';
import { compareRoots, rankReason } from './rank.ts';
import { factsOfHost, fillRemedy } from './remedy.ts';

export interface Answer {
  /** Roots, the one to look at first in front. */
  readonly diagnoses: Diagnosis[];
  /** By effect, in the order of the incidents, then as the effect's rule lists its causes. */
  readonly links: CauseLink[];
}

/** `incidents` in order of their first line; `rules` by id. Deterministic: the same input gives the same words. */
export function diagnose(
  incidents: readonly Incident[],
  facts: readonly Fact[],
  rules: ReadonlyMap<string, Rule>,
): Answer {
  const links = [...findLinks(incidents, rules)];
  const roots = findRoots(incidents, links).sort(compareRoots);
  const start = Math.min(...roots.map(({ incident }) => incident.first ?? Infinity));
  const diagnoses = roots.flatMap((root) => {
    const rule = rules.get(root.incident.rule.id);
    if (rule === undefined) return [];
    const reason = rankReason(root, roots.length > 1 && root.incident.first === start);
    return [{ ...describe(root, rule, facts), reason, lookAt: lookAt(root, rule, { rules, links }) }];
  });
  return { diagnoses, links };
}

function describe(
  { incident, explains }: Root,
  rule: Rule,
  facts: readonly Fact[],
): Omit<Diagnosis, 'reason' | 'lookAt'> {
  const prose = (text: string) => fillProse(text, (name) => valueOf(incident.captures, incident.host, name));
  return {
    id: `dx-${incident.id}`,
    root: incident.id,
    kind: rule.kind === 'failure' ? 'cause' : 'symptom',
    title: incident.rule.title,
    severity: incident.rule.severity,
    host: incident.host,
    cause: prose(rule.cause),
    impact: prose(rule.impact),
    remedy: fillRemedy(rule.remedy, incident, factsOfHost(facts, incident.host)),
    references: rule.references,
    explains: explains.map((one) => one.id),
  };
}

/** What is known to cause a symptom and is not on record. */
function lookAt(
  { incident }: Root,
  rule: Rule,
  known: { readonly rules: ReadonlyMap<string, Rule>; readonly links: readonly CauseLink[] },
): Diagnosis['lookAt'] {
  if (rule.kind !== 'symptom' || known.links.some((link) => link.effect === incident.id)) return [];
  const ids = [...new Set(rule.causedBy.map((cause) => cause.rule))];
  return ids.flatMap((id) => {
    const cause = known.rules.get(id);
    return cause === undefined ? [] : [{ rule: id, title: fillProse(cause.title, () => undefined) }];
  });
}
