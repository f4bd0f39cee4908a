/** From a report to what is sent. */
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { jsonText } from '../json-text.ts';
import { causesByEffect } from '../objects.ts';
import type { PlainObject } from '../objects.ts';
import { matchStream } from './config.ts';
import type { ElasticsearchConfig } from './config.ts';
import { diagnosisDocument, incidentDocument, matchDocument } from './documents.ts';
import type { Origin } from './ecs.ts';
import { keyOf, LineIds } from './identities.ts';
import { versionOf } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import type { MatchLine } from './matches.ts';
import type { Operation } from './request.ts';

type Names = Pick<ElasticsearchConfig, 'alias' | 'namespace' | 'evidence'>;

/** Incidents, diagnoses, the lines that prove them where `evidence` asks for it. One after the other, as they are taken. */
export function* operationsOf(report: Report, names: Names): Generator<Operation> {
  const { summary } = report;
  const origin = { version: summary.version, rules: summary.rules.version, namespace: names.namespace };
  const known = new Known(report);
  const toOperation = matchOperations(origin);
  const roots = new Map(report.diagnoses.map((diagnosis) => [diagnosis.root, diagnosis]));
  for (const incident of report.incidents) {
    yield incidentOperation(incident, known, { names, origin });
    yield diagnosisOperation(roots.get(incident.id), incident, known, { names, origin });
    if (names.evidence) for (const line of proofsOf(incident)) yield toOperation(line);
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

/** Each line once: two runs of a sequence may share one. */
function proofsOf(incident: Incident): MatchLine[] {
  const { rule, host, group } = incident;
  const key = keyOf(incident);
  const byPlace = new Map(incident.evidence.map((each) => [`${each.offset} ${each.source}`, each]));
  return Array.from(byPlace.values(), (evidence) => ({ rule, host, group, key, evidence }));
}

/** Makes operations of lines that come in the order of their log. */
export function matchOperations(origin: Origin): (match: MatchLine) => Operation {
  const ids = new LineIds();
  const index = matchStream(origin);
  return (match) => {
    const document = jsonText(matchDocument(match, origin));
    return { action: 'create', index, id: ids.idOf(match), document };
  };
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
