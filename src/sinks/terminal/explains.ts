/** What a root cause explains, each with the reason of the link. */
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { hanging } from './wrap.ts';

const MAX_SHOWN = 8;

/** `room`: columns. */
export function explainsRows(
  diagnosis: Diagnosis,
  report: Pick<Report, 'links'> & { readonly byId: ReadonlyMap<string, Incident> },
  room: number,
  style: Style,
): string[] {
  const own = new Set([diagnosis.root, ...diagnosis.explains]);
  const incidents = diagnosis.explains.map((id) => report.byId.get(id)).filter((x) => x !== undefined);
  const rows = incidents.slice(0, MAX_SHOWN).flatMap((incident) => {
    const links = report.links.filter(({ cause, effect }) => effect === incident.id && own.has(cause));
    // Where several lead to it, the one straight from the root says most.
    const link = links.find(({ cause }) => cause === diagnosis.root) ?? links[0];
    const host =
      incident.host === diagnosis.host || incident.host === '' ? '' : `, node ${oneLine(incident.host)}`;
    const what = `${oneLine(incident.rule.title)} (${counted(incident.count, 'line')}${host})`;
    const why = link === undefined ? '' : ` ${style.sign('long')} ${oneLine(link.reason)}`;
    return hanging(`${style.sign('arrow')} `, what + why, room);
  });
  const more = incidents.length - MAX_SHOWN;
  return more > 0 ? [...rows, style.paint('dim', `and ${more} more`)] : rows;
}
