/** Logs that stand below headings in one file: each with its own name, lines and offsets those of the file, whatever the pieces it comes in. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headingOf, toldByHeading } from '../../src/core/formats/paths/headings.ts';
import type { SeenEntry } from '../../src/core/explain/explain.ts';
import { readEntries } from '../../src/pipeline/entries.ts';
import { loadRules, scan } from '../../src/pipeline/index.ts';
import { BundleZones } from '../../src/sources/bundle-zones.ts';
import { streamInput } from '../../src/sources/input.ts';

const rules = await loadRules();

/** Real lines, from kubernetes/minikube#8065 and #4590; the first line is not below a heading. */
const PARTS = [
  ['', 'what is the matter?'],
  ['kube-scheduler [9dd19c3e20af0]', 'E0625 15:59:55.406997       1 server.go:254] lost master\nlost lease'],
  [
    'kubelet',
    '-- Logs begin at Tue 2019-06-25 12:54:27 UTC, end at Tue 2019-06-25 15:59:57 UTC. --\nMay 10 22:56:28 minikube kubelet[14325]: E0510 22:56:28.153444   14325 kubelet.go:2267] node "minikube" not found',
  ],
  [
    '/var/log/pods/kube-system_etcd-minikube_b3c1e28d9f5d0bd5c7c06c0b5a5ef9a1/etcd/0.log',
    '2019-06-25T15:59:57.1Z stderr F x',
  ],
] as const;

const text = (star = ''): string =>
  PARTS.map(([title, body]) => (title === '' ? body : `==> ${title} <==\n${body}\n`))
    .join('\n')
    .split('\n')
    .map((line) => (star + line).trimEnd())
    .join('\n');

/** Of each entry: where it stands, of what, and its first line. */
async function entries(log: string, cuts: readonly number[] = []): Promise<unknown[]> {
  const bytes = Buffer.from(log);
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let at = 0;
    for (const end of [...ends, bytes.length]) {
      if (end > at) yield bytes.subarray(at, end);
      at = end;
    }
  }
  const seen: SeenEntry[] = [];
  const close = (): void => undefined;
  const input = streamInput({
    name: 'm.log',
    chunks: chunks(),
    close,
    now: Date.UTC(2026, 5, 1),
    pause: undefined,
  });
  const zones = new BundleZones();
  const onEntry = (entry: SeenEntry): boolean => seen.push(entry) > 0;
  const options = {
    rules,
    timeZone: 'UTC',
    timeZoneGiven: true,
    host: '',
    format: undefined,
    zones,
    onEntry,
  };
  const lines = await readEntries(input, options);
  expect(lines).toBe(log.split('\n').length - (log.endsWith('\n') ? 1 : 0));
  return seen.map(({ entry: { component, unit, time, message }, origin, lines: [line] }) => {
    expect(log.slice(origin.offset)).toMatch(line!);
    expect(log.split('\n')[origin.line - 1]).toBe(line);
    return [origin.line, component, unit, time, message];
  });
}

const SCHEDULER = Date.UTC(2019, 5, 25, 15, 59, 55) + 406.997;
const KUBELET = Date.UTC(2020, 4, 10, 22, 56, 28);
const EXPECTED = [
  [3, 'kube-scheduler', 'kube-scheduler', SCHEDULER, 'lost master'],
  [4, 'kube-scheduler', 'kube-scheduler', SCHEDULER, 'lost lease'],
  [8, 'kubelet', 'kubelet', KUBELET, 'node "minikube" not found'],
  [11, 'etcd', 'kube-system/etcd-minikube/etcd', Date.UTC(2019, 5, 25, 15, 59, 57, 100), 'x'],
];
const told = (all: unknown[]): unknown[] =>
  all.filter((one) => EXPECTED.some(([line]) => (one as [number])[0] === line));

describe('each entry has the names of its heading', () => {
  it('minikube, and tail', async () => {
    expect(told(await entries(text()))).toEqual(EXPECTED);
  });

  it('a star before each line', async () => {
    expect(told(await entries(text('* ')))).toEqual(EXPECTED);
  });

  it.each(['', '* '])('in any pieces (%j)', async (star) => {
    const whole = await entries(text(star));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 20 }), async (cuts) => {
        expect(await entries(text(star), cuts)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});

describe('headings', () => {
  it.each([
    ['==> kubelet <==', 'kubelet', 'kubelet'],
    ['==> Docker <==', 'Docker', 'dockerd'],
    ['* ==> CRI-O <==', 'CRI-O', 'crio'],
    ['==> kube-apiserver [1b2c3d4e5f60] <==', 'kube-apiserver', 'kube-apiserver'],
    ['==> storage-provisioner [8c8] <==\r', 'storage-provisioner', 'storage-provisioner'],
    ['==> dmesg <==', 'dmesg', 'kernel'],
    ['==> container status <==', 'container status', undefined],
  ])('%j', (line, unit, component) => {
    const heading = headingOf(line);
    expect(toldByHeading(heading!.title)).toEqual({ unit, component });
    expect(heading!.starred).toBe(line.startsWith('*'));
  });

  it.each([
    '==> <==',
    ' ==> kubelet <==',
    '==> kubelet <== x',
    '=> kubelet <=',
    `==> ${'x'.repeat(600)} <==`,
  ])('%j is none', (line) => {
    expect(headingOf(line)).toBeUndefined();
  });
});

it('times that begin anew below each heading are no step of the clock, and a large one is not cut', async () => {
  const body = (from: number): string =>
    Array.from({ length: 3000 }, (_, i) => {
      const at = new Date(Date.UTC(2026, 10, 21, 3) + from + i * 1000).toISOString();
      return `time="${at.slice(0, 19)}Z" level=info msg="Handling backend connection request [node${i}]"`;
    }).join('\n');
  const log = ['kubelet', 'k3s', 'etcd'].map((name) => `==> ${name} <==\n${body(0)}\n`).join('\n');
  const path = join(mkdtempSync(join(tmpdir(), 'whynotready-')), 'minikube.log');
  writeFileSync(path, log);
  const whole = await scan({ paths: [path], rules, jobs: 1 });
  const cut = await scan({ paths: [path], rules, jobs: 2, tuning: { pieceBytes: 50_000 } });
  expect(whole.summary.blindSpots).toEqual([]);
  expect(cut).toEqual(whole);
  expect(whole.summary.sources).toEqual([{ name: path, bytes: log.length, lines: 9005 }]);
});
