/** Deflate data (RFC 1951), as gzip and zip hold it. */
import { createInflateRaw } from 'node:zlib';
import { cut, isBroken } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { dropped } from './dropped.ts';
import { PIECES, Pump } from './pump.ts';

/** Takes the deflate data that `bytes` begins with, and gives what it holds. Throws BrokenStream. */
export async function* inflateMember(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  const create = (): Pump => new Pump(createInflateRaw(PIECES));
  const start = bytes.taken;
  const pump = create();
  let given = 0;
  try {
    while (!pump.ended) {
      if (!(await bytes.fill(1))) throw cut();
      const before = pump.used;
      for await (const piece of pump.pieces(bytes.view)) {
        given += piece.length;
        yield piece;
      }
      bytes.take(pump.used - before);
    }
  } catch (error) {
    if (isBroken(error)) yield* dropped(bytes, { start, given, create });
    throw error;
  } finally {
    pump.close();
  }
}
