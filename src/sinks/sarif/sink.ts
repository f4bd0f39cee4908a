/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): a result an incident. */
import type { Problem } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { rfc3339 } from '../../core/text/amounts.ts';
import { visible } from '../../core/text/visible.ts';
import { blindSpotObject, coverageObject } from '../account.ts';
import { casesOf } from '../cases.ts';
import type { Case } from '../cases.ts';
import { jsonText } from '../json-text.ts';
import { LEVEL } from '../level.ts';
import type { RenderingSink } from '../sink.ts';
import { counted } from '../terminal/style.ts';
import { BASES, locationInContext, locationOf, problemLocation } from './places.ts';
import { descriptorsOf } from './rules.ts';

export const sink: RenderingSink = { render: (report) => [`${jsonText(shown(sarifLog(report)), 2)}\n`] };

type Json = Readonly<Record<string, unknown>>;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export function sarifLog(report: Report): Json {
  const { summary } = report;
  const { index, descriptors } = descriptorsOf(report);
  const cases = new Map(casesOf(report).map((each) => [each.root.id, each]));
  const codes = [...new Set(summary.problems.map(({ code }) => code))].sort();
  const run = {
    tool: {
      driver: {
        name: 'whynotready',
        version: summary.version,
        semanticVersion: summary.version,
        rules: descriptors,
        ...(codes.length === 0 ? {} : { notifications: codes.map((id) => ({ id })) }),
      },
    },
    invocations: [
      {
        executionSuccessful: summary.complete,
        toolExecutionNotifications: summary.problems.map((problem) => notification(problem, codes)),
      },
    ],
    originalUriBaseIds: BASES,
    columnKind: 'utf16CodeUnits',
    results: report.incidents.map((incident) => result(incident, cases.get(incident.id), index)),
    properties: properties(report),
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] };
}

function result(incident: Incident, told: Case | undefined, index: ReadonlyMap<string, number>): Json {
  const { rule, evidence, host, count, id } = incident;
  const [first, ...others] = evidence;
  const symptoms = (told?.explained ?? []).flatMap(({ incident: effect, reason }) => {
    const [proof] = effect.evidence;
    return proof === undefined
      ? []
      : [{ proof, message: [effect.rule.title, reason].filter((part) => part !== '').join(': ') }];
  });
  const related = [...others.map((proof) => ({ proof, message: 'the same, later' })), ...symptoms];
  return {
    ruleId: rule.id,
    ruleIndex: index.get(rule.id),
    level: LEVEL[rule.severity],
    message: { text: messageOf(incident, told) },
    locations: first === undefined ? [] : [{ ...locationInContext(first), ...logical(host) }],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map(({ proof, message }, i) => locationOf(proof, message, i + 1)) }),
    ...(first === undefined || symptoms.length === 0
      ? {}
      : { codeFlows: [flow({ proof: first, message: rule.title }, symptoms)] }),
    occurrenceCount: count,
    partialFingerprints: { 'incidentId/v1': id },
    properties: resultProperties(incident, told),
  };
}

/** Viewers show what stands in it: nothing that reorders or hides text, and no links made of log text. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return visible(value, { newline: true, tab: true }).replaceAll('](', '] (');
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each)]));
}

type Step = { readonly proof: Incident['evidence'][number]; readonly message: string };

/** From the cause to each of its symptoms. */
function flow(cause: Step, symptoms: readonly Step[]): Json {
  const locations = [cause, ...symptoms].map(({ proof, message }, i) => ({
    location: locationOf(proof, message),
    executionOrder: i + 1,
    importance: i === 0 ? 'essential' : 'important',
  }));
  return { message: { text: 'from the cause to its symptoms' }, threadFlows: [{ locations }] };
}

function messageOf({ rule, count, host }: Incident, told: Case | undefined): string {
  const where = host === '' ? '' : ` on node ${host}`;
  const head = `${rule.title} (${counted(count, 'line')}${where}).`;
  if (told === undefined) return head;
  const { kind, cause, impact } = told.diagnosis;
  return [head, kind === 'cause' ? cause : `Its cause is not in these logs. ${cause}`, impact]
    .filter((part) => part !== '')
    .join(' ');
}

function logical(host: string): Json {
  return host === '' ? {} : { logicalLocations: [{ name: host, kind: 'host' }] };
}

function resultProperties(
  { rule, host, group, first, last, resolved }: Incident,
  told: Case | undefined,
): Json {
  return {
    severity: rule.severity,
    category: rule.category,
    host,
    group,
    ...(first === undefined ? {} : { first: rfc3339(first) }),
    ...(last === undefined ? {} : { last: rfc3339(last) }),
    resolved: resolved !== undefined,
    ...(told === undefined ? {} : { diagnosis: told.diagnosis.kind, rank: told.diagnosis.reason }),
  };
}

function notification({ code, message, place, fix }: Problem, codes: readonly string[]): Json {
  return {
    descriptor: { id: code, index: codes.indexOf(code) },
    level: 'error',
    message: { text: fix === undefined ? message : `${message} (${fix})` },
    ...(place === undefined ? {} : { locations: [problemLocation(place)] }),
  };
}

function properties({ summary, facts, coverage }: Report): Json {
  const { rules, lines, bytes, sources, harmless, limits } = summary;
  return {
    rules,
    lines,
    bytes,
    sources,
    harmless,
    limits,
    blindSpots: summary.blindSpots.map(blindSpotObject),
    ...(coverage === undefined ? {} : { coverage: coverageObject(coverage) }),
    facts: facts.map(({ name, value, host }) => ({ name, value, host })),
  };
}
