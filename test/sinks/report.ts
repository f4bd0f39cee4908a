/** A small report, as the pipeline would make it from two real files (the log lines are from fixtures/failing). */
import type { Diagnosis } from '../../src/core/diagnosis/diagnosis.ts';
import type { Evidence, Incident } from '../../src/core/incidents/incident.ts';
import type { Report, Summary } from '../../src/core/report.ts';
import type { Look } from '../../src/sinks/terminal/style.ts';

const REJECTED =
  "Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag";
export const START = Date.UTC(2026, 10, 21, 9, 41, 2);

export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    source: 'k3s.log',
    line: 13,
    offset: 2048,
    time: START,
    text: `time="2026-11-21T09:41:02Z" level=info msg="${REJECTED}"`,
    message: REJECTED,
    before: ['time="2026-11-21T09:41:02Z" level=info msg="Starting k3s agent"'],
    after: [],
    ...changes,
  };
}

export function incident(changes: Partial<Incident> = {}): Incident {
  return {
    id: 'aaaa1111',
    rule: {
      id: 'k3s/node-password-rejected',
      kind: 'failure',
      title: "The server rejects this node's password",
      severity: 'critical',
      category: 'node-registration',
    },
    host: 'agent1',
    group: {},
    count: 14,
    first: START,
    last: START + 675_000,
    histogram: { start: START - 2000, width: 4000, counts: [3, 0, 11] },
    captures: {
      file: { values: [{ value: '/etc/rancher/node/password', count: 14 }], distinct: 1, exact: true },
    },
    evidence: [
      evidence(),
      evidence({ line: 15, offset: 4096, time: START + 10_000 }),
      evidence({ line: 99, offset: 9000, time: START + 675_000 }),
    ],
    resolved: undefined,
    ...changes,
  };
}

export function symptom(changes: Partial<Incident> = {}): Incident {
  const message = 'Unable to register node "agent1" with API server: Unauthorized';
  return incident({
    id: 'bbbb2222',
    rule: {
      id: 'kubelet/register-failing',
      kind: 'symptom',
      title: 'The kubelet cannot register its node',
      severity: 'high',
      category: 'node-registration',
    },
    count: 12,
    captures: {},
    evidence: [evidence({ line: 40, text: message, message })],
    ...changes,
  });
}

export function diagnosis(changes: Partial<Diagnosis> = {}): Diagnosis {
  return {
    id: 'dx-aaaa1111',
    root: 'aaaa1111',
    kind: 'cause',
    title: "The server rejects this node's password",
    severity: 'critical',
    host: 'agent1',
    cause: 'On its first join an agent makes a random password; now it sends another one.',
    impact: 'The agent gets no kubelet certificates and does not start.',
    remedy: [
      { do: 'Make sure that no other machine in the cluster has this host name.', run: undefined },
      {
        do: 'Delete the stored password on a server; the agent registers anew within seconds.',
        run: 'kubectl -n kube-system delete secret agent1.node-password.k3s',
      },
    ],
    references: ['https://docs.k3s.io/architecture#how-agent-node-registration-works'],
    explains: ['bbbb2222'],
    reason: 'critical; explains 1 other incident',
    lookAt: [],
    ...changes,
  };
}

export function summary(changes: Partial<Summary> = {}): Summary {
  return {
    version: '0.1.0',
    rules: { version: 'abc', count: 75 },
    bytes: 1_234_567,
    lines: 12_345,
    sources: [{ name: 'k3s.log', bytes: 1_234_567, lines: 12_345 }],
    harmless: [
      {
        rule: 'kubelet/manifest-file-empty',
        title: 'The manifest file is empty',
        count: 40,
        why: 'Every component logs it.',
      },
    ],
    blindSpots: [],
    limits: [],
    problems: [],
    complete: true,
    ...changes,
  };
}

export function report(changes: Partial<Report> = {}): Report {
  return {
    incidents: [incident(), symptom()],
    links: [{ cause: 'aaaa1111', effect: 'bbbb2222', reason: 'same host, 2 s before' }],
    diagnoses: [diagnosis()],
    facts: [
      {
        name: 'k3s',
        value: 'v1.36.3+k3s1',
        host: 'agent1',
        time: START,
        origin: { source: 'k3s.log', line: 1, offset: 0 },
      },
    ],
    summary: summary(),
    ...changes,
  };
}

/** Nothing in it that may be left out, but what shows that it was: a line that ended it, values past counting. */
export function bareReport(changes: Partial<Report> = {}): Report {
  return report({
    incidents: [
      incident({
        first: undefined,
        last: undefined,
        histogram: undefined,
        evidence: [evidence({ time: undefined, message: 'x', text: 'x', before: [] })],
        captures: { file: { values: [{ value: 'a', count: 1 }], distinct: 40_000, exact: false } },
        resolved: { time: undefined, evidence: evidence() },
      }),
      symptom(),
    ],
    facts: [
      { name: 'k3s', value: 'v1', host: '', time: undefined, origin: { source: '-', line: 1, offset: 0 } },
    ],
    ...changes,
  });
}

export const PLAIN: Look = { color: false, width: 80, unicode: true };
