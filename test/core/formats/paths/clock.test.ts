/** Paths as the collectors write them. */
import { describe, expect, it } from 'vitest';
import { clockOf } from '../../../../src/core/formats/paths/clock.ts';

const SOS = 'sosreport-tux-0123456-2026-11-21-ezcfcop';
const COLLECTOR = 'node7-2026-11-21_10_10_10';
const BUNDLE = 'supportbundle_d2f32c7f_2026-11-21T03-28-37Z';

describe('whose clock wrote the lines', () => {
  it.each([
    [`x/${COLLECTOR}/journald/k3s`, `x/${COLLECTOR}`, 'systeminfo/date'],
    [`a.tar.gz!${COLLECTOR}/systemlogs/syslog`, `a.tar.gz!${COLLECTOR}`, 'systeminfo/date'],
    [`${SOS}.tar.xz!${SOS}/var/log/messages`, `${SOS}.tar.xz!${SOS}`, 'sos_commands/date/date'],
    [`${SOS}/var/log/messages`, SOS, 'sos_commands/systemd/timedatectl'],
    [
      `${BUNDLE}.zip!${BUNDLE}/nodes/n1.zip!n1/logs/kernel.log`,
      `${BUNDLE}.zip!${BUNDLE}/nodes/n1.zip!n1`,
      'date',
    ],
    ['logs/nodes/n1/syslog', 'logs/nodes/n1', 'etc/timezone'],
    ['logs.tar!nodes/n1.zip!syslog', 'logs.tar!nodes/n1.zip', 'etc/localtime'],
  ])('%s: the one of the node', (path, root, tells) => {
    expect(clockOf(path)).toMatchObject({ root, tells: expect.arrayContaining([tells]) as unknown });
  });

  it.each([
    'kind/cluster-control-plane/kubelet.log',
    'dump/kube-system/coredns-7b98449c4-x2x7f/logs.txt',
    'must-gather.local.1/x/host_service_logs/masters/kubelet_service.log',
    `${COLLECTOR}/k3s/podlogs/kube-system-coredns-7b98449c4-x2x7f`,
    `${BUNDLE}/logs/kube-system/etcd-n1/etcd.log`,
  ])('%s: UTC', (path) => {
    expect(clockOf(path)).toBe('UTC');
  });

  it.each(['/var/log/syslog', 'k3s.log', `${BUNDLE}/generation.log`, `${SOS}.tar.xz`])(
    '%s: not told',
    (path) => {
      expect(clockOf(path)).toBeUndefined();
    },
  );
});
