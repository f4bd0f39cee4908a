/** Rules and observations for tests of incidents and diagnoses. */
import type { Evidence } from '../../../src/core/incidents/incident.ts';
import type { Observation } from '../../../src/core/incidents/observation.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';
import { rule as blankRule } from '../rules/entries.ts';

export function rule(part: Partial<Rule> = {}): Rule {
  return blankRule('test/rule', { title: 'A rule', ...part });
}

export function evidenceOf(part: Pick<Observation, 'time' | 'origin'>): Evidence {
  const text = `line at ${part.origin.offset}`;
  return { ...part.origin, time: part.time, text, message: text, before: [], after: ['next'] };
}

export function observation(
  part: Partial<Observation> & { readonly offset?: number; readonly source?: string },
): Observation {
  const { offset = 0, source = 'a.log', ...rest } = part;
  const origin = rest.origin ?? { source, line: offset + 1, offset };
  const time = 'time' in rest ? rest.time : 1_600_000_000_000;
  return {
    rule: 0,
    role: { kind: 'match' },
    captures: {},
    host: 'n1',
    evidence: () => evidenceOf({ time, origin }),
    ...rest,
    time,
    origin,
  };
}
