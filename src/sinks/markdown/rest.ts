/** What stands behind the diagnoses: other incidents, versions, and what was read. */
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { formatBytes } from '../../core/text/amounts.ts';
import { counted, grouped } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';
import { code, prose } from './text.ts';

/** Nodes named beside a version. */
const MAX_HOSTS = 12;
const MAX_ROWS = 50;
const MAX_SOURCES = 20;

/** Folded away under its title. */
export function folded(title: string, body: readonly string[]): string {
  return [`<details>`, `<summary>${title}</summary>`, '', body.join('\n\n'), '', '</details>'].join('\n');
}

/** A table; nothing when there is no other incident. */
export function otherIncidents(incidents: readonly Incident[], style: Style): string[] {
  if (incidents.length === 0) return [];
  const rows = incidents.slice(0, MAX_ROWS).map((incident) => {
    const { rule, host, count, first, last } = incident;
    const cells = [
      rule.severity,
      style.span(first, last),
      grouped(count),
      code(host),
      code(rule.id),
      prose(rule.title),
    ];
    return `| ${cells.map(inCell).join(' | ')} |`;
  });
  const more = incidents.length - MAX_ROWS;
  return [
    folded(`Also seen: ${counted(incidents.length, 'incident')}`, [
      [
        '| severity | when | lines | node | rule | title |',
        '| --- | --- | ---: | --- | --- | --- |',
        ...rows,
      ].join('\n'),
      ...(more > 0 ? [`and ${more} more`] : []),
    ]),
  ];
}

export function whatWasRead(report: Report): string {
  const { summary } = report;
  return folded('Versions, and what was read', [
    bullets([
      `whynotready ${code(summary.version)}, ${counted(summary.rules.count, 'rule')} (pack ${code(summary.rules.version)})`,
      ...versions(report),
    ]),
    bullets([
      `${counted(summary.lines, 'line')}, ${formatBytes(summary.bytes)}, ${counted(summary.sources.length, 'source')}`,
      ...some(
        summary.sources.map(
          ({ name, lines }) => `${code(name.replace(/^-(?=!|$)/, 'stdin'))}: ${counted(lines, 'line')}`,
        ),
        MAX_SOURCES,
      ),
    ]),
    ...limits(report),
  ]);
}

/** A row a version, with the nodes that run it. */
function versions({ facts }: Report): string[] {
  const byValue = Map.groupBy(facts, ({ name, value }) => `${prose(name)} ${code(value)}`);
  return [...byValue].map(([version, own]) => {
    const hosts = [...new Set(own.map(({ host }) => host).filter((host) => host !== ''))].map(code);
    const more = hosts.length - MAX_HOSTS;
    const named = [...hosts.slice(0, MAX_HOSTS), ...(more > 0 ? [`${more} more`] : [])];
    return version + (named.length === 0 ? '' : ` on ${named.join(', ')}`);
  });
}

/** Where the answer is blind: it stands in the open. */
export function caveats({ summary }: Report): string[] {
  const lines = [
    ...(summary.complete ? [] : ['Stopped early: this is what was found so far.']),
    ...(summary.problems.length === 0
      ? []
      : [`${counted(summary.problems.length, 'problem')} with the input, see below.`]),
  ];
  return lines.length === 0 ? [] : [`> [!WARNING]\n${lines.map((line) => `> ${line}`).join('\n')}`];
}

function spotText({ text, source, host }: Report['summary']['blindSpots'][number]): string {
  const where = [source, host]
    .filter((part) => part !== undefined && part !== '' && !text.includes(part))
    .map((part) => code(part!));
  return [...where, prose(text)].join(': ');
}

/** What was not understood: only when it was asked for. */
export function coverageText({ coverage }: Report, style: Style): string[] {
  if (coverage === undefined) return [];
  const { scary, explained, harmless, known, unknown, templates } = coverage;
  const rows = templates.slice(0, MAX_ROWS).map(({ count, first, last, component, text }) => {
    const cells = [grouped(count), style.span(first, last), code(component), code(text)];
    return `| ${cells.map(inCell).join(' | ')} |`;
  });
  const more = templates.length - rows.length;
  const table = ['| lines | when | component | text |', '| ---: | --- | --- | --- |', ...rows].join('\n');
  return [
    folded(`Of ${counted(scary, 'line')} that look bad ${grouped(unknown)} are unknown`, [
      `${grouped(explained)} explained, ${grouped(harmless)} harmless, ${grouped(known)} known, ${grouped(unknown)} unknown`,
      ...(rows.length > 0 ? [table] : []),
      ...(more > 0 ? [`and ${more} more kinds`] : []),
    ]),
  ];
}

/** A bar would end the cell, also inside of code. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\\\\|', '\\|');
}

function limits({ summary }: Report): string[] {
  const problems = summary.problems.map(({ code: name, message, place }) => {
    const at =
      place === undefined
        ? ''
        : `${code(`${place.file}${place.line === undefined ? '' : `:${place.line}`}`)}: `;
    return `${at}${name}: ${prose(message)}`;
  });
  const all = [
    ...summary.harmless.map(({ title, count }) => `harmless: ${grouped(count)}× ${prose(title)}`),
    ...summary.limits.map(({ text, count }) => `limit: ${prose(text)}: ${grouped(count)}`),
    ...summary.blindSpots.map((spot) => `blind: ${spotText(spot)}`),
    ...problems,
  ];
  return all.length === 0 ? [] : [bullets(some(all, MAX_ROWS))];
}

function some(items: readonly string[], most: number): string[] {
  const more = items.length - most;
  return more > 0 ? [...items.slice(0, most), `and ${more} more`] : [...items];
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
