/** Markdown that fits a GitHub issue: the most urgent in the open, the rest folded, no more than an issue takes. */
import type { Report } from '../../core/report.ts';
import { SEVERITIES } from '../../core/rules/rule.ts';
import { casesOf, untold } from '../cases.ts';
import type { Case } from '../cases.ts';
import type { Rendering, RenderingSink } from '../sink.ts';
import { counted, Style } from '../terminal/style.ts';
import { caseBody, caseTitle } from './case.ts';
import { caveats, coverageText, folded, otherIncidents, whatWasRead } from './rest.ts';

export const sink: RenderingSink = { render: (report, look) => [markdown(report, look)] };

/** An issue takes 65,536 characters. */
const MOST = 65_000;
const NOTE_ROOM = 300;
/** Diagnoses in the open. */
const OPEN = 3;

export function markdown(report: Report, look: Rendering): string {
  const style = new Style({ ...look, color: false, unicode: true });
  const cases = casesOf(report);
  const last = whatWasRead(report);
  const blocks = [
    ...cases.map((each, i) =>
      i < OPEN ? section(each, style) : folded(caseTitle(each), caseBody(each, style)),
    ),
    ...otherIncidents(untold(report, cases), style),
    ...coverageText(report, style),
  ];
  const head = [headline(report, cases), ...caveats(report)];
  return `${fitted(head, blocks, last).join('\n\n')}\n`;
}

/** Whole blocks as long as there is room; what was read stands last in any case. */
function fitted(head: readonly string[], blocks: readonly string[], last: string): string[] {
  const tail = last.length < MOST / 4 ? [last] : [];
  const sizeOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length + 2, 0);
  let room = MOST - NOTE_ROOM - sizeOf(head) - sizeOf(tail);
  const kept: string[] = [];
  for (const block of blocks) {
    room -= block.length + 2;
    if (room < 0) break;
    kept.push(block);
  }
  const left = blocks.length - kept.length + (1 - tail.length);
  return [...head, ...kept, ...(left > 0 ? [cutNote(left)] : []), ...tail];
}

function cutNote(left: number): string {
  return `> [!NOTE]\n> Cut to fit an issue: ${counted(left, 'more part')} left out; \`-o json\` has all.`;
}

function section(each: Case, style: Style): string {
  return [`### ${caseTitle(each)}`, ...caseBody(each, style)].join('\n\n');
}

/** `## 2 incidents, 1 cause (2 critical)` */
function headline({ incidents, summary }: Report, cases: readonly Case[]): string {
  const read = `${counted(summary.lines, 'line')} of ${counted(summary.sources.length, 'source')}`;
  if (summary.bytes === 0) return '## Nothing was read, so nothing can be said';
  if (incidents.length === 0) return `## No failure found in ${read}`;
  const causes = cases.filter(({ diagnosis }) => diagnosis.kind === 'cause').length;
  const severities = SEVERITIES.map(
    (severity) => [severity, incidents.filter(({ rule }) => rule.severity === severity).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  const found = `${counted(incidents.length, 'incident')} (${severities.join(', ')})`;
  return `## ${causes === 0 ? 'No cause on record' : counted(causes, 'cause')}, ${found} in ${read}`;
}
