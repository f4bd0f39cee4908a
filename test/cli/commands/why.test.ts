import { expect, test } from 'vitest';
import { call } from './call.ts';

const LOG = 'fixtures/failing/k3s-agent-node-password-rejected/input.log';

test('scan --why says what became of the lines of a rule', async () => {
  const { code, stdout } = await call('scan', '--why', 'k3s/node-password-rejected', LOG);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^k3s\/node-password-rejected failure, critical\nFound +\d+ entries/);
  expect(stdout).toMatch(/^Incidents +1 reported$/m);
});

test('it counts what scan counts', async () => {
  const report = JSON.parse((await call('scan', '-o', 'json', LOG)).stdout) as {
    incidents: { rule: { id: string }; count: number }[];
  };
  const incident = report.incidents.find(({ rule }) => rule.id === 'k3s/node-password-rejected');
  const tried = await call('scan', '-o', 'json', '--why', 'k3s/node-password-rejected', LOG);
  expect(JSON.parse(tried.stdout)).toMatchObject({
    rule: 'k3s/node-password-rejected',
    sessions: [{ count: incident!.count, reported: true }],
  });
});

test('a rule that is not there', async () => {
  const { code, stderr } = await call('scan', '--why', 'k3s/password-rejected', LOG);
  expect([code, stderr]).toEqual([2, expect.stringContaining('fix: one of: k3s/node-password-rejected')]);
});
