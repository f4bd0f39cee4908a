/** Which lines `--es-evidence` sends, and what of them; read from the dead letters, as no server is there. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../e2e/command.ts';
import { folder, REJECTED } from './run.ts';

interface Letter {
  readonly action: string;
  readonly index: string;
  readonly id: string;
  readonly document?: {
    readonly message: string;
    readonly host?: { readonly name: string };
    readonly rule: { readonly id: string; readonly name: string };
    readonly event: Readonly<Record<string, unknown>>;
    readonly whynotready: Readonly<Record<string, unknown>> & { readonly type: string };
  };
}

/** All that would have gone out. */
async function sent(log: string, words: readonly string[] = [], rule = ''): Promise<Letter[]> {
  const cwd = folder();
  writeFileSync(join(cwd, 'k3s.log'), log);
  mkdirSync(join(cwd, 'rules', 'own'), { recursive: true });
  if (rule !== '') writeFileSync(join(cwd, 'rules', 'own', 'rule.yaml'), rule);
  const rules = rule === '' ? [] : ['--rules', 'rules', '--only', 'own/*'];
  const to = [
    '-o',
    'elasticsearch',
    '--es-evidence',
    '--es-url',
    'http://127.0.0.1:9',
    '--es-retry-for',
    '0s',
  ];
  const { code, stderr } = await command(['scan', 'k3s.log', ...to, ...rules, ...words], { cwd });
  expect([code, stderr]).toEqual([3, expect.stringContaining('dead ')]);
  const text = readFileSync(join(cwd, 'whynotready-dead-letters.ndjson'), 'utf8');
  return (
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Letter)
      // The question whether the cluster is set up.
      .filter(({ id }) => id !== 'set-up')
  );
}

const ofType = (letters: readonly Letter[], type: string) =>
  letters.flatMap(({ document }) => (document?.whynotready.type === type ? [document] : []));

const line = (second: number, message: string): string =>
  `2026-11-21T10:39:${String(second).padStart(2, '0')}.000000+00:00 node-1 k3s[1234]: ${message}\n`;
const refused = (second: number): string =>
  line(second, `time="2026-11-21T10:39:57Z" level=info ${REJECTED}`);

const STARTED = 'time="2026-11-21T10:39:57Z" level=info msg="Starting agent"';

const RULE = `kind: failure
title: The server rejects the password in {{file}}
severity: high
category: node-registration
match: ["contents of '<file>' may not match"]
groupBy: [file]
explain: { cause: It is another one., impact: The agent does not start. }
remedy: [{ do: Look at it. }]
references: [https://docs.k3s.io/architecture]
tests:
  - name: a refusal
    log: |
      time="2026-11-21T10:39:57Z" level=info ${REJECTED}
    expect: { matches: 1 }
  - name: another message
    log: |
      time="2026-11-21T10:39:57Z" level=info msg="Starting k3s agent"
    expect: { matches: 0 }
`;

test('lines of which no incident comes, too: below a threshold, excused', async () => {
  // Of a paste of few lines, what stays below is told, too.
  const log = refused(1) + refused(2) + line(3, STARTED) + line(4, 'level=info msg="Running"').repeat(1000);
  const below = await sent(log, [], `${RULE}threshold: { count: 3 }\n`);
  expect([ofType(below, 'match').length, below.length]).toEqual([2, 2]);
  const excused = await sent(log, [], `${RULE}unless: [{ match: ['Starting agent'], after: 1m }]\n`);
  expect([ofType(excused, 'match').length, excused.length]).toEqual([2, 2]);
  const [match] = ofType(below, 'match');
  expect(match).toMatchObject({
    host: { name: 'node-1' },
    rule: { id: 'own/rule', name: 'The server rejects the password in /etc/rancher/node/password' },
    whynotready: {
      group: { file: '/etc/rancher/node/password' },
      captures: { file: '/etc/rancher/node/password' },
      line: 1,
    },
  });
});

test('steps of a sequence, each once, with its number', async () => {
  const rule = RULE.replace(
    /^match:.*$/m,
    `sequence: { within: 1m, steps: [["contents of '<file>' may"], ['Starting agent', "contents of '<file>' may"]] }`,
  );
  // Its own test: both steps.
  const whole = rule.replace(/^( +)time=.*\n/m, (text, indent: string) => `${text}${indent}${STARTED}\n`);
  const letters = await sent(refused(1) + line(3, STARTED), [], whole);
  const steps = ofType(letters, 'match').map(({ whynotready }) => whynotready.step);
  expect(steps).toEqual([1, 2]);
});

test('the same severities as the incidents, and no secrets where that was asked for', async () => {
  const token =
    'K10e2b1f5a7c9d3e4f6a8b0c2d4e6f8a0b1c3d5e7f9a1b3c5d7e9f1a3b5c7d9e1f3::server:0a1b2c3d4e5f6a7b8c9d';
  const log = refused(1) + refused(2).replace('--with-node-id', `--token ${token} --with-node-id`);
  const all = await sent(log, [], RULE);
  expect(JSON.stringify(all)).toContain(token);
  const redacted = await sent(log, ['--redact', '--redact-hosts'], RULE);
  expect(ofType(redacted, 'match').length).toBe(2);
  expect(JSON.stringify(redacted)).not.toContain(token);
  expect(JSON.stringify(redacted)).not.toContain('node-1');
  // Two hosts stay two, although both are called the same now.
  const hosts = await sent(refused(1) + refused(1).replace('node-1', 'node-2'), ['--redact-hosts'], RULE);
  const lines = hosts.filter(({ action }) => action === 'create');
  expect(new Set(lines.map(({ id }) => id)).size).toBe(2);
  expect(new Set(ofType(hosts, 'match').map(({ whynotready }) => whynotready.key)).size).toBe(2);
  const cwd = folder();
  writeFileSync(join(cwd, 'k3s.log'), log);
  const none = await command(
    ['scan', 'k3s.log', '-o', 'elasticsearch', '--es-evidence', '--es-url', 'http://127.0.0.1:9'].concat([
      '--min-severity',
      'critical',
      '--skip',
      'k3s/*',
      '--es-retry-for',
      '0s',
    ]),
    { cwd },
  );
  expect([none.code, none.stderr]).toEqual([
    0,
    'Elasticsearch: sent 0, already there 0, retried 0, dead 0\n',
  ]);
});
