/** Rules and observations for tests of incidents and diagnoses. */
import { Batch } from '../../../src/core/incidents/batch.ts';
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

/** Those that can't be told together, and batches of the rest. */
export function inBatches(observations: readonly Observation[]): [Observation[], Batch[]] {
  const alone = observations.filter(({ time }) => time === undefined);
  const groups = new Map<string, Observation[]>();
  for (const one of observations) {
    if (one.time === undefined) continue;
    const name = JSON.stringify([one.rule, one.role, one.host, one.captures, one.origin.source]);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [alone, [...groups.values()].map(batchOf)];
}

/** Observations of one source that differ in nothing but time and place. */
export function batchOf(some: readonly Observation[]): Batch {
  const sorted = some.toSorted((a, b) => a.origin.offset - b.origin.offset);
  const rows = {
    source: sorted[0]!.origin.source,
    times: sorted.map(({ time }) => time!),
    lines: sorted.map(({ origin }) => origin.line),
    offsets: sorted.map(({ origin }) => origin.offset),
    evidence: (row: number) => sorted[row]!.evidence(),
  };
  const indices = sorted.map((_, i) => i);
  return new Batch(sorted[0]!, rows, indices, sorted.length);
}
