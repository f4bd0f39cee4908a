/** One diagnosis as Markdown. */
import type { Diagnosis, FilledStep } from '../../core/diagnosis/diagnosis.ts';
import type { Evidence, Incident } from '../../core/incidents/incident.ts';
import { cut } from '../../core/text/own.ts';
import type { Case, Explained } from '../cases.ts';
import { groupLabels } from '../terminal/headline.ts';
import { differing } from '../terminal/proof.ts';
import { counted, oneLine } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';
import { block, code, link, prose } from './text.ts';

/** Characters of one proof; a longer one is cut with a note. */
const MAX_PROOF = 2000;
const MAX_EXPLAINED = 20;
const MAX_CAUSES = 10;

/** `Critical: The server rejects this node's password` */
export function caseTitle({ diagnosis }: Case): string {
  const { severity, title } = diagnosis;
  return `${severity.charAt(0).toUpperCase()}${severity.slice(1)}: ${prose(title)}`;
}

/** What stands under its title; blocks that belong together. */
export function caseBody(each: Case, style: Style): string[] {
  const { diagnosis, root, explained } = each;
  return [
    about(diagnosis, root, style),
    paragraph(diagnosis.kind === 'cause' ? 'Cause' : 'Symptom', causeText(diagnosis)),
    paragraph('Impact', prose(diagnosis.impact)),
    proofText(root, style),
    resolvedText(root, style),
    list('Explains', explained.map(explainedItem), MAX_EXPLAINED),
    list(
      'What is known to cause it',
      diagnosis.kind === 'cause' ? [] : diagnosis.lookAt.map(causeItem),
      MAX_CAUSES,
    ),
    fixText(diagnosis.remedy),
    list('More', diagnosis.references.map(link), MAX_CAUSES),
  ].filter((part) => part !== '');
}

function about(diagnosis: Diagnosis, root: Incident, style: Style): string {
  return [
    diagnosis.host === '' ? '' : `node ${code(diagnosis.host)}`,
    code(root.rule.id),
    counted(root.count, 'line'),
    root.resolved === undefined ? '' : 'resolved',
    ...groupLabels(root, oneLine(diagnosis.title)).map(code),
    style.span(root.first, root.last),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function causeText({ kind, cause }: Diagnosis): string {
  return kind === 'cause' ? prose(cause) : `Its cause is not in these logs. ${prose(cause)}`.trimEnd();
}

function paragraph(label: string, text: string): string {
  return text === '' ? '' : `**${label}.** ${text}`;
}

function proofText({ evidence, count }: Incident, style: Style): string {
  const shown = differing(evidence);
  const more = count - shown.length;
  return [
    '**Proof**',
    ...shown.flatMap((each) => evidenceLines(each, style)),
    ...(more > 0 ? ['', `and ${counted(more, 'more line')}${lastPlace(evidence.at(-1), shown)}`] : []),
  ].join('\n');
}

/** `, the last at k3s.log:99` */
function lastPlace(last: Evidence | undefined, shown: readonly Evidence[]): string {
  return last === undefined || shown.includes(last) ? '' : `, the last at ${code(placeOf(last))}`;
}

function placeOf({ source, line }: Evidence): string {
  return `${source.replace(/^-(?=!|$)/, 'stdin')}:${line}`;
}

function evidenceLines(evidence: Evidence, style: Style): string[] {
  const { time, text, message } = evidence;
  const at = time === undefined ? '' : ` ${style.span(time, undefined)}`;
  const shown = text === '' ? message : text;
  const short = cut(shown, MAX_PROOF);
  const note = short === shown ? '' : ` (first ${MAX_PROOF} characters)`;
  return ['', `${code(placeOf(evidence))}${at}${note}`, '', ...block(short, 'text')];
}

function resolvedText({ resolved }: Incident, style: Style): string {
  if (resolved === undefined) return '';
  return ['**Resolved**', ...evidenceLines(resolved.evidence, style)].join('\n');
}

function explainedItem({ incident, reason }: Explained): string {
  const { rule, host, count } = incident;
  const where = host === '' ? '' : `, node ${code(host)}`;
  const what = `${prose(rule.title)} (${code(rule.id)}, ${counted(count, 'line')}${where})`;
  return reason === '' ? what : `${what}: ${prose(reason)}`;
}

function causeItem({ rule, title }: Diagnosis['lookAt'][number]): string {
  return `${prose(title)} (${code(rule)})`;
}

function list(label: string, items: readonly string[], most: number): string {
  if (items.length === 0) return '';
  const more = items.length - most;
  return [
    `**${label}**`,
    '',
    ...items.slice(0, most).map((item) => `- ${item}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join('\n');
}

function fixText(steps: readonly FilledStep[]): string {
  if (steps.length === 0) return '';
  const items = steps.flatMap((step, i) => {
    const label = `${i + 1}. `;
    const command = step.run === undefined ? [] : ['', ...block(step.run, 'sh', label.length), ''];
    return [`${label}${prose(step.do)}`, ...command];
  });
  return ['**Fix**', '', ...items].join('\n').trimEnd();
}
