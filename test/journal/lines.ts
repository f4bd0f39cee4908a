/** What the test journal holds: real messages, and how journald's fields stand around them. */

export interface JournalRecord {
  readonly fields: Readonly<Record<string, string>>;
  /** Written beside `fields` under the same name: a repeated field. */
  readonly repeated?: readonly (readonly [string, string])[];
  readonly message: string | Uint8Array;
  /** µs after the record before it. */
  readonly after: number;
  readonly newBoot?: boolean;
}

const K3S = {
  SYSLOG_IDENTIFIER: 'k3s',
  _PID: '31002',
  _SYSTEMD_UNIT: 'k3s.service',
  _COMM: 'k3s-server',
  PRIORITY: '6',
};
const KUBELET = {
  SYSLOG_IDENTIFIER: 'kubelet',
  _PID: '1399',
  _SYSTEMD_UNIT: 'kubelet.service',
  PRIORITY: '6',
};
const KERNEL = { SYSLOG_IDENTIFIER: 'kernel', _TRANSPORT: 'kernel', PRIORITY: '4' };
const SYSTEMD = {
  SYSLOG_IDENTIFIER: 'systemd',
  _PID: '1',
  _SYSTEMD_UNIT: 'init.scope',
  UNIT: 'k3s.service',
  PRIORITY: '6',
};

const REJECTED =
  'Waiting to retrieve agent configuration; server is not ready: /var/lib/rancher/k3s/agent/serving-kubelet.crt: Node password ' +
  "rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a " +
  'unique node name with the --with-node-id flag';
const EXPIRED = 'x509: certificate has expired or is not yet valid';
const NO_UTF8 = Uint8Array.of(0xff, 0xfe);

/** kubectl port-forward's error of several lines, as its users report it. */
const BLOCK = `E0920 20:31:20.108318   55801 portforward.go:424] "Unhandled Error" err=<
\tan error occurred forwarding 8080 -> 80: error forwarding port 80 to pod: failed to find socat

\tlost connection to pod
 >`;

/** Times rise; klog's own times are the lines' own and do not matter beside the journal's. */
export const RECORDS: readonly JournalRecord[] = [
  { fields: SYSTEMD, message: 'Started Lightweight Kubernetes.', after: 0 },
  // Lab, a node with a foreign password; the time is the journal's.
  { fields: K3S, message: `time="2026-11-21T10:39:57Z" level=info msg="${REJECTED}"`, after: 1_234_567 },
  // Seed 003.
  {
    fields: KUBELET,
    message:
      'E0901 09:24:20.960125    1399 controller.go:136] failed to ensure node lease exists, will retry in 3.2s, error: Unauthorized',
    after: 1_234_567,
    repeated: [
      ['PRIORITY', '3'],
      ['SYSLOG_FACILITY', '3'],
    ],
  },
  {
    fields: KUBELET,
    message: 'E0901 09:24:21.051942    1399 kubelet.go:2267] node "node30" not found',
    after: 100,
  },
  { fields: { ...KUBELET, _PID: '55801' }, message: BLOCK, after: 1_234_567 },
  // Seed 003, with bytes that are no UTF-8 in place of the node's name.
  {
    fields: KUBELET,
    message: join(
      'E0901 09:24:21.179746    1399 kubelet_node_status.go:92] Unable to register node "',
      NO_UTF8,
      '" with API server: Unauthorized',
    ),
    after: 1_234_567,
  },
  // Seed 004, its list made as long as a flood makes it.
  {
    fields: { ...KUBELET, SYSLOG_IDENTIFIER: 'kube-apiserver', _SYSTEMD_UNIT: 'kube-apiserver.service' },
    message: `E0408 17:22:36.857055    1020 authentication.go:64] Unable to authenticate the request due to an error: [${Array.from({ length: 100 }, () => EXPIRED).join(', ')}]`,
    after: 1_234_567,
  },
  {
    fields: KERNEL,
    message: 'IPv4: martian source 10.196.4.83 from 10.196.4.14, on dev eth0',
    after: 1_234_567,
    newBoot: true,
  },
  // Logrus on a terminal: journald keeps the colours, journalctl's JSON gives them as an array of numbers.
  { fields: K3S, message: '\u001b[36mINFO\u001b[0m[0005] Run: k3s kubectl  ', after: 1_234_567 },
];

function join(before: string, bytes: Uint8Array, after: string): Uint8Array {
  return Uint8Array.from([...new TextEncoder().encode(before), ...bytes, ...new TextEncoder().encode(after)]);
}
