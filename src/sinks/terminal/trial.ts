/** How `scan --why` looks. */
import type { Missed } from '../../core/explain/misses.ts';
import type { Trial, TriedSession } from '../../core/explain/trial.ts';
import type { Origin } from '../../core/entry.ts';
import type { Rule, Threshold } from '../../core/rules/rule.ts';
import { formatDuration } from '../../core/text/amounts.ts';
import { counted, grouped, inAscii, oneLine, SEVERITY_INK } from './style.ts';
import type { Style } from './style.ts';
import { hanging, pad } from './wrap.ts';

const LABEL = 11;
const MAX_ROWS = 40;

export function trialRows(trial: Trial, rule: Rule, style: Style): string[] {
  const line = (label: string, text: string): string[] => labelled(label, text, style);
  return [
    `${style.paint('strong', oneLine(rule.id))} ${style.paint(SEVERITY_INK[rule.severity], `${rule.kind}, ${rule.severity}`)}`,
    ...line(
      'Found',
      `${counted(trial.held, 'entry').replace(/entrys$/, 'entries')} with a text by which the scanner finds the rule's lines`,
    ),
    ...line('Met', metText(trial)),
    ...trial.missed
      .slice(0, MAX_ROWS)
      .flatMap((missed, i) => line(i === 0 ? 'Not met' : '', missedText(missed))),
    ...trial.unlessLines.flatMap((count, i) =>
      line(i === 0 ? 'Unless' : '', `${counted(count, 'line')} that can hide an incident`),
    ),
    ...(rule.resolvedBy.length === 0
      ? []
      : line('Resolves', `${counted(trial.resolveLines, 'line')} that can end one`)),
    ...line('Incidents', incidentsText(trial)),
    ...trial.sessions.slice(0, MAX_ROWS).flatMap((session) => sessionRows(session, trial.threshold, style)),
    ...(trial.sessions.length > MAX_ROWS
      ? [`  and ${grouped(trial.sessions.length - MAX_ROWS)} more (-o json has all)`]
      : []),
  ];
}

function labelled(label: string, text: string, style: Style): string[] {
  const [first = '', ...rest] = hanging(pad(label, LABEL), inAscii(oneLine(text)), style.width);
  return [style.paint('strong', first.slice(0, LABEL)) + first.slice(LABEL), ...rest];
}

function metText({ met, steps }: Trial): string {
  const bySteps = steps.map((count, i) => `step ${i + 1}: ${grouped(count)}`).join(', ');
  return steps.length === 0 ? grouped(met) : `${grouped(met)} (${bySteps})`;
}

function missedText({ count, reason, alternative, first }: Missed): string {
  const wanted = alternative === '' ? '' : `; wanted: ${alternative}`;
  return `${grouped(count)}: ${reason} (first ${placeText(first)}${wanted})`;
}

function placeText({ source, line }: Origin): string {
  return `${source}:${line}`;
}

function incidentsText({ sessions }: Trial): string {
  const count = (test: (session: TriedSession) => boolean): number => sessions.filter(test).length;
  const parts = [
    [count(({ reported }) => reported), 'reported'],
    [count(({ belowThreshold }) => belowThreshold), 'below the threshold'],
    [count(({ hiddenBy }) => hiddenBy.length > 0), "hidden by 'unless'"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${grouped(number)} ${what}`);
  return said.length === 0 ? 'none' : said.join(', ');
}

function sessionRows(session: TriedSession, threshold: Threshold | undefined, style: Style): string[] {
  const { host, group, count, firstAt, reported } = session;
  const names = Object.entries({ ...(host === '' ? {} : { host }), ...group }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const head = [
    style.span(session.first, session.last),
    ...names,
    counted(count, 'match').replace(/matchs$/, 'matches'),
    firstAt === undefined ? '' : placeText(firstAt),
  ];
  const ink = reported ? 'green' : 'yellow';
  const [first = '', ...rest] = style.joined(head.map(oneLine), style.width - 4);
  return [
    `  ${style.paint(ink, style.sign(reported ? 'check' : 'cross'))} ${first}`,
    ...rest.map((row) => `    ${row}`),
    ...verdicts(session, threshold).flatMap((text) => hanging('      ', inAscii(oneLine(text)), style.width)),
  ];
}

function verdicts(session: TriedSession, threshold: Threshold | undefined): string[] {
  const { belowThreshold, hiddenBy, resolved } = session;
  return [
    ...(belowThreshold && threshold !== undefined ? [thresholdText(session, threshold)] : []),
    ...hiddenBy.map((text) => `hidden: ${text}`),
    ...(resolved === undefined
      ? []
      : [`over with ${placeText(resolved.evidence)}: ${resolved.evidence.message.slice(0, 200)}`]),
  ];
}

function thresholdText({ count, most, first, last }: TriedSession, threshold: Threshold): string {
  const { within, lasting } = threshold;
  const have =
    within === undefined
      ? grouped(count)
      : `at most ${grouped(most ?? count)} within ${formatDuration(within)}`;
  const span = first === undefined || last === undefined ? 0 : last - first;
  const long =
    lasting === undefined ? '' : `, ${formatDuration(span)} of ${formatDuration(lasting)} from first to last`;
  return `below the threshold: ${have} of the ${grouped(threshold.count)} needed${long}`;
}
