/** Where: one row a node, when the logs name several; the worst first. */
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { SEVERITIES } from '../../core/rules/rule.ts';
import type { Severity } from '../../core/rules/rule.ts';
import { columns, truncate } from '../../core/text/width.ts';
import { paintSeverity } from './headline.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { pad } from './wrap.ts';

const MAX_ROWS = 12;
const MAX_NAME = 40;
const SEVERITY_WIDTH = 8;

interface Node {
  readonly name: string;
  readonly incidents: readonly Incident[];
  readonly worst: Severity;
  /** Of the most severe incident there. */
  readonly title: string;
}

export function nodeRows(report: Report, style: Style): string[] {
  const nodes = nodesOf(report);
  if (nodes.length < 2) return [];
  const shown = nodes.slice(0, MAX_ROWS);
  const width = Math.min(MAX_NAME, Math.max(...shown.map(({ name }) => columns(oneLine(name)))));
  const more = nodes.length - shown.length;
  return [
    style.paint('strong', 'Nodes'),
    ...shown.map((node) => row(node, width, style)),
    ...(more > 0 ? [style.paint('dim', `  and ${more} more`)] : []),
  ];
}

function row({ name, incidents, worst, title }: Node, width: number, style: Style): string {
  const severity = paintSeverity(worst, pad(worst.toUpperCase(), SEVERITY_WIDTH), style);
  const count = pad(counted(incidents.length, 'incident'), '999 incidents'.length);
  const head = `  ${pad(truncate(oneLine(name), width), width)}  `;
  const room = style.width - columns(head) - SEVERITY_WIDTH - columns(count) - 4;
  return `${head}${severity}  ${count}  ${truncate(oneLine(title), Math.max(8, room))}`.trimEnd();
}

function nodesOf({ incidents, diagnoses }: Report): Node[] {
  const byHost = Map.groupBy(
    incidents.filter(({ host }) => host !== ''),
    ({ host }) => host,
  );
  const nodes = [...byHost].map(([name, own]): Node => {
    const ids = new Set(own.map(({ id }) => id));
    const worst = SEVERITIES.find((severity) => own.some(({ rule }) => rule.severity === severity)) ?? 'info';
    const urgent = diagnoses.find(({ root, severity }) => ids.has(root) && severity === worst);
    const title = urgent?.title ?? own.find(({ rule }) => rule.severity === worst)!.rule.title;
    return { name, incidents: own, worst, title };
  });
  const rank = (node: Node): number => SEVERITIES.indexOf(node.worst);
  return nodes.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
