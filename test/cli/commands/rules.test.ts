import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call, folderOf } from './call.ts';

interface Brief {
  readonly id: string;
  readonly kind: string;
  readonly severity: string;
}

const list = async (...flags: string[]): Promise<Brief[]> =>
  JSON.parse((await call('rules', 'list', '-o', 'json', ...flags)).stdout) as Brief[];

describe('rules list', () => {
  test('filters by kind, severity and component; each adds up, all must hold', async () => {
    const rules = await list(
      '--kind',
      'failure',
      '--kind',
      'symptom',
      '--severity',
      'high',
      '--component',
      'kube*',
    );
    expect(rules.length).toBeGreaterThan(5);
    for (const { id, kind, severity } of rules) {
      expect(id).toMatch(/^kube[^/]*\//);
      expect(['failure', 'symptom']).toContain(kind);
      expect(severity).toBe('high');
    }
  });

  test('knows its words', async () => {
    const { code, stderr } = await call('rules', 'list', '--kind', 'disaster');
    expect([code, stderr]).toEqual([2, expect.stringContaining('failure, symptom, benign, fact')]);
  });
});

describe('rules show', () => {
  test('wordings, and the chain up and down', async () => {
    const { stdout } = await call('rules', 'show', 'k3s/node-password-rejected');
    expect(stdout).toMatch(/^Matches +Node password rejected, duplicate hostname/m);
    expect(stdout).toMatch(/^Caused by +k3s\/node-password-validation-failed: \S/m);
    const cause = await call('rules', 'show', 'k3s/node-password-validation-failed');
    expect(cause.stdout).toMatch(/^Causes [^]*k3s\/node-password-rejected: The server rejects/m);
  });

  test('as data', async () => {
    const { stdout } = await call('rules', 'show', '-o', 'json', 'k3s/node-password-rejected');
    expect(JSON.parse(stdout)).toMatchObject({
      causes: [{ rule: 'k3s/node-password-validation-failed', depth: 1 }],
    });
  });
});

const OWN = `kind: benign
title: It starts
category: start
match: [Starting k3s agent v1.36]
explain: { cause: harmless }
tests:
  - { name: yes, log: Starting k3s agent v1.36.3, expect: { matches: 1 } }
`;
const LOG = 'fixtures/failing/k3s-agent-node-password-rejected/input.log';

describe('rules of the user', () => {
  test('a folder and a single file; the version of the pack tells them', async () => {
    const root = folderOf({ 'a/x.yaml': OWN, 'y.yaml': OWN });
    const without = await version();
    const folder = await version('--rules', join(root, 'a'));
    const both = await version('--rules', join(root, 'a'), '--rules', join(root, 'y.yaml'));
    expect(folder.rules.count).toBe(without.rules.count + 1);
    expect(both.rules.count).toBe(without.rules.count + 2);
    const plus = `${without.rules.version}+`;
    expect(folder.rules.version.startsWith(plus)).toBe(true);
    expect(both.rules.version.startsWith(plus)).toBe(true);
    expect(both.rules.version).not.toBe(folder.rules.version);
  });

  test('every output names the version', async () => {
    const { rules } = await version();
    for (const output of ['terminal', 'json', 'ndjson'])
      expect((await call('scan', '-o', output, LOG)).stdout).toContain(rules.version.slice(0, 7));
  });

  test('broken ones stop with all their errors', async () => {
    const root = folderOf({
      'a/x.yaml': `${OWN}causedBy: [k3s/nowhere]\n`,
      'a/y.yaml': OWN.replace('benign', 'bening'),
      'a/z.yaml': `${OWN}causedBy: [k3s/node-password-rejected]\n`,
    });
    const { code, stdout, stderr } = await call('scan', '--rules', join(root, 'a'), LOG);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.match(/RULE_\w+ .*/g)).toEqual([
      expect.stringContaining('RULE_FIELD kind: expected failure, symptom, benign, fact'),
      'RULE_REFERENCE there is no rule k3s/nowhere',
    ]);
  });
});

interface Summary {
  readonly rules: { readonly version: string; readonly count: number };
}

async function version(...flags: string[]): Promise<Summary> {
  const { stdout } = await call('scan', '-o', 'json', ...flags, LOG);
  return (JSON.parse(stdout) as { summary: Summary }).summary;
}
