/**
 * GitHub annotations: a workflow command a diagnosis.
 * Format: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions; a message's `%`, CR and LF are written
 * as %25, %0D, %0A, a property's `:` and `,` as %3A and %2C, too.
 */
import { visible } from '../../core/text/visible.ts';
import type { Report } from '../../core/report.ts';
import { casesOf } from '../cases.ts';
import type { Case } from '../cases.ts';
import { LEVEL } from '../level.ts';
import type { RenderingSink } from '../sink.ts';
import { counted, oneLine } from '../terminal/style.ts';

export const sink: RenderingSink = { render: annotations };

const COMMAND = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** A line a diagnosis, the most urgent first: GitHub shows ten of each level a step. */
export function* annotations(report: Report): Generator<string> {
  for (const each of casesOf(report)) yield annotation(each);
}

function annotation({ diagnosis, root, explained }: Case): string {
  const [proof] = root.evidence;
  const place = proof === undefined || proof.source === '-' ? [] : placeOf(proof.source, proof.line);
  const title = property(`${diagnosis.severity}: ${oneLine(diagnosis.title)}`);
  const message = [
    oneLine(diagnosis.title) + (diagnosis.host === '' ? '' : ` (node ${oneLine(diagnosis.host)})`),
    diagnosis.kind === 'cause' ? diagnosis.cause : `Its cause is not in these logs. ${diagnosis.cause}`,
    diagnosis.impact,
    proof === undefined ? '' : `Proof: ${oneLine(proof.message)}`,
    explained.length === 0 ? '' : `Explains ${counted(explained.length, 'other incident')}.`,
    ...diagnosis.remedy.map(
      (step, i) => `${i + 1}. ${step.do}${step.run === undefined ? '' : `\n${step.run.trimEnd()}`}`,
    ),
  ];
  const text = message.filter((part) => part.trim() !== '').join('\n');
  return `::${COMMAND[LEVEL[diagnosis.severity]]} ${[...place, `title=${title}`].join(',')}::${data(text)}\n`;
}

function placeOf(source: string, line: number): string[] {
  return [`file=${property(source)}`, `line=${line}`];
}

function data(text: string): string {
  return visible(text.replaceAll('\t', ' '), { newline: true })
    .replaceAll('%', '%25')
    .replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
