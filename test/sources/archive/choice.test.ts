import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileInput } from '../../../src/sources/input.ts';
import type { LeafOptions } from '../../../src/sources/leaves.ts';
import { tar, zip } from './made.ts';
import { folder, readSource, texts } from './reading.ts';

const place = folder();
const node = zip([
  { path: 'logs/kubelet.log', data: 'node kubelet', method: 8 },
  { path: 'logs/k3s.log', data: 'node k3s', method: 8 },
  { path: 'notes.md', data: 'node notes' },
]);
const bundle = tar(
  { path: './logs/kubelet.log', data: 'kubelet' },
  { path: './logs/old/kubelet.log', data: 'old kubelet' },
  { path: './logs/k3s.log.gz', data: gzipSync('k3s') },
  { path: './.cache/k3s.log', data: 'hidden k3s' },
  { path: './notes.md', data: 'notes' },
  { path: './result.json', data: '{"a": 1}' },
  { path: './nodes/node1.zip', data: node },
);

async function taken(choice: Partial<LeafOptions>, bytes: Uint8Array = bundle): Promise<string[]> {
  const path = join(place, 'bundle.tar');
  writeFileSync(path, bytes);
  const read = await readSource(fileInput(path, path), {}, choice);
  expect(read.problems).toEqual([]);
  return Object.values(texts(read));
}

describe('of an archive that was named', () => {
  it.each([
    ['nothing', [], ['kubelet', 'old kubelet', 'k3s', 'node kubelet', 'node k3s']],
    [
      'a name, at any depth, in archives inside, too',
      ['kubelet.log'],
      ['kubelet', 'old kubelet', 'node kubelet'],
    ],
    ['a path from the root of its archive', ['logs/kubelet*'], ['kubelet', 'node kubelet']],
    ['a compressed member by its whole name', ['k3s.log'], ['node k3s']],
    ['the same, with its ending', ['k3s.log*'], ['k3s', 'node k3s']],
    ['what is no log by its name', ['*.md', '*.json'], ['notes', '{"a": 1}', 'node notes']],
    ['an archive inside: all that it holds', ['*.zip'], ['node kubelet', 'node k3s']],
    ['all but a folder', ['!old'], ['kubelet', 'k3s', 'node kubelet', 'node k3s']],
    ['all but an archive inside', ['!nodes/*.zip'], ['kubelet', 'old kubelet', 'k3s']],
    ['names, but not in a folder', ['kubelet.log', '!old/'], ['kubelet', 'node kubelet']],
    ['an archive inside, but not all in it', ['*.zip', '!k3s*'], ['node kubelet']],
  ])('globs choose: %s', async (_what, globs, wanted) => {
    expect(await taken({ globs })).toEqual(wanted);
  });

  it('hidden members are taken when asked for', async () => {
    expect(await taken({ hidden: true, globs: ['!old', '!nodes/'] })).toEqual([
      'kubelet',
      'k3s',
      'hidden k3s',
    ]);
  });

  it('a glob takes no hidden member', async () => {
    expect(await taken({ globs: ['k3s.log', '!nodes'], hidden: true })).toEqual(['hidden k3s']);
    const path = join(place, 'bundle.tar');
    const read = await readSource(fileInput(path, path), {}, { globs: ['k3s.log', '!nodes'] });
    expect(read.leaves).toEqual([]);
    expect(read.problems).toMatchObject([
      { code: 'INPUT_NO_LOGS', message: 'no files in this archive fit --glob and --exclude' },
    ]);
  });
});

describe('of an archive that a glob took from a folder', () => {
  it('all is read but what is left out', async () => {
    const all = ['kubelet', 'old kubelet', 'k3s', 'node kubelet', 'node k3s'];
    expect(await taken({ named: false, globs: ['*.tar'] })).toEqual(all);
    expect(await taken({ named: false, globs: ['*.tar', '!old', '!*.zip'] })).toEqual(['kubelet', 'k3s']);
  });
});

it('a compressed file that is named is read whatever the globs say', async () => {
  expect(await taken({ globs: ['*.log'] }, gzipSync('alone'))).toEqual(['alone']);
});
