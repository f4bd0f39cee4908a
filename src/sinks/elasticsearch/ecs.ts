/** The parts of Elastic Common Schema that all our documents share. */
import type { Evidence, Incident, RuleRef } from '../../core/incidents/incident.ts';
import { rfc3339 } from '../../core/text/amounts.ts';
import type { PlainObject } from '../objects.ts';

/** Of the schema whose fields are used. */
export const ECS_VERSION = '8.17.0';

/** The numbers that Elastic's own alerts have for their four levels. */
const SEVERITY = { critical: 99, high: 73, medium: 47, low: 21, info: 1 } as const;

/** Categories of rules by ECS category; all others are about the machine. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  authentication: ['authentication'],
  authorization: ['authentication'],
  certificates: ['authentication', 'network'],
  cni: ['network'],
  config: ['configuration'],
  configuration: ['configuration'],
  crash: ['process'],
  datastore: ['database'],
  dns: ['network'],
  etcd: ['database'],
  firewall: ['network'],
  network: ['network'],
  permissions: ['authentication'],
  ports: ['network'],
  process: ['process'],
  processes: ['process'],
  webhooks: ['network'],
};

/** What the tool and its rules are, the same in all documents of a run. */
export interface Origin {
  readonly version: string;
  readonly rules: string;
  /** Of the data stream. */
  readonly namespace: string;
}

export function commonFields(rule: RuleRef, host: string, origin: Origin): PlainObject {
  return {
    ecs: { version: ECS_VERSION },
    rule: {
      id: rule.id,
      name: rule.title,
      category: rule.category,
      ruleset: 'whynotready',
      version: origin.rules,
    },
    observer: {
      vendor: 'whynotready',
      product: 'whynotready',
      type: 'log-analyzer',
      version: origin.version,
    },
    ...(host === '' ? {} : { host: { name: host } }),
  };
}

export function eventFields(rule: RuleRef, dataset: string, more: PlainObject): PlainObject {
  return {
    event: {
      module: 'whynotready',
      dataset: `whynotready.${dataset}`,
      category: CATEGORIES[rule.category] ?? ['host'],
      type: ['error'],
      outcome: 'failure',
      severity: SEVERITY[rule.severity],
      ...more,
    },
  };
}

/** `event.start`, `end`, and `duration` in nanoseconds. */
export function spanFields({ first, last }: Pick<Incident, 'first' | 'last'>): PlainObject {
  if (first === undefined || last === undefined) return {};
  const duration = Math.round((last - first) * 1e6);
  return { start: rfc3339(first), end: rfc3339(last), duration };
}

/** Every document has a time to be sorted by; without one it stands at the beginning of time, and says so. */
export function timeFields(time: number | undefined): PlainObject {
  return time === undefined
    ? { '@timestamp': rfc3339(0), tags: ['no-time'] }
    : { '@timestamp': rfc3339(time) };
}

/** Files that the lines stand in. */
export function fileFields(evidence: readonly Evidence[]): PlainObject {
  const paths = [...new Set(evidence.map(({ source }) => source))].filter((source) => source !== '-');
  return paths.length === 0 ? {} : { log: { file: { path: paths.length === 1 ? paths[0] : paths } } };
}

/** What of Kubernetes the incident is about, where its key says so. */
export function orchestratorFields(group: Incident['group']): PlainObject {
  const { namespace, pod, node } = group;
  const resource =
    pod !== undefined
      ? { type: 'pod', name: pod }
      : node === undefined
        ? undefined
        : { type: 'node', name: node };
  return {
    orchestrator: {
      type: 'kubernetes',
      ...(namespace === undefined ? {} : { namespace }),
      ...(resource === undefined ? {} : { resource }),
    },
  };
}
