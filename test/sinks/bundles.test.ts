import { expect, it } from 'vitest';
import { bundleRows } from '../../src/sinks/terminal/bundles.ts';
import { Style } from '../../src/sinks/terminal/style.ts';
import { incident, PLAIN, report } from './report.ts';

const rows = (names: readonly string[], hosts: readonly string[]): string[] => {
  const base = report({ incidents: hosts.map((host) => incident({ host })) });
  const sources = names.map((name) => ({ name, bytes: 1, lines: 1 }));
  return bundleRows({ ...base, summary: { ...base.summary, sources } }, new Style({ ...PLAIN, width: 120 }));
};

it('says on how many nodes of a bundle something was found', () => {
  const files = ['a', 'b', 'c', 'd', 'e'].map(
    (node) => `supportbundle_x.zip!supportbundle_x/nodes/${node}.zip!${node}/logs/k3s.log`,
  );
  expect(rows(files, ['a', 'c', 'e', 'other'])).toEqual([
    'Bundle  Rancher support bundle: 3 of 5 nodes with incidents (a, c, e)',
  ]);
  expect(rows(files, [])).toEqual(['Bundle  Rancher support bundle: 0 of 5 nodes with incidents']);
});

it('counts the nodes that a must-gather lists, as lines of all of them stand in one file', () => {
  const root = 'must-gather.tar.gz!must-gather.local.1/quay-io-x';
  const node = (host: string, kind: string) => ({
    name: 'kubelet',
    value: '1.27.6',
    host,
    time: undefined,
    origin: { source: `${root}/${kind}/core/nodes/${host}.yaml`, line: 5, offset: 70 },
  });
  const base = report({
    incidents: [incident({ host: 'm1' })],
    facts: ['m0', 'm1', 'm2'].map((host) => node(host, 'cluster-scoped-resources')),
  });
  const sources = [{ name: `${root}/host_service_logs/masters/kubelet_service.log`, bytes: 1, lines: 1 }];
  const style = new Style({ ...PLAIN, width: 120 });
  expect(bundleRows({ ...base, summary: { ...base.summary, sources } }, style)).toEqual([
    'Bundle  must-gather: 1 of 3 nodes with incidents (m1)',
  ]);
});

it('tells bundles of one kind together, and names the only node', () => {
  const collected = (node: string): string =>
    `${node}-2026-11-21_10_10_10.tar.gz!${node}-2026-11-21_10_10_10/journald/k3s`;
  expect(rows(['a', 'b', 'c'].map(collected), ['b'])).toEqual([
    'Bundle  Rancher log collector, 3 bundles: 1 of 3 nodes with incidents (b)',
  ]);
  expect(rows([collected('a'), 'dump/kube-system/coredns-x/logs.txt'], [])).toEqual([
    'Bundle  Rancher log collector of a',
    'Bundle  kubectl cluster-info dump',
  ]);
  expect(rows(['/var/log/syslog'], [])).toEqual([]);
});
