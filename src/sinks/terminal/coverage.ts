/** What was understood of the lines that look bad, and what the rest looks like. */
import type { Coverage, Template } from '../../core/coverage/coverage.ts';
import type { Report } from '../../core/report.ts';
import { shellQuote } from '../../core/text/shell.ts';
import { truncate } from '../../core/text/width.ts';
import { counted, grouped, oneLine } from './style.ts';
import type { Ink, Style } from './style.ts';
import { hanging, pad } from './wrap.ts';

const MAX_SHOWN = 10;
const MAX_VERBOSE = 1000;
/** A longer line is fetched from its file instead of being pasted. */
const MAX_PASTED = 200;
const INKS: Readonly<Record<string, Ink>> = { fatal: 'red', error: 'red', warning: 'yellow' };

export function coverageRows({ coverage }: Report, style: Style, verbose: boolean): string[] {
  if (coverage === undefined) return [];
  const shown = coverage.templates.slice(0, verbose ? MAX_VERBOSE : MAX_SHOWN);
  const more = coverage.templates.length - shown.length;
  return [
    ...hanging('Coverage  ', account(coverage), style.width).map((row, i) =>
      i === 0 ? style.paint('strong', row) : row,
    ),
    ...shown.flatMap((template) => templateRows(template, style)),
    ...(more > 0
      ? [style.paint('dim', `  and ${counted(more, 'other kind')} of unknown line; -v shows all`)]
      : []),
    ...(coverage.beyond > 0
      ? [style.paint('dim', `  and ${counted(coverage.beyond, 'line')} of more kinds than are kept apart`)]
      : []),
  ];
}

function account({ scary, explained, harmless, known, unknown, inBaseline }: Coverage): string {
  if (scary === 0) return 'no line of level warning or above';
  const parts = [
    `${grouped(explained)} explained by incidents`,
    `${grouped(harmless)} known to be harmless`,
    `${grouped(known)} known, but too few or over at once`,
    `${grouped(unknown)} unknown (${Math.round((unknown / scary) * 100)} %)`,
  ];
  const base = inBaseline === undefined ? '' : `, ${grouped(inBaseline)} of them in the baseline, too`;
  return `${counted(scary, 'line')} of level warning or above: ${parts.join(', ')}${base}`;
}

function templateRows(template: Template, style: Style): string[] {
  const { level, count, text, component, isNew, first, last } = template;
  const mark = isNew ? 'NEW' : level;
  const lead = `  ${style.paint(INKS[level] ?? 'dim', pad(mark, 'warning'.length))}  ${pad(`${grouped(count)}${style.sign('times')}`, 7)} `;
  const indent = 2 + 'warning'.length + 2 + 8;
  const name = component === '' ? '' : `${oneLine(component)}: `;
  const { source, line } = template.example;
  const about = [`${oneLine(source)}:${line}`, style.span(first, last)].filter((part) => part !== '');
  return [
    lead + truncate(name + oneLine(text), style.width - indent),
    ...style.joined(about, style.width - indent).map((row) => ' '.repeat(indent) + style.paint('dim', row)),
    `${' '.repeat(indent)}${style.paint('cyan', `$ ${command(template)}`)}`,
  ];
}

/** Makes a rule of it. */
function command({ example: { source, line, text } }: Template): string {
  if (text.length <= MAX_PASTED && !text.includes('\n'))
    return `whynotready rules new --from ${shellQuote(oneLine(text))}`;
  if (source === '-' || NO_TEXT.test(source)) return 'whynotready rules new --from - # paste the line';
  const file = shellQuote(oneLine(source));
  const unpack = UNPACKS.find(([ending]) => source.endsWith(ending))?.[1];
  const print = unpack === undefined ? `sed -n ${line}p ${file}` : `${unpack} ${file} | sed -n ${line}p`;
  return `${print} | whynotready rules new`;
}

/** Members of archives, and binary journals. */
const NO_TEXT = /!|\.journal~?$/;
const UNPACKS = [
  ['.gz', 'zcat'],
  ['.zst', 'zstdcat'],
  ['.xz', 'xzcat'],
  ['.bz2', 'bzcat'],
  ['.lz4', 'lz4cat'],
] as const;
