/** How `explain` looks. */
import type { ExplainedMatch, ExplainedMiss, Explanation } from '../../core/explain/explain.ts';
import type { TimeOrigin } from '../../core/explain/packaging.ts';
import { rfc3339 } from '../../core/text/amounts.ts';
import { fillProse } from '../../core/text/slots.ts';
import { truncate } from '../../core/text/width.ts';
import { counted, inAscii, oneLine, SEVERITY_INK } from './style.ts';
import type { Style } from './style.ts';
import { hanging, pad } from './wrap.ts';

const LABEL = 11;

export function explanationRows(found: Explanation, style: Style): string[] {
  return [
    // Whole, as wide as it is.
    style.paint('strong', pad('Line', LABEL)) + shown(whereText(found)),
    ...labelled('Packed', packedText(found), style),
    ...labelled('Time', timeText(found.entry.time, found.time), style),
    ...entryRows(found, style),
    ...section(
      found.matches.length === 0 ? 'No rule matches' : 'Matches',
      found.matches.flatMap((match) => matchRows(match, style)),
      style,
    ),
    ...section(
      'Comes close',
      found.near.flatMap((miss) => missRows(miss, style)),
      style,
    ),
  ];
}

function whereText({ origin, lines }: Explanation): string {
  const more = lines > 1 ? `, an entry of ${counted(lines, 'line')}` : '';
  const place = origin.source === '-' ? '' : `${origin.source.replace(/^-(?=!)/, 'stdin')}:`;
  return `${place}${origin.line}${more}`;
}

function packedText({ envelopes, payload }: Explanation): string {
  const names = [...envelopes, payload].join(' > ');
  return envelopes.length === 0
    ? `${names} (no envelope)`
    : `${names} (${counted(envelopes.length, 'envelope')}, then the payload)`;
}

function timeText(time: number | undefined, origin: TimeOrigin): string {
  if (time === undefined) return 'none on the line, and none before it';
  return `${rfc3339(time)} ${timeOriginText(origin)}`;
}

function timeOriginText({ from, format, year, zone }: TimeOrigin): string {
  if (from === 'earlier-line') return '(none of its own: that of the nearest line before it)';
  const missing = [
    year === 'anchor' ? 'the year from the first exact time of the source' : undefined,
    year === 'modified' ? 'the year from the time of the last change' : undefined,
    zone === undefined ? undefined : `zone ${zone} taken, as it names none`,
  ].filter((part) => part !== undefined);
  return `(from the ${from}, ${format}${missing.map((part) => `; ${part}`).join('')})`;
}

function entryRows({ entry }: Explanation, style: Style): string[] {
  const named = [
    ['host', entry.host],
    ['unit', entry.unit],
    ['component', entry.component],
    ['level', entry.level],
    ['caller', entry.caller],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  return [
    ...(named.length === 0 ? [] : labelled('Says', named.join(', '), style)),
    ...labelled('Message', entry.message, style),
    ...entry.fields
      .slice(0, MAX_FIELDS)
      .flatMap(({ name, value }, i) => labelled(i === 0 ? 'Fields' : '', `${name} = ${value}`, style)),
    ...(entry.fields.length > MAX_FIELDS
      ? labelled('', `and ${counted(entry.fields.length - MAX_FIELDS, 'more field')}`, style)
      : []),
  ];
}

const MAX_FIELDS = 40;
const MAX_TEXT = 4096;

function labelled(label: string, text: string, style: Style): string[] {
  const [first = '', ...rest] = hanging(pad(label, LABEL), shown(text), style.width);
  return [style.paint('strong', first.slice(0, LABEL)) + first.slice(LABEL), ...rest];
}

function shown(text: string): string {
  return inAscii(truncate(oneLine(text), MAX_TEXT));
}

function section(title: string, rows: readonly string[], style: Style): string[] {
  if (rows.length === 0 && title !== 'No rule matches') return [];
  return ['', style.paint('strong', title), ...rows];
}

function matchRows(match: ExplainedMatch, style: Style): string[] {
  const captures = Object.entries(match.captures).map(([name, value]) => `${name} = ${value}`);
  const literal =
    match.literal === undefined
      ? ['none of its plain texts stands in the raw line: the scanner will not find it']
      : [`found by ${JSON.stringify(match.literal)}`];
  const lines = [...(captures.length === 0 ? [] : [captures.join(', ')]), ...match.outlook, ...literal];
  return [...head(match, style), ...lines.flatMap((line) => hanging('      ', shown(line), style.width))];
}

function head({ rule, kind, severity, title }: ExplainedMatch, style: Style): string[] {
  const paint = (text: string): string => style.paint(SEVERITY_INK[severity], text);
  return [
    `  ${style.paint('strong', oneLine(rule))} ${paint(`${kind}, ${severity}`)}`,
    ...hanging('      ', titleText(title), style.width),
  ];
}

function titleText(title: string): string {
  return shown(fillProse(title, () => undefined));
}

function missRows({ rule, title, alternative, why }: ExplainedMiss, style: Style): string[] {
  return [
    `  ${style.paint('strong', oneLine(rule))}`,
    ...hanging('      ', titleText(title), style.width),
    ...hanging('      wanted: ', shown(alternative), style.width),
    ...hanging('      but ', shown(why.text), style.width),
  ];
}
