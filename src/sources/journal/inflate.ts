/** What compressed DATA objects hold. */
import { zstdDecompressSync } from 'node:zlib';
import { lz4Block } from '../compression/lz4-block.ts';
import { streamInput } from '../input.ts';
import type { Input } from '../input.ts';
import { COMPRESSED, uint64, viewOf } from './format.ts';

export type Inflated =
  | { readonly bytes: Uint8Array }
  /** `large`: longer than the bound; `broken`: no data of this kind; `unread`: nothing here reads this compression. */
  | { readonly bytes?: undefined; readonly reason: 'large' | 'broken' | 'unread' };

const BROKEN: Inflated = { reason: 'broken' };
const LARGE: Inflated = { reason: 'large' };
const XZ_STEP = 16 << 10;

/** `flags`: those of the object. No more than `limit` bytes are ever made. */
export function inflate(flags: number, packed: Uint8Array, limit: number): Inflated {
  if (flags === COMPRESSED.zstd) return inflateZstd(packed, limit);
  if (flags === COMPRESSED.lz4) return inflateLz4(packed, limit);
  return { reason: flags === COMPRESSED.xz ? 'unread' : 'broken' };
}

/** An xz stream. */
export async function inflateXz(packed: Uint8Array, limit: number): Promise<Inflated> {
  const { decompress } = await import('../compression/index.ts');
  const state = { broken: false };
  const onProblem = (): void => {
    state.broken = true;
  };
  const stream = decompress('xz', bytesInput(packed), { onProblem });
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const part = new Uint8Array(XZ_STEP);
    const count = await stream.read(part);
    if (count === 0) return state.broken ? BROKEN : { bytes: Buffer.concat(parts, size) };
    parts.push(part.subarray(0, count));
    size += count;
    if (size > limit) return LARGE;
  }
}

function bytesInput(bytes: Uint8Array): Input {
  const chunks = (async function* () {
    yield bytes;
  })();
  return streamInput({ name: '', chunks, close: () => undefined, now: 0, pause: undefined });
}

/** 8 bytes of size, then one block. */
function inflateLz4(packed: Uint8Array, limit: number): Inflated {
  if (packed.length <= 8) return BROKEN;
  const size = uint64(viewOf(packed), 0);
  if (size > limit) return LARGE;
  // No byte of a block makes more than 255.
  if (size > packed.length * 255) return BROKEN;
  const bytes = new Uint8Array(size);
  try {
    return lz4Block(packed.subarray(8), bytes, 0, 0) === size ? { bytes } : BROKEN;
  } catch {
    return BROKEN;
  }
}

/** One frame that says its size: Node takes cut ones for whole, so the size is compared. */
function inflateZstd(packed: Uint8Array, limit: number): Inflated {
  const size = zstdContentSize(packed);
  if (size === undefined) return BROKEN;
  if (size > limit) return LARGE;
  try {
    const bytes = zstdDecompressSync(packed, { maxOutputLength: Math.max(1, size) });
    return bytes.length === size ? { bytes } : BROKEN;
  } catch {
    return BROKEN;
  }
}

const ZSTD_MAGIC = 0xfd2fb528;
const LONGEST_HEADER = 18;
const DICTIONARY_BYTES = [0, 1, 2, 4];

/** Frame_Content_Size of RFC 8878, 3.1.1.1; undefined: no frame, or it does not say. */
function zstdContentSize(packed: Uint8Array): number | undefined {
  const header = new Uint8Array(LONGEST_HEADER);
  header.set(packed.subarray(0, LONGEST_HEADER));
  const view = viewOf(header);
  if (view.getUint32(0, true) !== ZSTD_MAGIC) return undefined;
  const descriptor = view.getUint8(4);
  const oneSegment = (descriptor & 0x20) !== 0;
  const at = 5 + (oneSegment ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3]!;
  switch (descriptor >> 6) {
    case 0:
      return oneSegment ? view.getUint8(at) : undefined;
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return uint64(view, at);
  }
}
