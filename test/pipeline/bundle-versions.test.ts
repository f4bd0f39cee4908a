/** Versions that a bundle tells beside its logs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { loadRules, scan } from '../../src/pipeline/index.ts';
import { folder } from '../sources/archive/reading.ts';
import { tar } from '../sources/archive/made.ts';

const rules = await loadRules();
const node = (name: string, version: string): string => `    {
      "kind": "Node",
      "metadata": {
        "name": "${name}"
      },
      "status": {
        "nodeInfo": {
          "kubeletVersion": "${version}"
        }
      }
    }`;
const NODES = `{
  "kind": "NodeList",
  "items": [
${node('node1', 'v1.28.3+k3s1')},
${node('node2', 'v1.28.3+k3s1')}
  ]
}
`;
const FILES = [
  ['nodes.json', NODES],
  [
    'nodes/node2/k3s.log',
    'time="2026-11-21T10:23:03Z" level=info msg="Starting k3s agent v1.28.2+k3s1 (66a14f0e)"\n',
  ],
] as const;

function unpacked(): string {
  const root = folder();
  for (const [name, text] of FILES) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

function packed(): string {
  const path = join(folder(), 'dump.tar.gz');
  writeFileSync(path, gzipSync(tar(...FILES.map(([path, data]) => ({ path, data })))));
  return path;
}

it.each([
  ['unpacked', unpacked()],
  ['packed', packed()],
])('%s: a version that the logs of the node tell counts before that of the list', async (_, path) => {
  const { facts, summary } = await scan({ paths: [path], rules, jobs: 1 });
  expect(facts.map(({ name, host, value }) => [name, host, value])).toEqual([
    ['k3s', 'node1', '1.28.3+k3s1'],
    ['k3s', 'node2', '1.28.2+k3s1'],
    ['kubelet', 'node1', '1.28.3+k3s1'],
    ['kubelet', 'node2', '1.28.3+k3s1'],
  ]);
  // A list of nodes is no log.
  expect([summary.sources.length, summary.lines, summary.problems]).toEqual([1, 1, []]);
});

it('a file that the user names is read as a log', async () => {
  const { facts, summary } = await scan({ paths: [join(unpacked(), 'nodes.json')], rules, jobs: 1 });
  expect([facts.length, summary.sources.length]).toEqual([0, 1]);
});
