/** Paths as the collectors write them: taken from their sources, and from public listings of their archives. */
import { describe, expect, it } from 'vitest';
import { bundlesOf } from '../../../../src/core/formats/paths/bundles.ts';
import { fromPath } from '../../../../src/core/formats/paths/told.ts';

const UID = '9a431a77-ea0e-11e8-97ab-0242209cd992';
const COLLECTOR = 'node7-2026-11-21_10_10_10.tar.gz!node7-2026-11-21_10_10_10';
const HARVESTER = 'supportbundle_d2f32c7f-6605-4a3b-8571-521856e64233_2026-11-21T03-28-37Z';
const SOS = 'sosreport-tux-0123456-2026-11-21-ezcfcop';
const MUST = 'must-gather.local.5464882318434/quay-io-openshift-release-dev-ocp-v4-0-art-dev-sha256-abc';

describe('whose log a file of a bundle is', () => {
  it.each([
    // rancher2_logs_collector.sh
    [`${COLLECTOR}/journald/k3s`, { host: 'node7', unit: 'k3s', component: 'k3s' }],
    [`${COLLECTOR}/journald/rke2-server`, { host: 'node7', unit: 'rke2-server', component: 'rke2' }],
    [`${COLLECTOR}/journald/rancher-system-agent`, { host: 'node7', component: 'rancher-system-agent' }],
    [`${COLLECTOR}/systeminfo/dmesg`, { host: 'node7', component: 'kernel' }],
    [`${COLLECTOR}/systemlogs/syslog.1`, { host: 'node7', unit: undefined, component: undefined }],
    [`${COLLECTOR}/rke2/containerd.log`, { host: 'node7', component: 'containerd' }],
    [`${COLLECTOR}/rke/containerlogs/kube-apiserver`, { host: 'node7', component: 'kube-apiserver' }],
    // Logs fetched through the API are not the collecting node's.
    [
      `${COLLECTOR}/k3s/podlogs/kube-system-coredns-7b98449c4-x2x7f`,
      { host: undefined, unit: 'kube-system/coredns-7b98449c4-x2x7f', component: 'coredns' },
    ],
    [
      `${COLLECTOR}/rke2/podlogs/kube-system-etcd-node1-previous`,
      { host: 'node1', unit: 'kube-system/etcd-node1', component: 'etcd' },
    ],
    [
      `${COLLECTOR}/rke2/podlogs/cattle-system-cattle-cluster-agent-5d9-abc`,
      { host: undefined, unit: 'cattle-system/cattle-cluster-agent-5d9-abc', component: 'rancher-agent' },
    ],
    [
      `${COLLECTOR}/k3s/podlogs/kube-system_svclb-traefik-abc_${UID}/lb-tcp-80/0.log`,
      { host: 'node7', unit: 'kube-system/svclb-traefik-abc/lb-tcp-80' },
    ],
    // support-bundle-kit
    [
      `${HARVESTER}.zip!${HARVESTER}/nodes/harvester-1.zip!harvester-1/logs/rke2-server.log`,
      { host: 'harvester-1', component: 'rke2' },
    ],
    [`${HARVESTER}/nodes/node-2/logs/k3s-agent-service.log`, { host: 'node-2', component: 'k3s' }],
    [`${HARVESTER}/nodes/node-2/logs/kernel.log.1`, { host: 'node-2', component: 'kernel' }],
    [
      `${HARVESTER}.zip!${HARVESTER}/logs/longhorn-system/longhorn-manager-abcde/longhorn-manager.log.1`,
      {
        host: undefined,
        unit: 'longhorn-system/longhorn-manager-abcde/longhorn-manager',
        component: 'longhorn-manager',
      },
    ],
    [
      `${HARVESTER}/logs/kube-system/kube-apiserver-harvester-1/kube-apiserver.log`,
      {
        host: 'harvester-1',
        unit: 'kube-system/kube-apiserver-harvester-1/kube-apiserver',
        component: 'kube-apiserver',
      },
    ],
    [
      `longhorn-support-bundle_d2f32c7f_2021-05-05T03-28-37Z.zip!nodes/node-1.zip!node-1/logs/syslog`,
      { host: 'node-1' },
    ],
    // sos
    [
      `${SOS}.tar.xz!${SOS}/sos_commands/logs/journalctl_--no-pager_--boot`,
      { host: 'tux', unit: undefined, component: undefined },
    ],
    [
      `${SOS}/sos_commands/kubernetes/journalctl_--no-pager_--unit_kubelet`,
      { host: 'tux', unit: 'kubelet', component: 'kubelet' },
    ],
    [`sosreport-tux.123456-20171224185433/var/log/messages`, { host: 'tux' }],
    [`sosreport-worker-1-2026-11-21-abcdefg/var/log/syslog`, { host: 'worker-1' }],
    [
      `${SOS}/var/log/pods/kube-system_etcd-tux_${UID}/etcd/0.log`,
      { host: 'tux', unit: 'kube-system/etcd-tux/etcd', component: 'etcd' },
    ],
    [
      `${SOS}/sos_commands/kubernetes/cluster-info/kube-system/podlogs/coredns-abc/kubectl_--kubeconfig_.etc.kubernetes.admin.conf_--namespace_kube-system_logs_coredns-abc_-c_coredns`,
      { host: undefined, unit: 'kube-system/coredns-abc/coredns', component: 'coredns' },
    ],
    // must-gather and oc adm inspect
    [
      `${MUST}/namespaces/openshift-etcd/pods/etcd-master-0.example.org/etcd/etcd/logs/current.log`,
      {
        host: 'master-0.example.org',
        unit: 'openshift-etcd/etcd-master-0.example.org/etcd',
        component: 'etcd',
      },
    ],
    [
      `must-gather.tar.gz!${MUST}/namespaces/openshift-dns/pods/dns-default-x/dns/dns/logs/previous.log`,
      { host: undefined, unit: 'openshift-dns/dns-default-x/dns' },
    ],
    [
      `${MUST}/host_service_logs/masters/kubelet_service.log`,
      { host: undefined, unit: 'kubelet', component: 'kubelet' },
    ],
    [`${MUST}/audit_logs/kube-apiserver/master-0-audit-2026-11-21T10-10-10.log.gz`, { host: 'master-0' }],
    [`${MUST}/nodes/worker-3/worker-3_logs_kubelet.gz`, { host: 'worker-3', component: 'kubelet' }],
    // kubectl cluster-info dump --output-directory
    [
      'dump/kube-system/kube-apiserver-cp1/logs.txt',
      { host: 'cp1', unit: 'kube-system/kube-apiserver-cp1', component: 'kube-apiserver' },
    ],
    [
      'dump/default/web-5d9-abc/logs.txt',
      { host: undefined, unit: 'default/web-5d9-abc', component: undefined },
    ],
    // kind export logs
    ['logs/kind-control-plane/kubelet.log', { host: 'kind-control-plane', component: 'kubelet' }],
    ['kind-worker2/journal.log', { host: 'kind-worker2' }],
    [
      `logs/kind-control-plane/pods/kube-system_etcd-kind-control-plane_${UID}/etcd/0.log`,
      { host: 'kind-control-plane', unit: 'kube-system/etcd-kind-control-plane/etcd', component: 'etcd' },
    ],
    // The innermost counts: sosreports of several machines in one archive.
    [`sos-collector-x.tar.xz!nodes/all/${SOS}.tar.xz!${SOS}/var/log/syslog`, { host: 'tux' }],
    // No bundles.
    ['/var/log/k3s-2026/journald/k3s', { host: undefined }],
    ['logs.txt', { host: undefined }],
    ['my-worker/app.log', { host: undefined }],
  ])('%s', (path, wanted) => {
    expect(fromPath(path)).toMatchObject(wanted);
  });
});

