/** Real lines in each envelope, with what must come out of them. */
import type { Entry } from '../../../src/core/entry.ts';

export interface Sample {
  readonly format: string;
  /** One entry, of one or several lines. */
  readonly text: string;
  readonly from: string;
  readonly expect: Partial<Omit<Entry, 'time'>>;
  /** RFC 3339, read with the modification time 2026-11-21T14:00Z in UTC. */
  readonly time: string | undefined;
}

const AUTHENTICATE = 'failed to ensure node lease exists, will retry in 3.2s, error: Unauthorized';

export const SAMPLES: readonly Sample[] = [
  {
    format: 'journal-short',
    text: `Sep 01 09:24:20 node30 kubelet[1399]: E0901 09:24:20.960125    1399 controller.go:136] ${AUTHENTICATE}`,
    from: 'seed 003',
    expect: {
      host: 'node30',
      unit: 'kubelet',
      component: 'kubelet',
      level: 'error',
      message: AUTHENTICATE,
      caller: 'controller.go:136',
      formats: ['journal-short', 'klog'],
    },
    time: '2026-09-01T09:24:20.000Z',
  },
  {
    format: 'journal-short',
    text: '5月 13 15:40:17 k8s-node02 kubelet[5179]: E0513 15:40:17.945522    5179 kubelet.go:2461] "Error getting node" err="node \\"k8s-node02\\" not found"',
    from: 'https://github.com/cby-chen/Kubernetes/issues/6',
    expect: { host: 'k8s-node02', message: 'Error getting node', formats: ['journal-short', 'klog'] },
    time: '2026-05-13T15:40:17.000Z',
  },
  {
    format: 'journal-short',
    text: '11月 23 10:20:18 ThundeRobot systemd[1]: Started Apache Tomcat Web Application Container.',
    from: 'systemctl status of a Chinese desktop, public repository',
    expect: {
      host: 'ThundeRobot',
      component: 'systemd',
      message: 'Started Apache Tomcat Web Application Container.',
    },
    // Two days past the modification time: a year earlier.
    time: '2025-11-23T10:20:18.000Z',
  },
  {
    format: 'es-document',
    text: String.raw`{"_index":".ds-filebeat-9.2.0-2026.11.21-000001","_id":"GWoZ_6EBAhj9","_source":{"@timestamp":"2026-11-21T13:00:05.123Z","message":"E1121 13:00:05.960125    1399 controller.go:136] ${AUTHENTICATE}","host":{"name":"node30"},"systemd":{"unit":"kubelet.service"},"syslog":{"identifier":"kubelet","priority":6},"log":{"offset":4711}}}`,
    from: "Filebeat's journald input, around the line of seed 003",
    expect: {
      host: 'node30',
      unit: 'kubelet.service',
      component: 'kubelet',
      level: 'error',
      message: AUTHENTICATE,
      caller: 'controller.go:136',
      formats: ['es-document', 'klog'],
    },
    time: '2026-11-21T13:00:05.123Z',
  },
  {
    format: 'dmesg',
    text: 'Jul  4 20:25:49 kubernetes-minion-group-n0xa kernel: [1019057.451015] Memory cgroup out of memory: Kill process 4062 (google-fluentd) score 1948 or sacrifice child',
    from: 'https://github.com/kubernetes/kubernetes/issues/28712',
    expect: {
      host: 'kubernetes-minion-group-n0xa',
      component: 'kernel',
      message:
        'Memory cgroup out of memory: Kill process 4062 (google-fluentd) score 1948 or sacrifice child',
      formats: ['journal-short', 'dmesg', 'plain'],
    },
    time: '2026-07-04T20:25:49.000Z',
  },
  {
    format: 'journal-header',
    text: '-- Logs begin at Fri 2019-11-29 03:46:43 PST, end at Wed 2020-02-05 09:21:06 PST. --',
    from: 'https://github.com/kubernetes/kubeadm/issues/2015',
    expect: { component: 'journal', host: undefined },
    time: undefined,
  },
  {
    format: 'journal-header',
    text: '-- Boot fedcba9876543210fedcba9876543210 --',
    from: 'journalctl 252',
    expect: { component: 'journal' },
    time: undefined,
  },
  {
    format: 'journal-json',
    text: '{"_HOSTNAME":"node1","SYSLOG_IDENTIFIER":"k3s","_BOOT_ID":"0123456789abcdef0123456789abcdef","PRIORITY":"6","__MONOTONIC_TIMESTAMP":"7469134","__REALTIME_TIMESTAMP":"1795257598469134","_PID":"123","_SYSTEMD_UNIT":"k3s.service","MESSAGE":[98,97,100,32,255,254,32,98,121,116,101,115],"EXTRA":["one","two"]}',
    from: 'journalctl 252, -o json --all',
    expect: {
      host: 'node1',
      unit: 'k3s.service',
      component: 'k3s',
      level: 'info',
      message: 'bad \ufffd\ufffd bytes',
    },
    time: '2026-11-21T10:39:58.469Z',
  },
  {
    format: 'journal-json-seq',
    text: '\u001e{"MESSAGE":"line one\\nline two","__REALTIME_TIMESTAMP":"1795257597234567","_HOSTNAME":"node1","SYSLOG_IDENTIFIER":"k3s"}',
    from: 'journalctl 252, -o json-seq',
    expect: { host: 'node1', message: 'line one\nline two' },
    time: '2026-11-21T10:39:57.234Z',
  },
  {
    format: 'journal-json-sse',
    text: 'data: {"MESSAGE":"simple message","__REALTIME_TIMESTAMP":"1795257596000000","_HOSTNAME":"node1","SYSLOG_IDENTIFIER":"k3s"}',
    from: 'journalctl 252, -o json-sse',
    expect: { host: 'node1', message: 'simple message' },
    time: '2026-11-21T10:39:56.000Z',
  },
  {
    format: 'journal-json-pretty',
    text: '{\n\t"PRIORITY" : "6",\n\t"__REALTIME_TIMESTAMP" : "1795257597234567",\n\t"MESSAGE" : "line one\\nline two",\n\t"_HOSTNAME" : "node1",\n\t"EXTRA" : [\n\t\t"one",\n\t\t"two"\n\t]\n}',
    from: 'journalctl 252, -o json-pretty',
    expect: { host: 'node1', message: 'line one\nline two' },
    time: '2026-11-21T10:39:57.234Z',
  },
  {
    format: 'journal-full',
    text: 'Sat 2026-11-21 11:40:02 CET node1 k3s.service[123]: red text',
    from: 'journalctl 252, -o with-unit, Europe/Berlin',
    expect: { host: 'node1', unit: 'k3s.service', component: 'k3s', message: 'red text' },
    time: '2026-11-21T10:40:02.000Z',
  },
  {
    format: 'journal-full',
    text: 'Sat 2026-11-21 16:10:02 IST node1 k3s[123]: red text',
    from: 'journalctl 252, -o short-full, Asia/Kolkata: IST is three zones, so the context decides',
    expect: { host: 'node1', message: 'red text' },
    time: '2026-11-21T16:10:02.000Z',
  },
  {
    format: 'journal-iso',
    text: '2026-11-21T10:39:57.234567+0000 node1 k3s[123]: line one\n                                                line two\n                                                \n                                                        line four tab',
    from: 'journalctl 252, -o short-iso-precise',
    expect: { host: 'node1', component: 'k3s', message: 'line one\nline two\n\n        line four tab' },
    time: '2026-11-21T10:39:57.234Z',
  },
  {
    format: 'journal-unix',
    text: '1795257597.234567 node1 k3s[123]: line one\n                                  line two',
    from: 'journalctl 252, -o short-unix',
    expect: { host: 'node1', message: 'line one\nline two' },
    time: '2026-11-21T10:39:57.234Z',
  },
  {
    format: 'journal-monotonic',
    text: '[    6.234567] node1 k3s[123]: line one\n                               line two',
    from: 'journalctl 252, -o short-monotonic',
    expect: { host: 'node1', component: 'k3s', message: 'line one\nline two' },
    time: undefined,
  },
  {
    format: 'journal-verbose',
    text: 'Sat 2026-11-21 10:39:57.234567 UTC [s=d2122370cd6e47c7b5525ad74d9cd61a;i=2;b=0123456789abcdef0123456789abcdef;m=5f21c7;t=660c6fb5d0d87;x=3a0583a386e59dd7]\n    _HOSTNAME=node1\n    SYSLOG_IDENTIFIER=k3s\n    _PID=123\n    _SYSTEMD_UNIT=k3s.service\n    PRIORITY=6\n    EXTRA=one\n    EXTRA=two\n    MESSAGE=line one\n            line two\n            \n            \tline four tab',
    from: 'journalctl 252, -o verbose',
    expect: {
      host: 'node1',
      unit: 'k3s.service',
      level: 'info',
      message: 'line one\nline two\n\n\tline four tab',
    },
    time: '2026-11-21T10:39:57.234Z',
  },
  {
    format: 'docker',
    text: '{"log":"I0507 08:24:37.493004 1 handler.go:153] apiextensions-apiserver: PUT \\"/apis/management.cattle.io/v3/namespaces/c-dql6k/nodes/machine-h46dc\\" satisfied by nonGoRestful\\n","stream":"stderr","time":"2022-05-07T08:24:37.495891177Z"}',
    from: 'seed 002',
    expect: {
      level: 'info',
      message:
        'apiextensions-apiserver: PUT "/apis/management.cattle.io/v3/namespaces/c-dql6k/nodes/machine-h46dc" satisfied by nonGoRestful',
      formats: ['docker', 'klog'],
    },
    time: '2022-05-07T08:24:37.495Z',
  },
  {
    format: 'docker',
    text: '{"log":"I0507 08:24:37.493113 1 pathrecorder.go:247] kube-aggregator: \\"/apis/management.cattle.io/v3/namespaces/c-dql6k/nodes/machine-h46dc\\" satisfied by prefix /apis/management.cattle.io/v3/\\n","stream":"stderr","time":"2022-05-07T08:24:37.495899592Z',
    from: 'seed 002, cut at its end there',
    expect: {
      message:
        'kube-aggregator: "/apis/management.cattle.io/v3/namespaces/c-dql6k/nodes/machine-h46dc" satisfied by prefix /apis/management.cattle.io/v3/',
    },
    time: '2022-05-07T08:24:37.495Z',
  },
  {
    format: 'cri',
    text: '2016-10-06T00:17:09.669794202Z stdout P log content 1\n2016-10-06T00:17:10.113242941Z stdout F log content 2',
    from: 'the CRI log format proposal of Kubernetes, with both lines on one stream',
    expect: { message: 'log content 1log content 2' },
    time: '2016-10-06T00:17:09.669Z',
  },
  {
    format: 'dmesg',
    text: '[194917.354255] IPv4: martian source 10.196.4.83 from 10.196.4.14, on dev eth0',
    from: 'https://github.com/Azure/AKS/issues/1391',
    expect: {
      component: 'kernel',
      message: 'IPv4: martian source 10.196.4.83 from 10.196.4.14, on dev eth0',
    },
    time: undefined,
  },
  {
    format: 'compose',
    text: 'server_1  | time="2021-05-12T23:40:12.916771576Z" level=info msg="Waiting for API server to become available"',
    from: 'https://github.com/k3s-io/k3s/issues/3323',
    expect: {
      unit: 'server_1',
      message: 'Waiting for API server to become available',
      formats: ['compose', 'logrus'],
    },
    time: '2021-05-12T23:40:12.916Z',
  },
  {
    format: 'kubectl-prefix',
    text: '[pod/echo-req-7cfd7bf68f-nk5kr/hello] 172.17.0.1 - - [22/Nov/2020:17:19:05 +0000] "GET /test HTTP/1.1" 200 7269 "-" "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:83.0) Gecko/20100101 Firefox/83.0" "-"',
    from: 'https://github.com/geerlingguy/ansible-for-kubernetes/issues/75',
    expect: { unit: 'echo-req-7cfd7bf68f-nk5kr/hello', component: 'hello' },
    time: undefined,
  },
  {
    format: 'syslog',
    text: "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
    from: 'RFC 3164, section 5.4',
    expect: {
      host: 'mymachine',
      component: 'su',
      level: 'fatal',
      message: "'su root' failed for lonvick on /dev/pts/8",
    },
    time: '2026-10-11T22:14:15.000Z',
  },
  {
    format: 'syslog',
    text: "<0>1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All Folks!",
    from: 'RFC 3164, section 5.4: no usual time',
    expect: { level: 'fatal' },
    time: undefined,
  },
  {
    format: 'syslog-5424',
    text: "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8",
    from: 'RFC 5424, section 6.5',
    expect: {
      host: 'mymachine.example.com',
      unit: 'su',
      level: 'fatal',
      message: "'su root' failed for lonvick on /dev/pts/8",
    },
    time: '2003-10-11T22:14:15.003Z',
  },
  {
    format: 'syslog-5424',
    text: '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"] \ufeffAn application event log entry...',
    from: 'RFC 5424, section 6.5',
    expect: { host: 'mymachine.example.com', level: 'info', message: 'An application event log entry...' },
    time: '2003-10-11T22:14:15.003Z',
  },
];
