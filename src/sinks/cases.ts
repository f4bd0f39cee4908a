/** A report read as cases: each diagnosis with its incidents at hand. */
import type { Diagnosis } from '../core/diagnosis/diagnosis.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { Report } from '../core/report.ts';

export interface Explained {
  readonly incident: Incident;
  /** Why it is linked; empty when the report does not say. */
  readonly reason: string;
}

export interface Case {
  readonly diagnosis: Diagnosis;
  readonly root: Incident;
  readonly explained: readonly Explained[];
}

/** In the order of the diagnoses, the most urgent first. */
export function casesOf(report: Report): Case[] {
  const byId = new Map(report.incidents.map((each) => [each.id, each]));
  const toEffect = Map.groupBy(report.links, ({ effect }) => effect);
  return report.diagnoses.flatMap((diagnosis) => {
    const root = byId.get(diagnosis.root);
    if (root === undefined) return [];
    const own = new Set([diagnosis.root, ...diagnosis.explains]);
    const explained = diagnosis.explains.flatMap((id) => {
      const incident = byId.get(id);
      if (incident === undefined) return [];
      const links = (toEffect.get(id) ?? []).filter(({ cause }) => own.has(cause));
      // Where several lead to it, the one straight from the root says most.
      const link = links.find(({ cause }) => cause === diagnosis.root) ?? links[0];
      return [{ incident, reason: link?.reason ?? '' }];
    });
    return [{ diagnosis, root, explained }];
  });
}

/** Incidents that none of these cases tells of. */
export function untold(report: Report, cases: readonly Case[]): Incident[] {
  const told = new Set(
    cases.flatMap(({ root, explained }) => [root.id, ...explained.map(({ incident }) => incident.id)]),
  );
  return report.incidents.filter(({ id }) => !told.has(id));
}