describe('bundles among sources', () => {
  it('are told apart, with their nodes', () => {
    const sources = [
      `${HARVESTER}.zip!${HARVESTER}/nodes/b.zip!b/logs/rke2-agent.log`,
      `${HARVESTER}.zip!${HARVESTER}/nodes/a.zip!a/logs/rke2-server.log`,
      `${HARVESTER}.zip!${HARVESTER}/logs/kube-system/etcd-a/etcd.log`,
      `${COLLECTOR}/journald/k3s`,
      `in/${COLLECTOR.slice(0, 5)}-2026-11-21_10_10_10/systeminfo/dmesg`,
      'logs/kind-control-plane/kubelet.log',
      'logs/kind-worker/kubelet.log',
      'namespaces/openshift-dns/pods/dns-x/dns/dns/logs/current.log',
      '/var/log/syslog',
    ];
    const wanted = [
      { kind: 'must-gather', path: '.', nodes: [] },
      { kind: 'rancher-collector', path: 'in/node7-2026-11-21_10_10_10', nodes: ['node7'] },
      { kind: 'kind-logs', path: 'logs', nodes: ['kind-control-plane', 'kind-worker'] },
      { kind: 'rancher-collector', path: 'node7-2026-11-21_10_10_10.tar.gz', nodes: ['node7'] },
      { kind: 'support-bundle', path: `${HARVESTER}.zip`, nodes: ['a', 'b'] },
    ];
    expect(bundlesOf(sources)).toEqual(wanted);
    expect(bundlesOf(sources.toReversed())).toEqual(wanted);
    expect(bundlesOf(['/var/log/syslog', '-'])).toEqual([]);
  });

  it('takes hostile paths in linear time', () => {
    const started = performance.now();
    for (const part of [
      'a-2026-11-21_10_10_10/',
      'nodes/',
      'sosreport-',
      '-1',
      'a-worker/',
      'podlogs/',
      'namespaces/x/pods/',
    ]) {
      fromPath(part.repeat(Math.floor(4000 / part.length)));
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
