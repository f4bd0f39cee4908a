/** Deflate data (RFC 1951), as gzip and zip hold it. */
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { cut, isBroken } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { dropped } from './dropped.ts';
import { PIECES, Pump } from './pump.ts';

/** Members of so many compressed bytes are inflated in this thread: making a stream and going to the pool takes longer. */
const SMALL = 64 << 10;
/** What such a member may give, and how much of it is made at a time. */
const SMALL_OUTPUT = 1 << 20;
const SMALL_PIECE = 128 << 10;

/** Takes the deflate data that `bytes` begins with, and gives what it holds. Throws BrokenStream. */
export async function* inflateMember(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  const small = (await bytes.fill(1)) ? smallMember(bytes.view.subarray(0, SMALL)) : undefined;
  if (small !== undefined) {
    bytes.take(small.used);
    if (small.content.length > 0) yield small.content;
    return;
  }
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

/** The member that `view` begins with, and how many bytes of it that is; undefined: it goes on behind them, gives more, or is broken. */
function smallMember(view: Uint8Array): { content: Uint8Array; used: number } | undefined {
  try {
    const result = inflateRawSync(view, {
      info: true,
      maxOutputLength: SMALL_OUTPUT,
      chunkSize: SMALL_PIECE,
    }) as unknown as Inflated;
    return { content: result.buffer, used: result.engine.bytesWritten };
  } catch {
    // Where and how it breaks is found by the other way.
    return undefined;
  }
}

/** What Node gives with `info`. */
interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}
