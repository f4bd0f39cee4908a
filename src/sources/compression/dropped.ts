/** Where Node's decompressors fail they drop what they had made of the last bytes; this makes it again. */
import { isBroken } from './broken.ts';
import type { Bytes } from './bytes.ts';
import type { Pump } from './pump.ts';

/** Compressed bytes at a time near the failure: what these hold is lost. */
const STEP = 16;

export interface Failure {
  /** Where the failed member or frame begins; decompressing starts there again. */
  readonly start: number;
  /** Decompressed bytes of it that were given already. */
  readonly given: number;
  readonly create: () => Pump;
}

/** The good bytes behind those that were given; nothing where the input cannot be read again. */
export async function* dropped(
  bytes: Bytes,
  { start, given, create }: Failure,
): AsyncGenerator<Uint8Array, void> {
  const pump = create();
  let skip = given;
  try {
    for (const chunk of steps(bytes, start)) {
      for await (const piece of pump.pieces(chunk)) {
        if (piece.length > skip) yield piece.subarray(skip);
        skip = Math.max(0, skip - piece.length);
      }
    }
  } catch (error) {
    if (!isBroken(error)) throw error;
  } finally {
    pump.close();
  }
}

/** Large up to what was there when it failed, then small. */
function* steps(bytes: Bytes, start: number): Generator<Uint8Array, void> {
  const { view } = bytes;
  for (const chunk of bytes.again(start) ?? []) {
    const step = chunk.buffer === view.buffer ? STEP : chunk.length;
    for (let at = 0; at < chunk.length; at += step) yield chunk.subarray(at, at + step);
  }
}
