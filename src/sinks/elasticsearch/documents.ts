/** Incidents, diagnoses and the lines that prove them, as Elasticsearch documents (docs/elasticsearch.md has their fields). */
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { rfc3339 } from '../../core/text/amounts.ts';
import { diagnosisObject, incidentObject } from '../objects.ts';
import type { PlainObject } from '../objects.ts';
import { commonFields, eventFields, fileFields, orchestratorFields, spanFields, timeFields } from './ecs.ts';
import type { Origin } from './ecs.ts';
import { keyOf } from './identities.ts';
import type { MatchLine } from './matches.ts';

/** Values of a capture that a document has; the most frequent. */
const MAX_VALUES = 100;

export function incidentDocument(
  incident: Incident,
  causedBy: readonly string[],
  origin: Origin,
): PlainObject {
  const { rule, host, evidence, group, resolved } = incident;
  const plain = incidentObject(incident, causedBy);
  return {
    ...timeFields(incident.last),
    message: evidence[0]?.message ?? rule.title,
    ...commonFields(rule, host, origin),
    ...eventFields(rule, 'incident', { kind: 'alert', id: incident.id, ...spanFields(incident) }),
    ...fileFields(evidence),
    ...orchestratorFields(group),
    whynotready: {
      type: 'incident',
      id: incident.id,
      kind: rule.kind,
      severity: rule.severity,
      category: rule.category,
      count: incident.count,
      key: keyOf(incident),
      group,
      captures: captureValues(incident),
      caused_by: causedBy,
      resolved: resolved !== undefined,
      ...(resolved?.time === undefined ? {} : { resolved_at: rfc3339(resolved.time) }),
      evidence: plain.evidence,
      ...(plain.histogram === undefined ? {} : { histogram: plain.histogram }),
    },
  };
}

/** `root`: its incident, by which it is found beside the others. */
export function diagnosisDocument(diagnosis: Diagnosis, root: Incident, origin: Origin): PlainObject {
  const plain = diagnosisObject(diagnosis, []);
  return {
    ...timeFields(root.last),
    message: `${diagnosis.title}. ${diagnosis.cause}`.trim(),
    ...commonFields(root.rule, diagnosis.host, origin),
    ...eventFields(root.rule, 'diagnosis', { kind: 'alert', id: diagnosis.id, ...spanFields(root) }),
    ...fileFields(root.evidence),
    ...orchestratorFields(root.group),
    whynotready: {
      type: 'diagnosis',
      id: diagnosis.id,
      kind: diagnosis.kind,
      severity: diagnosis.severity,
      category: root.rule.category,
      count: root.count,
      group: root.group,
      resolved: root.resolved !== undefined,
      root: diagnosis.root,
      explains: diagnosis.explains,
      cause: diagnosis.cause,
      impact: diagnosis.impact,
      remedy: plain.remedy,
      references: diagnosis.references,
      reason: diagnosis.reason,
      look_at: diagnosis.lookAt,
    },
  };
}

/** One line that a rule met. */
export function matchDocument(match: MatchLine, origin: Origin): PlainObject {
  const { rule, host, group, key, captures, step, evidence } = match;
  const { source, line, offset, text, message } = evidence;
  return {
    ...timeFields(evidence.time),
    message,
    ...commonFields(rule, host, origin),
    ...eventFields(rule, 'match', { kind: 'event', ...(message === text ? {} : { original: text }) }),
    ...(source === '-' ? {} : { log: { file: { path: source }, offset } }),
    ...orchestratorFields(group),
    data_stream: { type: 'logs', dataset: 'whynotready.match', namespace: origin.namespace },
    whynotready: {
      type: 'match',
      key,
      kind: rule.kind,
      severity: rule.severity,
      category: rule.category,
      group,
      ...(captures === undefined ? {} : { captures }),
      ...(step === undefined ? {} : { step }),
      line,
    },
  };
}

function captureValues({ captures }: Incident): PlainObject {
  return Object.fromEntries(
    Object.entries(captures).map(([name, { values }]) => [
      name,
      values.slice(0, MAX_VALUES).map(({ value }) => value),
    ]),
  );
}
