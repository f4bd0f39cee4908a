/** A report as the plain objects that programs get (docs/outputs.md): times in RFC 3339, what is not known left out. */
import { blindSpotObject } from './account.ts';
import type { Diagnosis } from '../core/diagnosis/diagnosis.ts';
import type { Evidence, Fact, Incident } from '../core/incidents/incident.ts';
import { bundlesOf } from '../core/formats/paths/bundles.ts';
import type { Report, Summary } from '../core/report.ts';
import { rfc3339 } from '../core/text/amounts.ts';
import { timeOrNull } from './plain-time.ts';

/** An object that JSON.stringify writes as it is. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** `causedBy`: ids of the incidents that explain it. `partial`: a first sight, the rest of the input is still to come. */
export function incidentObject(
  incident: Incident,
  causedBy: readonly string[] = [],
  partial = false,
): PlainObject {
  const { rule } = incident;
  return {
    type: 'incident',
    id: incident.id,
    ...(partial ? { partial } : {}),
    rule: {
      id: rule.id,
      kind: rule.kind,
      title: rule.title,
      severity: rule.severity,
      category: rule.category,
    },
    host: incident.host,
    group: incident.group,
    count: incident.count,
    first: timeOrNull(incident.first),
    last: timeOrNull(incident.last),
    captures: captureValues(incident),
    ...estimates(incident),
    evidence: incident.evidence.map(evidenceObject),
    causedBy,
    ...histogramObject(incident),
    ...resolvedObject(incident),
  };
}

/** `links`: those that lead from the root to what it explains. */
export function diagnosisObject(diagnosis: Diagnosis, links: Report['links']): PlainObject {
  const own = new Set([diagnosis.root, ...diagnosis.explains]);
  const { id, root, kind, title, severity, host, cause, impact, explains, reason, references, lookAt } =
    diagnosis;
  return {
    type: 'diagnosis',
    id,
    root,
    kind,
    title,
    severity,
    host,
    cause,
    impact,
    remedy: diagnosis.remedy.map((step) => ({
      do: step.do,
      ...(step.run === undefined ? {} : { run: step.run }),
    })),
    references,
    explains,
    links: links.filter((link) => own.has(link.cause) && own.has(link.effect)),
    reason,
    lookAt,
  };
}

export function factObject(fact: Fact): PlainObject {
  const { name, value, host, origin } = fact;
  return {
    type: 'fact',
    name,
    value,
    host,
    ...optionalTime(fact.time),
    source: origin.source,
    line: origin.line,
    offset: origin.offset,
  };
}

export function summaryObject(report: Report): PlainObject {
  const { summary } = report;
  return {
    type: 'summary',
    version: summary.version,
    rules: summary.rules,
    incidents: report.incidents.length,
    diagnoses: report.diagnoses.length,
    lines: summary.lines,
    bytes: summary.bytes,
    sources: summary.sources,
    ...bundlesObject(report),
    harmless: summary.harmless,
    limits: summary.limits,
    blindSpots: summary.blindSpots.map(blindSpotObject),
    problems: summary.problems.map(problemObject),
    complete: summary.complete,
  };
}

/** Support bundles among the sources, where there are any. */
function bundlesObject({ summary, facts }: Report): PlainObject {
  const names = summary.sources.map(({ name }) => name);
  const bundles = bundlesOf(names, facts);
  return bundles.length === 0 ? {} : { bundles };
}

/** Ids of the causes, by the id of what they cause. */
export function causesByEffect(links: Report['links']): ReadonlyMap<string, readonly string[]> {
  const causes = new Map<string, string[]>();
  for (const { cause, effect } of links) causes.set(effect, [...(causes.get(effect) ?? []), cause]);
  return causes;
}

function evidenceObject(evidence: Evidence): PlainObject {
  const { source, line, offset, text, message, before, after } = evidence;
  return {
    source,
    line,
    offset,
    text,
    ...optionalTime(evidence.time),
    ...(message === text ? {} : { message }),
    ...(before.length > 0 ? { before } : {}),
    ...(after.length > 0 ? { after } : {}),
  };
}

function captureValues(incident: Incident): PlainObject {
  return Object.fromEntries(Object.entries(incident.captures).map(([name, { values }]) => [name, values]));
}

/** How many distinct values there are about, of captures with too many to list. */
function estimates(incident: Incident): PlainObject {
  const inexact = Object.entries(incident.captures).filter(([, { exact }]) => !exact);
  if (inexact.length === 0) return {};
  return { distinct: Object.fromEntries(inexact.map(([name, { distinct }]) => [name, distinct])) };
}

function histogramObject({ histogram }: Incident): PlainObject {
  if (histogram === undefined) return {};
  const { start, width, counts } = histogram;
  return { histogram: { start: rfc3339(start), widthSeconds: width / 1000, counts } };
}

function resolvedObject({ resolved }: Incident): PlainObject {
  if (resolved === undefined) return {};
  return { resolved: { ...optionalTime(resolved.time), evidence: evidenceObject(resolved.evidence) } };
}

function problemObject({ code, message, place, fix, warning }: Summary['problems'][number]): PlainObject {
  return {
    code,
    message,
    ...(place ? { place } : {}),
    ...(fix === undefined ? {} : { fix }),
    ...(warning === true ? { warning } : {}),
  };
}

function optionalTime(ms: number | undefined): PlainObject {
  return ms === undefined ? {} : { time: rfc3339(ms) };
}
