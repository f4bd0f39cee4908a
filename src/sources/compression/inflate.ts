/** Deflate data (RFC 1951), as gzip and zip hold it. */
import { createInflateRaw } from 'node:zlib';
import { cut } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { PIECES, Pump } from './pump.ts';

/** Takes the deflate data that `bytes` begins with, and gives what it holds. Throws BrokenStream. */
export async function* inflateMember(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  const pump = new Pump(createInflateRaw(PIECES));
  try {
    while (!pump.ended) {
      if (!(await bytes.fill(1))) throw cut();
      const before = pump.used;
      yield* pump.pieces(bytes.view);
      bytes.take(pump.used - before);
    }
  } finally {
    pump.close();
  }
}
