import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tar, zip } from './made.ts';
import { readStream, run } from './reading.ts';

const COMPRESSIONS = {
  gzip: (bytes: Buffer) => gzipSync(bytes),
  zstd: (bytes: Buffer) => zstdCompressSync(bytes),
  xz: (bytes: Buffer) => run('xz', ['-0c'], { input: bytes, stdio: ['pipe', 'pipe', 'ignore'] }),
  bzip2: (bytes: Buffer) => run('bzip2', ['-9c'], { input: bytes, stdio: ['pipe', 'pipe', 'ignore'] }),
};
const ARCHIVES = {
  tar: (bytes: Buffer, path: string) => tar({ path: 'x.png', data: 'no log' }, { path, data: bytes }),
  zip: (bytes: Buffer, path: string) => zip([{ path, data: bytes, method: 8 }]),
  stored: (bytes: Buffer, path: string) =>
    zip([
      { path, data: bytes },
      { path: 'x.md', data: 'no log' },
    ]),
};
type Compression = keyof typeof COMPRESSIONS;
type Archive = keyof typeof ARCHIVES;
type Layer = Compression | Archive;

function isArchive(layer: Layer | undefined): layer is Archive {
  return layer !== undefined && layer in ARCHIVES;
}

/** Wraps `text`, the first layer innermost. */
function wrapped(text: string, layers: readonly Layer[]): Buffer {
  return layers.reduce<Buffer>(
    (bytes, layer, i) => (isArchive(layer) ? ARCHIVES[layer](bytes, `${i}.log`) : COMPRESSIONS[layer](bytes)),
    Buffer.from(text),
  );
}

/** Archives, and compressions that hold a compression. */
function depthOf(layers: readonly Layer[]): number {
  return layers.filter((layer, i) => isArchive(layer) || (i > 0 && !isArchive(layers[i - 1]))).length;
}

const layer = fc.constantFrom<Layer>('gzip', 'zstd', 'xz', 'bzip2', 'tar', 'zip', 'stored', 'tar', 'zip');

describe('each inside each', () => {
  it('to depth 4 it is read, under the names of all its archives; deeper is one clear line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(layer, { maxLength: 8 }),
        fc.string({ maxLength: 200 }),
        async (layers, text) => {
          const log = `a log: ${text}`;
          const { leaves, problems } = await readStream(wrapped(log, layers));
          const names = layers.flatMap((one, i) => (isArchive(one) ? [`${i}.log`] : [])).toReversed();
          const isOpened = depthOf(layers) <= 4;
          expect({
            leaves: leaves.map(({ name, bytes }) => [name, bytes.toString()]),
            problems: problems.map(({ code, message }) => `${code} ${message}`),
          }).toEqual({
            leaves: isOpened ? [[['-', ...names].join('!'), log]] : [],
            problems: isOpened ? [] : ['ARCHIVE_LIMIT inside more than 4 archives; not read'],
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a cut is said once, by the layer that sees it first', async () => {
    for (const layers of [
      ['tar', 'gzip'],
      ['zip', 'gzip'],
      ['gzip', 'tar'],
      ['tar', 'tar'],
      ['tar', 'zip', 'gzip'],
    ] as const) {
      const log = Array.from({ length: 3000 }, (_, i) => `line ${i * 7919}\n`).join('');
      const whole = wrapped(log, layers);
      const { leaves, problems } = await readStream(whole.subarray(0, whole.length / 2));
      expect(problems).toMatchObject([{ code: 'ARCHIVE_CUT' }]);
      const [read = { bytes: Buffer.alloc(0) }] = leaves;
      expect([layers, read.bytes.length > 1000 && log.startsWith(read.bytes.toString())]).toEqual([
        layers,
        true,
      ]);
    }
  });
});

it('large streams of one kind inside each other do not disturb each other', async () => {
  const logs = [1, 2, 3].map((seed) =>
    Array.from({ length: 60_000 }, (_, i) => `line ${i * seed} ${(i * 7919 * seed) % 100_003}`).join('\n'),
  );
  for (const [name, pack] of Object.entries(COMPRESSIONS)) {
    const members = logs.map((log, i) => ({ path: `${i}.log`, data: pack(Buffer.from(log)) }));
    const { leaves, problems } = await readStream(pack(tar(...members)));
    expect([name, problems]).toEqual([name, []]);
    expect(leaves.map(({ bytes }, i) => bytes.toString() === logs[i])).toEqual([true, true, true]);
  }
});
