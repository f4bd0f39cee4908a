import { describe, expect, test } from 'vitest';
import { factsOfHost, fillRemedy } from '../../../src/core/diagnosis/remedy.ts';
import { compareVersions, holds } from '../../../src/core/diagnosis/versions.ts';
import type { Fact } from '../../../src/core/incidents/incident.ts';
import type { RemedyStep } from '../../../src/core/rules/rule.ts';
import { incident, T } from './examples.ts';

describe('versions', () => {
  test.each([
    ['v1.17.2+k3s1', '1.20', -1],
    ['v1.20.0+k3s1', '1.20', 0],
    ['v1.36.3+rke2r1', '1.9', 1],
    ['1.20', '1.20.0', 0],
    ['v1.20.0-rc1', '1.20.0', -1],
    ['5.10.0-28-amd64', '5.10', 0],
    ['3.6.16', '3.6.4', 1],
  ])('%s and %s', (a, b, order) => {
    expect(Math.sign(compareVersions(a, b))).toBe(order);
    expect(Math.sign(compareVersions(b, a))).toBe(order === 0 ? 0 : -order);
  });

  test('every operator', () => {
    const met = (['>=', '<=', '>', '<', '='] as const).filter((op) =>
      holds({ fact: 'k3s', op, version: '1.20' }, 'v1.20.0+k3s2'),
    );
    expect(met).toEqual(['>=', '<=', '=']);
  });
});

const steps: RemedyStep[] = [
  {
    do: 'Delete the stored password of {{node}}.',
    run: 'kubectl -n kube-system delete secret {{node}}.node-password.k3s',
    when: [{ fact: 'k3s', op: '>=', version: '1.20' }],
  },
  {
    do: 'Remove its line.',
    run: 'grep -n {{node}} {{file}}',
    when: [{ fact: 'k3s', op: '<', version: '1.20' }],
  },
  { do: 'Or rename {{host}}.', run: undefined, when: [] },
];
const found = incident('i', 'k3s/node-password-rejected', {
  captures: {
    node: {
      values: [
        { value: 'node30', count: 9 },
        { value: 'x', count: 1 },
      ],
      distinct: 2,
      exact: true,
    },
    file: { values: [{ value: `/tmp/a b'; reboot`, count: 9 }], distinct: 1, exact: true },
  },
});

function fact(value: string, host = 'node30'): Fact {
  return { name: 'k3s', value, host, time: T, origin: { source: 'a', line: 1, offset: 0 } };
}

describe('remedy', () => {
  test('the steps of the version that the log names', () => {
    expect(fillRemedy(steps, found, factsOfHost([fact('v1.17.2+k3s1')], 'node30'))).toEqual([
      { do: 'Remove its line.', run: `grep -n node30 '/tmp/a b'\\''; reboot'` },
      { do: 'Or rename node30.', run: undefined },
    ]);
  });

  test.each([
    ['no version', []],
    ['the version of another host', [fact('v1.17.2', 'node31')]],
    ['no version in the banner', [fact('unknown')]],
    ['an upgrade within the log', [fact('v1.19.1+k3s1'), fact('v1.20.4+k3s1')]],
  ])('%s: both variants, each with its condition', (_, facts) => {
    expect(fillRemedy(steps, found, factsOfHost(facts, 'node30')).map((step) => step.do)).toEqual([
      '(k3s >= 1.20) Delete the stored password of node30.',
      '(k3s < 1.20) Remove its line.',
      'Or rename node30.',
    ]);
  });

  test('what the log does not say stays a placeholder', () => {
    const bare = incident('i', 'k3s/node-password-rejected', { host: '' });
    expect(fillRemedy(steps, bare, new Map())).toMatchObject([
      { run: 'kubectl -n kube-system delete secret <node>.node-password.k3s' },
      { run: 'grep -n <node> <file>' },
      { do: 'Or rename <host>.' },
    ]);
  });
});
