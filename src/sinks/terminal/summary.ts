/** The account of the rest: how much was read, what is known to be harmless, where the answer is blind. */
import type { Report, Summary } from '../../core/report.ts';
import { SEVERITIES } from '../../core/rules/rule.ts';
import { formatBytes, formatDuration } from '../../core/text/amounts.ts';
import { blindSpotRows } from './blind-spots.ts';
import { counted, grouped, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { hanging, wrap } from './wrap.ts';

const MAX_HARMLESS = 3;

interface Extent {
  /** ms; undefined where the answer shall be the same each time. */
  readonly elapsed?: number;
  readonly verbose?: boolean;
}

export function summaryRows(report: Report, extent: Extent, style: Style): string[] {
  const { summary } = report;
  return [
    ...verdict(report, extent.elapsed, style),
    ...harmlessRows(summary, style),
    ...summary.limits.flatMap(({ text, count }) =>
      hanging('Limit  ', `${oneLine(text)}: ${grouped(count)}`, style.width),
    ),
    ...blindSpotRows(report, style, extent.verbose === true),
    ...unreadRows(summary, style),
    ...(summary.complete ? [] : [style.paint('yellow', 'Stopped early: this is what was found so far.')]),
  ];
}

function verdict(report: Report, elapsed: number | undefined, style: Style): string[] {
  const { summary, incidents } = report;
  const amount = [
    counted(summary.lines, 'line'),
    formatBytes(summary.bytes) + (elapsed === undefined ? '' : ` in ${formatDuration(elapsed)}`),
    counted(summary.sources.length, 'source'),
    `${counted(summary.rules.count, 'rule')} (pack ${shortVersion(summary.rules.version)})`,
  ];
  if (incidents.length > 0)
    return style
      .joined([incidentCount(report), ...amount], style.width)
      .map((row) => style.paint('strong', row));
  if (summary.bytes === 0) return [style.paint('yellow', 'Nothing was read, so nothing can be said.')];
  const [lines, ...rest] = amount;
  return wrap(`${style.sign('check')} No failure found in ${lines} (${rest.join(', ')}).`, style.width).map(
    (row) => style.paint('green', row),
  );
}

/** Enough of each part to tell packs apart; the whole version is in the other outputs. */
function shortVersion(version: string): string {
  return oneLine(version)
    .split('+')
    .map((part) => part.slice(0, 7))
    .join('+');
}

/** `3 incidents (1 critical, 2 high)` */
function incidentCount({ incidents }: Report): string {
  const parts = SEVERITIES.map(
    (severity) => [severity, incidents.filter(({ rule }) => rule.severity === severity).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  return `${counted(incidents.length, 'incident')} (${parts.join(', ')})`;
}

function harmlessRows({ harmless }: Summary, style: Style): string[] {
  if (harmless.length === 0) return [];
  const total = harmless.reduce((sum, { count }) => sum + count, 0);
  const shown = harmless
    .slice(0, MAX_HARMLESS)
    .map(({ count, title }) => `${grouped(count)}${style.sign('times')} ${oneLine(title)}`);
  const more = harmless.length - MAX_HARMLESS;
  const list = shown.join('; ') + (more > 0 ? `; ${counted(more, 'other kind')}` : '');
  return hanging('Harmless  ', `${counted(total, 'line')}: ${list}`, style.width).map((row) =>
    style.paint('dim', row),
  );
}

function unreadRows({ problems }: Summary, style: Style): string[] {
  const unread = new Set(problems.filter(({ warning }) => !warning).map(({ place }) => place?.file));
  if (unread.size === 0) return [];
  return wrap(
    `${counted(unread.size, 'input')} not read, or not whole; the reasons are on stderr.`,
    style.width,
  ).map((row) => style.paint('yellow', row));
}
