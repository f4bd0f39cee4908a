import { describe, expect, test } from 'vitest';
import { RuleTrial } from '../../../src/core/explain/trial.ts';
import type { Trial } from '../../../src/core/explain/trial.ts';
import { parseRuleFile } from '../../../src/core/rules/load.ts';
import { readTestLog } from '../../../src/core/rules/test-log.ts';

const RULE = `kind: failure
title: The server rejects this node's password
severity: high
category: node-registration
match:
  - text: Node password rejected, duplicate hostname or contents of '<file>' may not match
    where: { level: [info, error] }
threshold: { count: 2, within: 1m }
unless:
  - match: [Starting k3s agent]
    before: 10s
resolvedBy: [Started tunnel to]
explain: { cause: another password, impact: no node }
remedy: [{ do: delete the stored one }]
references: [https://github.com/k3s-io/k3s/issues/802]
tests:
  - name: v1.36
    log: |
      time="2026-11-21T10:40:16Z" level=info msg="Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server"
    expect: { matches: 1 }
  - { name: none, log: nothing, expect: { matches: 0 } }
`;

const at = (time: string, level: string, message: string) =>
  `time="2026-11-21T${time}Z" level=${level} msg="${message}"`;
const REJECTED =
  "Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server";
const rejected = (time: string, level = 'info') => at(time, level, REJECTED);

async function tryOn(...lines: string[]): Promise<Trial> {
  const { loaded, problems } = await parseRuleFile('k3s/password', RULE, 'k3s/password.yaml');
  expect(problems).toEqual([]);
  const trial = new RuleTrial(loaded!.rule);
  for (const [i, entry] of readTestLog(lines.join('\n'), undefined).entries())
    trial.take(entry, { source: 'log', line: i + 1, offset: i }, 'n1');
  return trial.result();
}

test('entries that hold the literal, that match, and the conditions that failed', async () => {
  const trial = await tryOn(
    rejected('10:00:00'),
    rejected('10:00:01', 'warning'),
    rejected('10:00:02', 'warning'),
    at('10:00:03', 'info', 'something else'),
  );
  expect(trial).toMatchObject({ held: 3, met: 1, missed: [{ count: 2, first: { line: 2 } }] });
  expect(trial.missed[0]!.reason).toBe(
    'the condition on \'level\' is not met: wanted info or error, found "warning"',
  );
});

describe('sessions', () => {
  test('below the threshold, with the most that one window holds', async () => {
    const { sessions } = await tryOn(rejected('10:00:00'), rejected('10:05:00'));
    expect(sessions).toMatchObject([
      { host: 'n1', count: 2, most: 1, belowThreshold: true, reported: false },
    ]);
  });

  test('reported', async () => {
    const { sessions } = await tryOn(rejected('10:00:00'), rejected('10:00:05'));
    expect(sessions).toMatchObject([{ most: 2, belowThreshold: false, hiddenBy: [], reported: true }]);
    expect(sessions[0]!.resolved).toBeUndefined();
  });

  test('each `unless` hides only what stands in its window', async () => {
    const { sessions, unlessLines } = await tryOn(
      at('10:00:00', 'info', 'Starting k3s agent v1.36.3'),
      rejected('10:00:05'),
      rejected('10:00:06'),
      rejected('11:00:05'),
      rejected('11:00:06'),
    );
    expect(unlessLines).toEqual([1]);
    expect(sessions.map(({ reported, hiddenBy }) => [reported, hiddenBy])).toEqual([
      [false, ["'Starting k3s agent' stands up to 10 s before the first match"]],
      [true, []],
    ]);
  });

  test('over', async () => {
    const { sessions, resolveLines } = await tryOn(
      rejected('10:00:00'),
      rejected('10:00:05'),
      at('10:00:09', 'info', 'Started tunnel to 10.0.0.1:6443'),
    );
    expect(resolveLines).toBe(1);
    expect(sessions[0]!.resolved!.evidence).toMatchObject({ line: 3 });
  });
});
