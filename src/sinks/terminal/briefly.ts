/** What gets one line only: symptoms of low rank, and incidents that no diagnosis covers. */
import type { Incident } from '../../core/incidents/incident.ts';
import { truncate } from '../../core/text/width.ts';
import { groupLabels, hostLabel, paintSeverity } from './headline.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { pad } from './wrap.ts';

const MAX_SHOWN = 20;

export function brieflyRows(incidents: readonly Incident[], style: Style): string[] {
  if (incidents.length === 0) return [];
  const rows = incidents.slice(0, MAX_SHOWN).flatMap((incident) => row(incident, style));
  const more = incidents.length - MAX_SHOWN;
  return [
    style.paint('strong', 'Also seen'),
    ...rows,
    ...(more > 0 ? [style.paint('dim', `  and ${more} more; see all with -o json`)] : []),
  ];
}

function row(incident: Incident, style: Style): string[] {
  const { rule } = incident;
  const severity = pad(rule.severity.toUpperCase(), 8);
  const about = style.joined(
    [
      oneLine(rule.id),
      hostLabel(incident.host),
      counted(incident.count, 'line'),
      ...groupLabels(incident, oneLine(rule.title)),
      style.span(incident.first, incident.last),
    ],
    style.width - 12,
  );
  return [
    `  ${paintSeverity(rule.severity, severity, style)}  ${truncate(oneLine(rule.title), style.width - 12)}`,
    ...about.map((line) => `            ${style.paint('dim', line)}`),
  ];
}
