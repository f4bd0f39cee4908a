import { describe, expect, it } from 'vitest';
import { componentOf, knownComponentOf } from '../../../src/core/formats/components.ts';
import { contextOf, fromPath } from '../../../src/core/formats/context.ts';

const UID = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const ID = '0123456789abcdef'.repeat(4);

describe('what a path tells', () => {
  it.each([
    [
      `/var/log/pods/kube-system_kube-apiserver-node1_${UID}/kube-apiserver/0.log`,
      { host: 'node1', unit: 'kube-system/kube-apiserver-node1/kube-apiserver', component: 'kube-apiserver' },
    ],
    [
      `bundle.tar.gz!nodes/worker-2/var/log/pods/kube-system_coredns-abc-12_${UID}/coredns/3.log.20261121-101010.gz`,
      { host: 'worker-2', unit: 'kube-system/coredns-abc-12/coredns', component: 'coredns' },
    ],
    [
      `/var/log/pods/kube-system_etcd-cp.example.org_${UID.replaceAll('-', '')}/etcd/0.log`,
      { host: 'cp.example.org', component: 'etcd' },
    ],
    [
      `/var/log/containers/kube-flannel-ds-x7x7x_kube-flannel_kube-flannel-${ID}.log`,
      { host: undefined, unit: 'kube-flannel/kube-flannel-ds-x7x7x/kube-flannel', component: 'flanneld' },
    ],
    [`/var/log/containers/my-app-1_default_app-${ID}.log`, { component: 'app' }],
    ['/var/log/kubelet.log', { host: undefined, unit: undefined, component: 'kubelet' }],
    ['k3s-agent.log.2.gz', { component: 'k3s' }],
    ['bundle.tar.gz!kubelet.log', { component: 'kubelet' }],
    ['journald/rke2-server', { component: 'rke2' }],
    ['logs/kube-controller-manager-2026.log', { component: 'kube-controller-manager' }],
    ['node7-2026-11-21_10_10_10/systemlogs/kern.log', { host: 'node7', component: undefined }],
    ['/var/log/messages', { component: undefined }],
    ['', { host: undefined, unit: undefined, component: undefined }],
  ])('%s', (path, wanted) => {
    expect(fromPath(path)).toMatchObject(wanted);
  });

  it('takes hostile paths in linear time', () => {
    const started = performance.now();
    for (const part of ['a', 'a-', 'a_', '/', '0.log', 'nodes/']) {
      fromPath(part.repeat(20_000));
      fromPath(part.repeat(4000 / part.length));
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

it('puts a context together', () => {
  const head = 'time="2026-11-21T10:23:03Z" level=info msg="Starting k3s"\n';
  const facts = { name: 'a.tar!k3s.log', modified: 5, timeZone: 'UTC' };
  expect(contextOf({ ...facts, head: new TextEncoder().encode(head), forcedFormat: 'logrus' })).toEqual({
    name: 'a.tar!k3s.log',
    modified: 5,
    anchor: Date.parse('2026-11-21T10:23:03Z'),
    timeZone: 'UTC',
    pathHost: undefined,
    pathUnit: undefined,
    pathComponent: 'k3s',
    forcedFormat: 'logrus',
  });
});

it.each([
  ['k3s-agent.service', 'k3s'],
  ['rke2-server', 'rke2'],
  ['/usr/bin/dockerd', 'dockerd'],
  ['(systemd)', 'systemd'],
  ['constructor', 'constructor'],
  ['', undefined],
])('component of %s', (name, component) => {
  expect(componentOf(name)).toBe(component);
});

it('takes only known programs from file names', () => {
  expect(knownComponentOf('messages')).toBeUndefined();
  expect(knownComponentOf('kubelet')).toBe('kubelet');
});
