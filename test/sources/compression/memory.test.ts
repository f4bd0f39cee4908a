/** Decompressed pieces give their memory back before the garbage collector asks for it. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decompress } from '../../../src/sources/compression/index.ts';
import { inputOf, text } from './samples.ts';

const MB = 1 << 20;
const LOG = Buffer.alloc(100 * MB, text(MB));
const packers = { gzip: () => gzipSync(LOG, { level: 1 }), zstd: () => zstdCompressSync(LOG) };

test.for(['gzip', 'zstd'] as const)('%s', async (kind) => {
  const input = decompress(kind, inputOf(packers[kind]()), {
    onProblem: (problem) => expect(problem).toBe('none'),
  });
  const target = new Uint8Array(2 * MB);
  const before = process.memoryUsage().arrayBuffers;
  let total = 0;
  let most = 0;
  for (let count = await input.read(target); count > 0; count = await input.read(target)) {
    total += count;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  input.close();
  expect(total).toBe(LOG.length);
  expect(most).toBeLessThan(8 * MB);
});
