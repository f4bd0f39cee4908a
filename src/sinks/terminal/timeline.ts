/** When: one row an incident over a common axis of time, a cause above its symptoms. */
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Histogram, Incident } from '../../core/incidents/incident.ts';
import { formatDuration } from '../../core/text/amounts.ts';
import { columns, truncate } from '../../core/text/width.ts';
import { groupLabels, hostLabel } from './headline.ts';
import { oneLine, SEVERITY_INK } from './style.ts';
import type { Sign, Style } from './style.ts';
import { hanging, pad } from './wrap.ts';

const MAX_ROWS = 16;
const MAX_BARS = 72;
const MIN_BARS = 16;
/** Widest label, as a share of the width. */
const LABEL_SHARE = 0.5;
const INDENT = 2;
const BLOCKS = '▁▂▃▄▅▆▇█';
const BLOCKS_ASCII = '.:-=+*%#';

interface Row {
  readonly incident: Incident & { readonly first: number; readonly last: number };
  readonly sign: Sign;
  /** 1 below its cause. */
  readonly depth: number;
}

/** `diagnoses`: those that are shown, in their order. Nothing for fewer than two incidents, or when all happened at one moment. */
export function timelineRows(
  diagnoses: readonly Diagnosis[],
  byId: ReadonlyMap<string, Incident>,
  style: Style,
): string[] {
  const all = rowsOf(diagnoses, byId);
  const rows = all.slice(0, MAX_ROWS);
  const from = Math.min(...rows.map(({ incident }) => incident.first));
  const to = Math.max(...rows.map(({ incident }) => incident.last));
  if (rows.length < 2 || to - from < 1000) return [];
  const labels = labelsOf(rows, style);
  const indent = INDENT + Math.max(...labels.map(columns)) + 2;
  const width = Math.min(MAX_BARS, style.width - indent);
  if (width < MIN_BARS) return [];
  const axis = { from, to, width };
  const more = all.length - rows.length;
  return [
    ...hanging(
      'Timeline  ',
      `${style.span(from, to)}, ${formatDuration((to - from) / width)} a column`,
      style.width,
    ).map((line) => style.paint('dim', line)),
    ...rows.map(({ incident }, i) => {
      const bars = style.paint(SEVERITY_INK[incident.rule.severity], barsOf(incident, axis, style));
      return `${' '.repeat(INDENT)}${pad(labels[i]!, indent - INDENT)}${bars}`;
    }),
    ...(more > 0 ? [style.paint('dim', `${' '.repeat(INDENT)}and ${more} more`)] : []),
  ];
}

function rowsOf(diagnoses: readonly Diagnosis[], byId: ReadonlyMap<string, Incident>): Row[] {
  const told = new Set<string>();
  return diagnoses.flatMap(({ root, explains, kind }) => {
    const sign = kind === 'cause' ? 'cross' : 'warning';
    return [
      ...timed(root, byId, told).map((incident): Row => ({ incident, sign, depth: 0 })),
      ...explains.flatMap((id) =>
        timed(id, byId, told).map((incident): Row => ({ incident, sign: 'arrow', depth: 1 })),
      ),
    ];
  });
}

/** The incident once, if it has a time. */
function timed(id: string, byId: ReadonlyMap<string, Incident>, told: Set<string>): Row['incident'][] {
  const incident = byId.get(id);
  if (incident?.first === undefined || told.has(id)) return [];
  told.add(id);
  return [{ ...incident, first: incident.first, last: incident.last ?? incident.first }];
}

/** Sign, title and, where rows differ in them, the group and the node. */
function labelsOf(rows: readonly Row[], style: Style): string[] {
  const several = new Set(rows.map(({ incident }) => incident.host)).size > 1;
  const room = Math.floor(style.width * LABEL_SHARE);
  return rows.map(({ incident, sign, depth }) => {
    const lead = `${'  '.repeat(depth)}${style.sign(sign)} `;
    const title = oneLine(incident.rule.title);
    const twins = rows.filter((row) => row.incident.rule.title === incident.rule.title).length > 1;
    const marks = [...(twins ? groupLabels(incident, title) : []), several ? hostLabel(incident.host) : ''];
    const told = marks.filter((mark) => mark !== '').join(', ');
    const tail = told === '' ? '' : ` ${style.sign('dot')} ${truncate(told, room >> 1)}`;
    return lead + truncate(title, room - columns(lead) - columns(tail)) + tail;
  });
}

interface Axis {
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Columns. */
  readonly width: number;
}

/** The higher the more matches, each row by itself, by the logarithm: one match must be seen beside a flood. */
function barsOf(incident: Row['incident'], axis: Axis, style: Style): string {
  const counts = countsOn(axis, incident);
  const most = Math.max(...counts);
  const blocks = style.isUnicode ? BLOCKS : BLOCKS_ASCII;
  const bars = counts.map((count) => {
    if (count === 0) return ' ';
    const share = most <= 1 ? 1 : Math.log(count + 1) / Math.log(most + 1);
    return blocks[Math.min(blocks.length - 1, Math.floor(share * blocks.length))]!;
  });
  return bars.join('').trimEnd();
}

function countsOn(axis: Axis, incident: Row['incident']): number[] {
  const counts = Array.from({ length: axis.width }, () => 0);
  const { histogram, first, last, count } = incident;
  if (histogram === undefined) counts[columnOf(axis, first)]! += count;
  else
    for (const [time, matches] of momentsOf(histogram, first, last)) counts[columnOf(axis, time)]! += matches;
  return counts;
}

/** A bucket's matches happened about its middle, but never outside the incident. */
function* momentsOf(
  { start, width, counts }: Histogram,
  first: number,
  last: number,
): Generator<[number, number]> {
  for (const [i, count] of counts.entries())
    if (count > 0) yield [Math.min(last, Math.max(first, start + (i + 0.5) * width)), count];
}

function columnOf({ from, to, width }: Axis, time: number): number {
  return Math.max(0, Math.min(width - 1, Math.floor(((time - from) / (to - from)) * width)));
}
