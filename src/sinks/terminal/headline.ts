/** The two lines at the top of a diagnosis: what is wrong, where, how often, when. */
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Severity } from '../../core/rules/rule.ts';
import { columns } from '../../core/text/width.ts';
import { counted, oneLine, SEVERITY_INK } from './style.ts';
import type { Style } from './style.ts';
import { pad, wrap } from './wrap.ts';

/** Columns in which a severity's name stands. */
const SEVERITY_WIDTH = 8;

export function headline(diagnosis: Diagnosis, root: Incident, style: Style): string[] {
  const sign = style.sign(diagnosis.kind === 'cause' ? 'cross' : 'warning');
  const lead = `${sign} ${pad(diagnosis.severity.toUpperCase(), SEVERITY_WIDTH)}  `;
  const host = hostLabel(diagnosis.host);
  const title = oneLine(diagnosis.title);
  const room = style.width - columns(lead);
  const [first = '', ...rest] = wrap(title, room);
  const gap = room - columns(first) - columns(host);
  const beside = host !== '' && rest.length === 0 && gap >= 2;
  return [
    paintSeverity(diagnosis.severity, lead, style) +
      style.paint('strong', first) +
      (beside ? ' '.repeat(gap) + style.paint('dim', host) : ''),
    ...rest.map((line) => ' '.repeat(columns(lead)) + style.paint('strong', line)),
    ...style
      .joined(
        [
          beside ? '' : host,
          oneLine(root.rule.id),
          counted(root.count, 'line'),
          root.resolved === undefined ? '' : 'resolved',
          ...groupLabels(root, title),
          style.span(root.first, root.last),
        ],
        style.width - 2,
      )
      .map((line) => `  ${style.paint('dim', line)}`),
  ];
}

export function paintSeverity(severity: Severity, text: string, style: Style): string {
  return style.paint('strong', style.paint(SEVERITY_INK[severity], text));
}

/** Values that tell this incident from others of its rule, where the title does not say them. */
export function groupLabels({ group }: Incident, title: string): string[] {
  return Object.entries(group)
    .map(([name, value]) => [oneLine(name), oneLine(value)] as const)
    .filter(([, value]) => value !== '' && !title.includes(value))
    .map(([name, value]) => `${name} ${value}`);
}

/** `node agent1`; nothing when no host is known. */
export function hostLabel(host: string): string {
  return host === '' ? '' : `node ${oneLine(host)}`;
}
