/**
 * zstd (RFC 8878), any number of frames. Node's decompressor loses what follows a frame in the same chunk and does not notice a cut, so
 * frames and blocks are walked here and it gets no more than one frame at a time.
 */
import { constants, createZstdDecompress } from 'node:zlib';
import { broken, BrokenStream, cut, isBroken } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { dropped } from './dropped.ts';
import { LZ4_LEGACY, LZ4_MAGIC, ZSTD_MAGIC } from './kind.ts';
import { PIECES, Pump } from './pump.ts';

/** As the zstd command without --long: a frame may ask for 128 MiB of memory. */
const MAX_WINDOW_LOG = 27;
const BLOCK = { rle: 1, reserved: 3 } as const;

interface Frame {
  readonly headerBytes: number;
  readonly hasChecksum: boolean;
  readonly windowBytes: number;
}

export async function* unzstd(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  const params = { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG };
  const create = (): Pump => new Pump(createZstdDecompress({ ...PIECES, params }));
  const pump = create();
  try {
    let first = true;
    for (; await nextFrame(bytes, first); first = false) yield* whole(bytes, pump, create);
    // Frames to skip are the same for both.
    if (first && (await bytes.fill(1))) yield* (await import('./lz4.ts')).unlz4(bytes);
  } finally {
    pump.close();
  }
}

/** Takes frames to skip; true before a frame, false at the end, or where all of it is LZ4. */
async function nextFrame(bytes: Bytes, first: boolean): Promise<boolean> {
  for (let skipped = false; await bytes.fill(1); skipped = true) {
    const whole = await bytes.fill(4);
    const magic = whole ? u32(bytes.view, 0) : 0;
    if (magic === ZSTD_MAGIC) return true;
    if (!whole && (first || isStart(bytes.view))) throw cut();
    if ((magic & 0xfffffff0) >>> 0 !== 0x184d2a50) {
      if (first && skipped && (magic === LZ4_MAGIC || magic === LZ4_LEGACY)) return false;
      throw new BrokenStream('trailing', '');
    }
    if (!(await bytes.fill(8)) || !(await bytes.skip(8 + u32(bytes.view, 4)))) throw cut();
  }
  return false;
}

async function* whole(bytes: Bytes, pump: Pump, create: () => Pump): AsyncGenerator<Uint8Array, void> {
  const start = bytes.taken;
  let given = 0;
  try {
    for await (const piece of frame(bytes, pump)) {
      given += piece.length;
      yield piece;
    }
  } catch (error) {
    if (isBroken(error)) yield* dropped(bytes, { start, given, create });
    throw error;
  }
}

/** Gives pieces of one frame, block by block as far as they have come. */
async function* frame(bytes: Bytes, pump: Pump): AsyncGenerator<Uint8Array, void> {
  const { headerBytes, hasChecksum, windowBytes } = await header(bytes);
  if (windowBytes > 2 ** MAX_WINDOW_LOG) {
    throw broken(`it needs ${Math.ceil(windowBytes / 2 ** 20)} MiB of memory; run zstd -dc --long=31 on it`);
  }
  let known = headerBytes;
  for (let last = false; ;) {
    const { view } = bytes;
    while (!last && known + 3 <= view.length) {
      const block = blockAt(view, known);
      ({ last } = block);
      known += block.bytes + (last && hasChecksum ? 4 : 0);
    }
    const step = Math.min(known, view.length);
    yield* pump.pieces(view.subarray(0, step));
    bytes.take(step);
    known -= step;
    if (last && known === 0) return;
    if (!(await bytes.fill(known > 0 ? 1 : 3))) throw cut();
  }
}

async function header(bytes: Bytes): Promise<Frame> {
  if (!(await bytes.fill(6))) throw cut();
  const descriptor = bytes.view[4]!;
  const single = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? Number(single) : 1 << sizeFlag;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const headerBytes = 5 + Number(!single) + dictionaryBytes + sizeBytes;
  if (descriptor & 8) throw broken('a reserved bit of a frame is set');
  if (!(await bytes.fill(headerBytes))) throw cut();
  const windowBytes = single
    ? contentSize(bytes.view.subarray(headerBytes - sizeBytes, headerBytes))
    : windowOf(bytes.view[5]!);
  return { headerBytes, hasChecksum: (descriptor & 4) !== 0, windowBytes };
}

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

function contentSize(field: Uint8Array): number {
  const value = field.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return field.length === 2 ? value + 256 : value;
}

function blockAt(view: Uint8Array, at: number): { last: boolean; bytes: number } {
  const word = view[at]! | (view[at + 1]! << 8) | (view[at + 2]! << 16);
  const type = (word >> 1) & 3;
  if (type === BLOCK.reserved) throw broken('a block is of no known type');
  return { last: (word & 1) === 1, bytes: 3 + (type === BLOCK.rle ? 1 : word >> 3) };
}

/** May these few bytes be the start of a frame? */
function isStart(view: Uint8Array): boolean {
  return [0x28, 0xb5, 0x2f].slice(0, view.length).every((byte, i) => view[i] === byte);
}

function u32(view: Uint8Array, at: number): number {
  return (view[at]! | (view[at + 1]! << 8) | (view[at + 2]! << 16) | (view[at + 3]! << 24)) >>> 0;
}
