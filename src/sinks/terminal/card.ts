/** One diagnosis in full. */
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { alikeRows } from './alike.ts';
import type { Folded } from './alike.ts';
import { explainsRows } from './explains.ts';
import { fixRows } from './fix.ts';
import { headline } from './headline.ts';
import { placeOf, proofRows } from './proof.ts';
import { oneLine } from './style.ts';
import type { Style } from './style.ts';
import { hanging, pad, wrap } from './wrap.ts';

/** A diagnosis with its root's incident. */
export interface Card {
  readonly diagnosis: Diagnosis;
  readonly root: Incident;
}

/** A report with a way to its incidents. */
export type Indexed = Report & { readonly byId: ReadonlyMap<string, Incident> };

const LABEL_WIDTH = 10;
/** Columns past which sentences are harder to read. */
const READING_WIDTH = 100;
/** Known causes of a symptom that are listed. */
const MAX_CAUSES = 5;

export function cardRows({ diagnosis, root, alike }: Folded, report: Indexed, style: Style): string[] {
  const room = style.width - 2 - LABEL_WIDTH;
  const reading = Math.min(room, READING_WIDTH);
  const text = (words: string): string[] => (words === '' ? [] : wrap(oneLine(words), reading));
  const sections: readonly (readonly [label: string, rows: readonly string[]])[] = [
    [diagnosis.kind === 'cause' ? 'Cause' : 'Symptom', text(causeText(diagnosis))],
    ['Impact', text(diagnosis.impact)],
    ['Proof', proofRows(root, room, style)],
    ['Resolved', resolvedRows(root, room, style)],
    ['Explains', explainsRows(diagnosis, report, reading, style)],
    ['Also', alikeRows(alike, reading, style)],
    ['Look at', lookAtRows(diagnosis, reading, style)],
    ['Fix', fixRows(diagnosis.remedy, reading, style)],
    ['Rank', text(diagnosis.reason).map((row) => style.paint('dim', row))],
    ['More', diagnosis.references.map((link) => style.paint('dim', oneLine(link)))],
  ];
  return [
    ...headline(diagnosis, root, style),
    ...sections.flatMap(([label, rows]) => labelled(label, rows, style)),
  ];
}

function causeText({ kind, cause }: Diagnosis): string {
  return kind === 'cause' ? cause : `Its cause is not in this log. ${cause}`.trimEnd();
}

function lookAtRows({ kind, lookAt }: Diagnosis, room: number, style: Style): string[] {
  if (kind === 'cause' || lookAt.length === 0) return [];
  const known = lookAt
    .slice(0, MAX_CAUSES)
    .flatMap(({ title, rule }) =>
      hanging(`${style.sign('arrow')} `, `${oneLine(title)} (${oneLine(rule)})`, room),
    );
  const more = lookAt.length - MAX_CAUSES;
  return [
    ...wrap('The other logs of that time. What is known to cause it:', room),
    ...known,
    ...(more > 0 ? [style.paint('dim', `and ${more} more; see them with -o json`)] : []),
  ];
}

function resolvedRows({ resolved }: Incident, room: number, style: Style): string[] {
  if (resolved === undefined) return [];
  const { evidence, time } = resolved;
  const at = time === undefined ? '' : `${style.span(time, undefined)}, `;
  return wrap(`${at}${placeOf(evidence, room)}: ${oneLine(evidence.message)}`, room)
    .slice(0, 2)
    .map((row) => style.paint('green', row));
}

function labelled(label: string, rows: readonly string[], style: Style): string[] {
  return rows.map(
    (row, i) =>
      `  ${i === 0 ? style.paint('strong', pad(label, LABEL_WIDTH)) : ' '.repeat(LABEL_WIDTH)}${row}`,
  );
}
