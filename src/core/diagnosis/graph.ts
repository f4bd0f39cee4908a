/** Roots of the causes on record, and what each explains. */
import type { Incident } from '../incidents/incident.ts';
import type { CauseLink } from './diagnosis.ts';

export interface Root {
  readonly incident: Incident;
  /** Directly or through others, in the order given. */
  readonly explains: readonly Incident[];
}

/**
 * Every incident without a cause on record, and what hangs on it. Incidents that only explain each other in a circle: the first of
 * them (in the order given) is taken for the root, so that none gets lost.
 */
export function findRoots(incidents: readonly Incident[], links: readonly CauseLink[]): Root[] {
  const effects = new Map<string, string[]>();
  for (const { cause, effect } of links) {
    const known = effects.get(cause);
    if (known === undefined) effects.set(cause, [effect]);
    else known.push(effect);
  }
  const caused = new Set(links.map((link) => link.effect));
  const order = new Map(incidents.map((incident, i) => [incident.id, i]));
  const reached = new Set<string>();
  const rootOf = (incident: Incident): Root => {
    const ids = reachable(incident.id, effects);
    for (const id of [incident.id, ...ids]) reached.add(id);
    const places = ids.map((id) => order.get(id)).filter((place) => place !== undefined);
    return { incident, explains: places.sort((a, b) => a - b).map((place) => incidents[place]!) };
  };
  const roots = incidents.filter((incident) => !caused.has(incident.id)).map(rootOf);
  for (const incident of incidents) if (!reached.has(incident.id)) roots.push(rootOf(incident));
  return roots;
}

function reachable(start: string, effects: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set([start]);
  const queue = [start];
  for (const id of queue) {
    for (const effect of effects.get(id) ?? []) {
      if (seen.has(effect)) continue;
      seen.add(effect);
      queue.push(effect);
    }
  }
  return queue.slice(1);
}
