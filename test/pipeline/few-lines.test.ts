/** What stays below its threshold is told, when the whole input is a few lines long. */
import { expect, test } from 'vitest';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import { scan } from '../../src/pipeline/scan.ts';
import { command } from '../e2e/command.ts';

/** https://github.com/kubernetes/kubernetes/issues/74340 */
const LATE =
  'etcdserver: failed to send out heartbeat on time (exceeded the 500ms timeout for 2.060806741s, to 417c9cd34ec2ca5)\n';
const OTHER = '2019-05-14 05:47:37.483152 I | etcdmain: Go Version: go1.10.4\n';
/** https://github.com/etcd-io/etcd/issues/18096 */
const SURE = 'panic: assertion failed: Page expected to be: 36312, but self identifies as 0\n';

interface Told {
  readonly incidents: readonly {
    readonly rule: { readonly id: string; readonly severity: string; readonly title: string };
  }[];
}

async function told(input: string): Promise<string[]> {
  const { stdout } = await command(['scan', '-', '-o', 'json'], { input });
  const { incidents } = JSON.parse(stdout) as Told;
  return incidents.map(({ rule }) => `${rule.id} ${rule.severity}: ${rule.title}`);
}

test('of a paste, what is below its threshold is a hint of low severity', async () => {
  expect(await told(OTHER + LATE)).toEqual([
    'etcd/heartbeat-late low: The etcd leader sends its heartbeats too late (too few lines to be sure)',
  ]);
});

test('no hint of a longer log, nor beside what is sure', async () => {
  expect(await told(OTHER.repeat(299) + LATE)).toHaveLength(1);
  expect(await told(OTHER.repeat(300) + LATE)).toEqual([]);
  expect(await told(LATE + SURE)).toEqual([expect.stringMatching('^etcd/backend-corrupt critical')]);
});

test('a failure below its threshold is told when it explains what is sure', async () => {
  /** https://github.com/rancher/local-path-provisioner/issues/43 */
  const lost = 'F0907 17:44:36.445267       1 controller.go:647] leaderelection lost\n';
  /** As the format string of etcd 3.5 prints it. */
  const slow =
    '{"level":"warn","ts":"2026-09-07T17:44:30.000Z","caller":"wal/wal.go:806","msg":"slow fdatasync","took":"1.454439372s","expected-duration":"1s"}\n';
  const rows = await told(slow + lost);
  expect(rows.map((row) => row.split(':')[0])).toEqual([
    'etcd/disk-slow low',
    'kubernetes/leader-election-lost high',
  ]);
  expect((await told(OTHER.repeat(300) + slow + lost)).map((row) => row.split(':')[0])).toEqual([
    'kubernetes/leader-election-lost high',
  ]);
});

test('no hint of a search service: the documents that came over are not all it has', async () => {
  const pages = async function* () {
    const document = { _index: 'logs', _id: '1', _source: { message: LATE }, sort: [0, 0] };
    yield await Promise.resolve([JSON.stringify(document)]);
  };
  const documents = { name: 'es://host/logs', cluster: 'es://host', pages };
  const { incidents, summary } = await scan({ paths: [], documents, rules: await loadRules(), jobs: 1 });
  expect([summary.lines, incidents]).toEqual([1, []]);
});
