/** The columns of `table` and `wide`. */
import type { Template } from '../../core/coverage/coverage.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { oneLine } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';

export interface Column<Row = Incident> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  /** Stands to the right of its column. */
  readonly right?: boolean;
  /** Left out where the width is too small for all: 1 first. */
  readonly spare?: number;
}

/** Of unknown lines: how bad, how often, when, what. */
export function templateColumns(style: Style): Column<Template>[] {
  return [
    { head: 'LEVEL', cell: ({ level }) => level.toUpperCase() },
    { head: 'NEW', cell: ({ isNew }) => (isNew ? 'new' : '') },
    { head: 'COUNT', cell: ({ count }) => String(count), right: true },
    { head: `FIRST (${style.zone})`, cell: ({ first }) => moment(first, style), spare: 2 },
    { head: 'LAST', cell: ({ first, last }) => lastMoment(first, last, style), spare: 1 },
    { head: 'COMPONENT', cell: ({ component }) => oneLine(component), spare: 3 },
    { head: 'UNKNOWN LINE', cell: ({ text }) => oneLine(text) },
  ];
}

/** Those of the table, and where an example stands. */
export function wideTemplateColumns(style: Style): Column<Template>[] {
  return [
    ...templateColumns(style),
    { head: 'PLACE', cell: ({ example: { source, line } }) => oneLine(`${source}:${line}`) },
  ];
}

/** Severity, first, last, count, host, rule, title. */
export function tableColumns(style: Style): Column[] {
  return [
    { head: 'SEVERITY', cell: ({ rule }) => rule.severity.toUpperCase() },
    { head: `FIRST (${style.zone})`, cell: ({ first }) => moment(first, style), spare: 3 },
    { head: 'LAST', cell: ({ first, last }) => lastMoment(first, last, style), spare: 1 },
    { head: 'COUNT', cell: ({ count }) => String(count), right: true },
    { head: 'HOST', cell: ({ host }) => oneLine(host) },
    { head: 'RULE', cell: ({ rule }) => oneLine(rule.id), spare: 2 },
    { head: 'TITLE', cell: ({ rule }) => oneLine(rule.title) },
  ];
}

/** Those of the table and what else tells an incident from others. */
export function wideColumns(report: Report, style: Style): Column[] {
  const byId = new Map(report.incidents.map((each) => [each.id, each]));
  const causes = Map.groupBy(report.links, ({ effect }) => effect);
  const kinds = new Map(report.diagnoses.map(({ root, kind }) => [root, kind]));
  return [
    { head: 'ID', cell: ({ id }) => id },
    { head: 'IS', cell: ({ id }) => kinds.get(id) ?? (causes.has(id) ? 'explained' : '') },
    ...tableColumns(style),
    { head: 'STATE', cell: ({ resolved }) => (resolved === undefined ? '' : 'resolved') },
    { head: 'CATEGORY', cell: ({ rule }) => oneLine(rule.category) },
    {
      head: 'GROUP',
      cell: ({ group }) =>
        Object.entries(group)
          .map(([name, value]) => oneLine(`${name}=${value}`))
          .join(','),
    },
    {
      head: 'CAUSED BY',
      cell: ({ id }) =>
        [...new Set((causes.get(id) ?? []).map(({ cause }) => byId.get(cause)?.rule.id ?? cause))].join(','),
    },
    {
      head: 'PLACE',
      cell: ({ evidence: [proof] }) => (proof === undefined ? '' : oneLine(`${proof.source}:${proof.line}`)),
    },
  ];
}

function moment(ms: number | undefined, style: Style): string {
  if (ms === undefined) return '';
  const { day, time } = style.moment(ms);
  return `${day} ${time}`;
}

/** Of the same day only the time. */
function lastMoment(first: number | undefined, last: number | undefined, style: Style): string {
  if (first === undefined || last === undefined) return '';
  const { day, time } = style.moment(last);
  return style.moment(first).day === day ? time : `${day} ${time}`;
}
