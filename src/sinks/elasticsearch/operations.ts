/** From a report to what is sent. */
import { createHash } from 'node:crypto';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Evidence, Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { jsonText } from '../json-text.ts';
import { causesByEffect } from '../objects.ts';
import type { PlainObject } from '../objects.ts';
import { matchStream } from './config.ts';
import type { ElasticsearchConfig } from './config.ts';
import { diagnosisDocument, incidentDocument, matchDocument } from './documents.ts';
import type { Origin } from './ecs.ts';
import { versionOf } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import type { Operation } from './request.ts';

type Names = Pick<ElasticsearchConfig, 'alias' | 'namespace' | 'evidence'>;

/** Incidents, diagnoses, the lines that prove them where asked for. One after the other, as they are taken. */
export function* operationsOf(report: Report, names: Names): Generator<Operation> {
  const { summary } = report;
  const origin = { version: summary.version, rules: summary.rules.version, namespace: names.namespace };
  const known = new Known(report);
  const roots = new Map(report.diagnoses.map((diagnosis) => [diagnosis.root, diagnosis]));
  for (const incident of report.incidents) {
    yield incidentOperation(incident, known, { names, origin });
    yield diagnosisOperation(roots.get(incident.id), incident, known, { names, origin });
    if (names.evidence) yield* matchOperations(incident, { names, origin });
  }
}

interface Setting {
  readonly names: Names;
  readonly origin: Origin;
}

function incidentOperation(incident: Incident, known: Known, { names, origin }: Setting): Operation {
  const document = incidentDocument(incident, known.causes(incident), origin);
  return versioned(names.alias, incident.id, document, known.ofIncident(incident));
}

/** An incident that has a cause by now may have been a root before: its diagnosis is taken back. */
function diagnosisOperation(
  diagnosis: Diagnosis | undefined,
  root: Incident,
  known: Known,
  { names, origin }: Setting,
): Operation {
  const knowledge = known.ofDiagnosis(root);
  if (diagnosis !== undefined)
    return versioned(names.alias, diagnosis.id, diagnosisDocument(diagnosis, root, origin), knowledge);
  return { action: 'delete', index: names.alias, id: `dx-${root.id}`, version: versionOf(knowledge) };
}

function versioned(index: string, id: string, document: PlainObject, knowledge: Knowledge): Operation {
  const text = jsonText(document);
  return { action: 'index', index, id, version: versionOf(knowledge, text), document: text };
}

function* matchOperations(incident: Incident, { names, origin }: Setting): Generator<Operation> {
  const seen = new Set<string>();
  for (const evidence of incident.evidence) {
    const id = matchId(evidence, incident);
    if (seen.has(id)) continue;
    seen.add(id);
    const document = jsonText(matchDocument(evidence, incident, origin));
    yield { action: 'create', index: matchStream(names), id, document };
  }
}

/** The same line of the same host at the same time is the same, whatever file it was found in; without a time its place counts. */
function matchId({ time, text, source, offset }: Evidence, { rule, host }: Incident): string {
  const place = time === undefined ? [source, offset] : [time];
  return createHash('sha256')
    .update(JSON.stringify([rule.id, host, text, ...place]))
    .digest('hex')
    .slice(0, 32);
}

/** How much the report knows of each incident, and of all that hangs on it. */
class Known {
  private readonly byId: ReadonlyMap<string, Incident>;
  private readonly causesOf: ReadonlyMap<string, readonly string[]>;
  private readonly effectsOf: ReadonlyMap<string, readonly string[]>;

  constructor({ incidents, links }: Report) {
    this.byId = new Map(incidents.map((incident) => [incident.id, incident]));
    this.causesOf = causesByEffect(links);
    this.effectsOf = causesByEffect(
      links.map(({ cause, effect, reason }) => ({ cause: effect, effect: cause, reason })),
    );
  }

  causes({ id }: Incident): readonly string[] {
    return this.causesOf.get(id) ?? [];
  }

  ofIncident(incident: Incident): Knowledge {
    return {
      lines: incident.count,
      resolved: incident.resolved !== undefined,
      causes: this.causes(incident).length,
    };
  }

  /** Lines of the incident and of everything that follows from it. */
  ofDiagnosis(root: Incident): Knowledge {
    const queue = [root.id];
    const seen = new Set(queue);
    let lines = 0;
    for (const id of queue) {
      lines += this.byId.get(id)?.count ?? 0;
      for (const effect of this.effectsOf.get(id) ?? [])
        if (!seen.has(effect)) queue.push((seen.add(effect), effect));
    }
    return { ...this.ofIncident(root), lines };
  }
}
