/** What a failed test case says: plain text. */
import type { FilledStep } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Case } from '../cases.ts';
import { counted, oneLine, Style } from '../terminal/style.ts';

const STYLE = new Style({ color: false, width: 1000, unicode: true });

export function caseText({ diagnosis, root, explained }: Case): string {
  const cause = diagnosis.kind === 'cause' ? diagnosis.cause : `Not in these logs. ${diagnosis.cause}`;
  return [
    incidentText(root),
    paragraph('Cause', [cause]),
    paragraph('Impact', [diagnosis.impact]),
    paragraph('Explains', explained.map(explainedText)),
    paragraph('Fix', diagnosis.remedy.map(stepText)),
    paragraph('More', diagnosis.references),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function incidentText(incident: Incident): string {
  const { rule, host, count, first, last, evidence } = incident;
  const head = [rule.id, host, counted(count, 'line'), STYLE.span(first, last)].filter((part) => part !== '');
  const proof = evidence.map(({ source, line, text }) => `${source}:${line}: ${text}`);
  return [head.join(', '), paragraph('Proof', proof)].filter((part) => part !== '').join('\n\n');
}

function paragraph(label: string, lines: readonly string[]): string {
  const full = lines.filter((line) => line.trim() !== '');
  return full.length === 0
    ? ''
    : `${label}:\n${full.map((line) => `  ${line.replaceAll('\n', '\n  ')}`).join('\n')}`;
}

function explainedText({ incident, reason }: Case['explained'][number]): string {
  const { rule, host, count } = incident;
  const where = host === '' ? '' : `, node ${host}`;
  const what = `${rule.title} (${rule.id}, ${counted(count, 'line')}${where})`;
  return oneLine(reason === '' ? what : `${what}: ${reason}`);
}

function stepText({ do: text, run }: FilledStep, index: number): string {
  const step = `${index + 1}. ${oneLine(text)}`;
  return run === undefined ? step : `${step}\n$ ${run.trimEnd()}`;
}
