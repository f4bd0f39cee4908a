/** A row an incident, or with a focus on coverage an unknown line: `table` fits the width, `wide` leaves nothing out. */
import type { Template } from '../../core/coverage/coverage.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { columns as columnsOf, truncate } from '../../core/text/width.ts';
import type { Rendering, RenderingSink } from '../sink.ts';
import { inAscii, SEVERITY_INK, Style } from '../terminal/style.ts';
import { pad } from '../terminal/wrap.ts';
import { tableColumns, templateColumns, wideColumns, wideTemplateColumns } from './columns.ts';
import type { Column } from './columns.ts';

export const table: RenderingSink = {
  render: (report, look) => {
    const style = new Style(look);
    const drawing = { style, look, width: look.width };
    return look.focus === 'coverage'
      ? rows(unknownLines(report), { ...drawing, columns: templateColumns(style) })
      : rows(report.incidents, { ...drawing, columns: tableColumns(style), ink: severityInk });
  },
};

export const wide: RenderingSink = {
  render: (report, look) => {
    const style = new Style(look);
    const drawing = { style, look, width: Infinity };
    return look.focus === 'coverage'
      ? rows(unknownLines(report), { ...drawing, columns: wideTemplateColumns(style) })
      : rows(report.incidents, { ...drawing, columns: wideColumns(report, style), ink: severityInk });
  },
};

function unknownLines({ coverage }: Report): readonly Template[] {
  return coverage?.templates ?? [];
}

const GAP = '  ';
/** Columns that text on the right keeps, however narrow the screen. */
const LEAST = 20;

interface Drawing<Row> {
  readonly style: Style;
  readonly look: Rendering;
  readonly columns: readonly Column<Row>[];
  readonly width: number;
  /** Colours a row that is drawn. */
  readonly ink?: (drawn: string, row: Row, style: Style) => string;
}

function* rows<Row>(items: readonly Row[], drawing: Drawing<Row>): Generator<string> {
  const { style, look, columns, width, ink = (drawn) => drawn } = drawing;
  const cells = items.map((item) => columns.map(({ cell }) => cell(item)));
  // What nobody has is left out: few logs name their host.
  const filled = columns
    .map(({ head, right, spare }, i) => ({ head, right, spare, i, widest: widest(cells, i) }))
    .filter(({ widest: room }) => room > 0 || items.length === 0);
  const shown = fitting(filled, width);
  const line = (texts: readonly string[]): string => {
    const padded = shown.map(({ head, widest: most, right }, i) => {
      const room = Math.max(most, head.length);
      return right ? ' '.repeat(Math.max(0, room - columnsOf(texts[i]!))) + texts[i]! : pad(texts[i]!, room);
    });
    return fitted(padded, width);
  };
  const safe = (text: string): string => (look.unicode ? text : inAscii(text));
  yield `${style.paint('strong', line(shown.map(({ head }) => head)))}\n`;
  for (const [n, row] of cells.entries())
    yield `${ink(safe(line(shown.map(({ i }) => row[i]!))), items[n]!, style)}\n`;
}

/** Without the columns that one can do without, as far as needed. */
function fitting<Of extends { head: string; widest: number; spare: number | undefined }>(
  all: readonly Of[],
  width: number,
): readonly Of[] {
  const left = all
    .slice(0, -1)
    .reduce((sum, each) => sum + Math.max(each.widest, each.head.length) + GAP.length, 0);
  const [first] = all.filter(({ spare }) => spare !== undefined).toSorted((a, b) => a.spare! - b.spare!);
  if (first === undefined || left + LEAST <= width) return all;
  return fitting(
    all.filter((each) => each !== first),
    width,
  );
}

function widest(cells: readonly (readonly string[])[], column: number): number {
  return cells.reduce((most, row) => Math.max(most, columnsOf(row[column]!)), 0);
}

/** The last column takes what is left, at least twenty. */
function fitted(cells: readonly string[], width: number): string {
  const last = cells.at(-1)?.trimEnd() ?? '';
  const left = cells.slice(0, -1).join(GAP);
  const room = Math.max(LEAST, width - columnsOf(left) - GAP.length);
  return `${left}${left === '' ? '' : GAP}${truncate(last, room)}`.trimEnd();
}

function severityInk(row: string, { rule }: Incident, style: Style): string {
  const word = rule.severity.toUpperCase();
  const at = row.indexOf(word);
  return row.slice(0, at) + style.paint(SEVERITY_INK[rule.severity], word) + row.slice(at + word.length);
}
