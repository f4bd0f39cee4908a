/** Pieces of Node's decompressors give their memory back when the next one is asked for, not when garbage is collected. */
import { createGunzip, createZstdDecompress, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PIECES, Pump } from '../../../src/sources/compression/pump.ts';
import { decompress } from '../../../src/sources/compression/index.ts';
import { inputOf, packed, text } from './samples.ts';

const LOG = Buffer.alloc(PIECES.chunkSize * 5 + 1000, text(1 << 20));

test.for([
  ['gzip', () => gzipSync(LOG), () => new Pump(createGunzip(PIECES))],
  ['zstd', () => zstdCompressSync(LOG), () => new Pump(createZstdDecompress(PIECES))],
] as const)('%s', async ([, pack, open]) => {
  const pump = open();
  const given: Uint8Array[] = [];
  const bytes: Uint8Array[] = [];
  for await (const piece of pump.pieces(pack())) {
    bytes.push(new Uint8Array(piece));
    given.push(piece);
  }
  expect(Buffer.compare(Buffer.concat(bytes), LOG)).toBe(0);
  pump.close();
  expect(given.length).toBeGreaterThan(5);
  expect(given.filter(({ buffer }) => buffer.byteLength > 0)).toEqual([]);
});

test.for(['gzip', 'zstd'] as const)('%s: the head of a short stream outlives its pieces', async (kind) => {
  for (const size of [100, 30_000]) {
    const log = text(size);
    const input = decompress(kind, inputOf(packed(kind, log)), { onProblem: () => undefined });
    expect(Buffer.compare(await input.head(), log)).toBe(0);
    input.close();
  }
});
