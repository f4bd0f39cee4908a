/** Real logs, through the whole core. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../src/core/report.ts';
import type { RulePack } from '../../../src/core/rules/pack.ts';
import { loadRules } from '../../../src/pipeline/load-rules.ts';
import { scan } from '../../../src/pipeline/scan.ts';

let rules: RulePack;
beforeAll(async () => {
  rules = await loadRules();
});

function scanFixture(name: string): Promise<Report> {
  return scan({ paths: [`fixtures/${name}`], rules, timeZone: 'UTC' });
}

describe('a node whose password the server refuses, both sides logged', () => {
  test('the server side is the cause, the agent its effect; the command names the node', async () => {
    const { diagnoses, links, incidents } = await scanFixture('failing/k3s-node-password-both-sides');
    expect(diagnoses).toHaveLength(1);
    expect(diagnoses[0]).toMatchObject({ kind: 'cause', lookAt: [] });
    expect(diagnoses[0]!.explains).toHaveLength(incidents.length - 1);
    expect(diagnoses[0]!.remedy.some(({ run }) => run?.includes('agent1'))).toBe(true);
    expect(links.length).toBeGreaterThan(0);
    for (const { reason } of links) expect(reason).toContain('in logs that name no host');
  });
});

describe('a kubelet whose certificate expired, only its own log', () => {
  test('a symptom, with the places where its cause would stand', async () => {
    const { diagnoses, facts } = await scanFixture('failing/kubelet-client-cert-expired');
    expect(diagnoses[0]).toMatchObject({ kind: 'symptom' });
    expect(diagnoses[0]!.lookAt.map(({ rule }) => rule)).toContain(
      'kube-apiserver/client-certificate-expired',
    );
    expect(facts).toMatchObject([{ name: 'kubelet', value: '1.36.3' }]);
  });
});

test('half an hour of a healthy kubelet: no diagnosis', async () => {
  const { diagnoses } = await scanFixture('quiet/long-kubelet-quiet-a');
  expect(diagnoses.filter(({ severity }) => severity !== 'low' && severity !== 'info')).toEqual([]);
});
