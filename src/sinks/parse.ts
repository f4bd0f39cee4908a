/** From the objects that programs get (objects.ts) back to a report, so that it can be shown again without its logs. */
import type * as v from 'valibot';
import type { Coverage } from '../core/coverage/coverage.ts';
import type { CauseLink, Diagnosis } from '../core/diagnosis/diagnosis.ts';
import type { CaptureValues, Evidence, Fact, Incident } from '../core/incidents/incident.ts';
import type { Report, Summary } from '../core/report.ts';
import type { documentSchema } from './schema.ts';

/** The document of `-o json`, checked. */
export type ResultDocument = v.InferOutput<typeof documentSchema>;
type IncidentObject = ResultDocument['incidents'][number];
type EvidenceObject = IncidentObject['evidence'][number];

export function reportOf(document: ResultDocument): Report {
  const { coverage, templates = [] } = document;
  return {
    incidents: document.incidents.map(incidentOf),
    links: linksOf(document),
    diagnoses: document.diagnoses.map(diagnosisOf),
    facts: document.facts.map(factOf),
    summary: summaryOf(document.summary),
    ...(coverage === undefined ? {} : { coverage: coverageOf(coverage, templates) }),
  };
}

/** By effect, as the diagnosis makes them; why is in the diagnoses that they belong to. */
function linksOf({ incidents, diagnoses }: ResultDocument): CauseLink[] {
  const reasons = new Map<string, string>();
  for (const { links } of diagnoses)
    for (const { cause, effect, reason } of links) reasons.set(`${cause} ${effect}`, reason);
  return incidents.flatMap(({ id, causedBy }) =>
    causedBy.map((cause) => ({ cause, effect: id, reason: reasons.get(`${cause} ${id}`) ?? '' })),
  );
}

function incidentOf(object: IncidentObject): Incident {
  const { id, rule, host, group, count, first, last, histogram, resolved } = object;
  return {
    id,
    rule,
    host,
    group,
    count,
    first: timeOf(first),
    last: timeOf(last),
    histogram: histogram && {
      start: Date.parse(histogram.start),
      width: histogram.widthSeconds * 1000,
      counts: histogram.counts,
    },
    captures: capturesOf(object),
    evidence: object.evidence.map(evidenceOf),
    resolved: resolved && { time: timeOf(resolved.time), evidence: evidenceOf(resolved.evidence) },
  };
}

function capturesOf({ captures, distinct = {} }: IncidentObject): Record<string, CaptureValues> {
  return Object.fromEntries(
    Object.entries(captures).map(([name, values]) => {
      const estimate = distinct[name];
      return [name, { values, distinct: estimate ?? values.length, exact: estimate === undefined }];
    }),
  );
}

function evidenceOf({ source, line, offset, text, ...rest }: EvidenceObject): Evidence {
  const { time, message = text, before = [], after = [] } = rest;
  return { source, line, offset, text, time: timeOf(time), message, before, after };
}

function diagnosisOf(object: ResultDocument['diagnoses'][number]): Diagnosis {
  const { id, root, kind, title, severity, host, cause, impact, references, explains, reason, lookAt } =
    object;
  const remedy = object.remedy.map((step) => ({ do: step.do, run: step.run }));
  return {
    id,
    root,
    kind,
    title,
    severity,
    host,
    cause,
    impact,
    remedy,
    references,
    explains,
    reason,
    lookAt,
  };
}

function factOf({ name, value, host, time, source, line, offset }: ResultDocument['facts'][number]): Fact {
  return { name, value, host, time: timeOf(time), origin: { source, line, offset } };
}

function summaryOf(object: ResultDocument['summary']): Summary {
  const { version, rules, bytes, lines, sources, harmless, limits, complete } = object;
  return {
    version,
    rules,
    bytes,
    lines,
    sources,
    harmless,
    limits,
    blindSpots: object.blindSpots.map(({ code, text, count, source, host, from, to }) => ({
      code,
      text,
      count,
      ...known({ source, host, from: timeOf(from), to: timeOf(to) }),
    })),
    problems: object.problems.map(({ code, message, place, fix }) => ({
      code,
      message,
      ...known({ place: place && known(place), fix }),
    })),
    complete,
  };
}

function coverageOf(
  object: NonNullable<ResultDocument['coverage']>,
  templates: NonNullable<ResultDocument['templates']>,
): Coverage {
  const { scary, explained, harmless, known: met, unknown, inBaseline, beyond } = object;
  return {
    scary,
    explained,
    harmless,
    known: met,
    unknown,
    inBaseline,
    beyond,
    templates: templates.map(({ id, component, text, level, count, first, last, isNew, example }) => ({
      id,
      component,
      text,
      level,
      count,
      isNew,
      example,
      first: timeOf(first),
      last: timeOf(last),
    })),
  };
}

function timeOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Date.parse(text);
}

type Known<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without what is undefined. */
function known<T extends object>(value: T): Known<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Known<T>;
}
