/**
 * JUnit XML: a test case a diagnosis, an incident that no diagnosis covers, and a problem of the input. Fits the schema of Ant's JUnit
 * task (https://github.com/windyroad/JUnit-Schema) and Jenkins' wider one.
 */
import type { Problem } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import type { Severity } from '../../core/rules/rule.ts';
import { rfc3339 } from '../../core/text/amounts.ts';
import { casesOf, untold } from '../cases.ts';
import type { Case } from '../cases.ts';
import { isAtLeast } from '../select.ts';
import type { Rendering, RenderingSink } from '../sink.ts';
import { counted, oneLine } from '../terminal/style.ts';
import { caseText, incidentText } from './text.ts';
import { xmlAttributes, xmlText } from './xml.ts';

export const sink: RenderingSink = { render: junitXml };

interface TestCase {
  readonly classname: string;
  readonly name: string;
  readonly outcome?: {
    readonly kind: 'failure' | 'error';
    readonly message: string;
    readonly type: string;
    readonly text: string;
  };
}

/** `failOn`: less severe ones pass. */
export function* junitXml(report: Report, { failOn }: Pick<Rendering, 'failOn'>): Generator<string> {
  const tests = testCases(report, failOn);
  const counts = {
    tests: tests.length,
    failures: tests.filter(({ outcome }) => outcome?.kind === 'failure').length,
    errors: tests.filter(({ outcome }) => outcome?.kind === 'error').length,
  };
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  yield `  <testsuite${xmlAttributes({ ...suite(report), ...counts, time: '0' })}>\n`;
  yield properties(report);
  for (const test of tests) yield testXml(test);
  yield `    <system-out>${xmlText(summaryText(report))}</system-out>\n    <system-err/>\n`;
  yield '  </testsuite>\n</testsuites>\n';
}

function testCases(report: Report, failOn: Severity | undefined): TestCase[] {
  const fails = (severity: Severity): boolean => failOn === undefined || isAtLeast(severity, failOn);
  const cases = casesOf(report);
  const tests = [
    ...cases.map((each) => ofCase(each, fails(each.diagnosis.severity))),
    ...untold(report, cases).map((each) => ofIncident(each, fails(each.rule.severity))),
    ...report.summary.problems.map(ofProblem),
  ];
  // An empty suite is an error to some readers; that nothing was found is a result.
  return tests.length > 0 ? tests : [{ classname: 'whynotready', name: 'No failure found' }];
}

function ofCase(each: Case, fails: boolean): TestCase {
  const { diagnosis, root } = each;
  return {
    ...named(root, diagnosis.title),
    ...(fails ? { outcome: outcome(diagnosis.severity, diagnosis.title, caseText(each)) } : {}),
  };
}

function ofIncident(incident: Incident, fails: boolean): TestCase {
  const { rule } = incident;
  return {
    ...named(incident, rule.title),
    ...(fails ? { outcome: outcome(rule.severity, rule.title, incidentText(incident)) } : {}),
  };
}

function ofProblem({ code, message, place, fix }: Problem): TestCase {
  const text = [message, fix === undefined ? '' : `fix: ${fix}`].filter((part) => part !== '').join('\n');
  return {
    classname: 'input',
    name: token(place?.file ?? code),
    outcome: { kind: 'error', message, type: code, text },
  };
}

/** Names stay the same from run to run, so that a CI can follow a case. */
function named({ rule, host, group }: Incident, title: string): Pick<TestCase, 'classname' | 'name'> {
  const values = Object.values(group).filter((value) => !title.includes(value));
  const where = [host === '' ? '' : `node ${host}`, ...values].filter((part) => part !== '');
  return {
    classname: token(rule.id.replaceAll('/', '.')),
    name: token(where.length === 0 ? title : `${title} (${where.join(', ')})`),
  };
}

function outcome(severity: Severity, message: string, text: string): NonNullable<TestCase['outcome']> {
  return { kind: 'failure', message, type: severity, text };
}

function testXml({ classname, name, outcome: end }: TestCase): string {
  const head = `    <testcase${xmlAttributes({ classname, name, time: '0' })}`;
  if (end === undefined) return `${head}/>\n`;
  const attributes = xmlAttributes({ message: oneLine(end.message), type: end.type });
  return `${head}>\n      <${end.kind}${attributes}>${xmlText(end.text)}</${end.kind}>\n    </testcase>\n`;
}

/** When it began, as the schema asks for a time and the same input shall give the same bytes. */
function suite({ incidents }: Report): Record<string, string | number> {
  const firsts = incidents.map(({ first }) => first).filter((x) => x !== undefined);
  const hosts = new Set(incidents.map(({ host }) => host));
  return {
    name: 'whynotready',
    package: 'whynotready',
    id: 0,
    timestamp: rfc3339(firsts.reduce((a, b) => Math.min(a, b), firsts[0] ?? 0)).slice(0, 19),
    hostname: hosts.size === 1 ? token([...hosts][0]!) : 'unknown',
  };
}

function properties({ summary, facts }: Report): string {
  const values: (readonly [string, string])[] = [
    ['version', summary.version],
    ['rules', summary.rules.version],
    ...facts.map(({ name, value, host }) => [host === '' ? name : `${name} (${host})`, value] as const),
  ];
  const rows = values.map(
    ([name, value]) => `      <property${xmlAttributes({ name: token(name), value: oneLine(value) })}/>\n`,
  );
  return `    <properties>\n${rows.join('')}    </properties>\n`;
}

function summaryText({ incidents, summary }: Report): string {
  return [
    `${counted(incidents.length, 'incident')} in ${counted(summary.lines, 'line')} of ${counted(summary.sources.length, 'source')}`,
    ...summary.limits.map(({ text, count }) => `${text}: ${count}`),
    ...summary.blindSpots.map(({ text, source }) => (source === undefined ? text : `${source}: ${text}`)),
    ...(summary.complete ? [] : ['stopped early: this is what was found so far']),
  ].join('\n');
}

/** The type xs:token: no line ends, no spaces at the ends or side by side; and no name is empty. */
function token(text: string): string {
  return oneLine(text).replace(/ {2,}/g, ' ').trim() || 'unknown';
}
