/** LZ4 frames (frame format 1.6.x) and legacy frames (`lz4 -l`), any number. The library that npm has for it takes whole buffers only. */
import { broken, BrokenStream, cut } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { LZ4_LEGACY, LZ4_MAGIC } from './kind.ts';
import { lz4Block } from './lz4-block.ts';
import { Xxh32, xxh32 } from './xxh32.ts';

const LEGACY_BLOCK = 8 << 20;
/** How far a copy may reach back into earlier blocks. */
const REACH = 64 << 10;

interface Frame {
  readonly blockBytes: number;
  readonly linked: boolean;
  readonly blockChecksum: boolean;
  readonly checksum: boolean;
  readonly dictionary: boolean;
}

export async function* unlz4(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  for (let first = true; await bytes.fill(1); first = false) {
    if (!(await bytes.fill(4))) throw first || isStart(bytes.view) ? cut() : new BrokenStream('trailing', '');
    const magic = u32(bytes.view, 0);
    if (magic === LZ4_MAGIC) yield* frame(bytes);
    else if (magic === LZ4_LEGACY) yield* legacyFrame(bytes);
    else if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) await skipFrame(bytes);
    else throw new BrokenStream('trailing', '');
  }
}

async function skipFrame(bytes: Bytes): Promise<void> {
  if (!(await bytes.fill(8)) || !(await bytes.skip(8 + u32(bytes.view, 4)))) throw cut();
}

async function* frame(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  const { blockBytes, linked, blockChecksum, checksum, dictionary } = await header(bytes);
  if (dictionary) throw broken('it needs a dictionary');
  const space = new Uint8Array(REACH + blockBytes);
  const hash = new Xxh32();
  let past = 0;
  for (;;) {
    if (!(await bytes.fill(4))) throw cut();
    const word = u32(bytes.view, 0);
    bytes.take(4);
    if (word === 0) break;
    const size = word & 0x7fffffff;
    if (size > blockBytes) throw broken('a block is larger than its frame says');
    if (!(await bytes.fill(size + (blockChecksum ? 4 : 0)))) throw cut();
    const packed = bytes.view.subarray(0, size);
    if (blockChecksum && xxh32(packed) !== u32(bytes.view, size))
      throw broken('the checksum of a block is wrong');
    const stored = word >>> 31 === 1;
    const end = stored ? put(packed, space) : lz4Block(packed, space, REACH, REACH - past);
    bytes.take(size + (blockChecksum ? 4 : 0));
    const piece = space.subarray(REACH, end);
    if (checksum) hash.update(piece);
    yield piece;
    if (!linked) continue;
    space.copyWithin(0, end - REACH, end);
    past = Math.min(REACH, past + end - REACH);
  }
  if (!checksum) return;
  if (!(await bytes.fill(4))) throw cut();
  if (u32(bytes.view, 0) !== hash.digest()) throw broken('its checksum is wrong');
  bytes.take(4);
}

function put(bytes: Uint8Array, space: Uint8Array): number {
  space.set(bytes, REACH);
  return REACH + bytes.length;
}

async function header(bytes: Bytes): Promise<Frame> {
  if (!(await bytes.fill(7))) throw cut();
  const flags = bytes.view[4]!;
  const sizeCode = (bytes.view[5]! >> 4) & 7;
  if (flags >> 6 !== 1 || flags & 2 || sizeCode < 4) throw broken('a frame of no known version');
  const dictionary = (flags & 1) !== 0;
  const length = 2 + (flags & 8 ? 8 : 0) + (dictionary ? 4 : 0);
  if (!(await bytes.fill(4 + length + 1))) throw cut();
  const check = (xxh32(bytes.view.subarray(4, 4 + length)) >>> 8) & 0xff;
  if (check !== bytes.view[4 + length]) throw broken('the checksum of a header is wrong');
  bytes.take(4 + length + 1);
  return {
    blockBytes: 1 << (8 + 2 * sizeCode),
    linked: (flags & 0x20) === 0,
    blockChecksum: (flags & 0x10) !== 0,
    checksum: (flags & 4) !== 0,
    dictionary,
  };
}

/** Blocks of 8 MiB without checksums, to the end of the input or the next frame. */
async function* legacyFrame(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  bytes.take(4);
  const space = new Uint8Array(LEGACY_BLOCK);
  while (await bytes.fill(1)) {
    if (!(await bytes.fill(4))) throw cut();
    const size = u32(bytes.view, 0);
    if (size === LZ4_MAGIC || size === LZ4_LEGACY || (size & 0xfffffff0) >>> 0 === 0x184d2a50) return;
    if (size > LEGACY_BLOCK + LEGACY_BLOCK / 255 + 16) throw broken('a block is larger than it may be');
    if (!(await bytes.fill(4 + size))) throw cut();
    const end = lz4Block(bytes.view.subarray(4, 4 + size), space, 0, 0);
    bytes.take(4 + size);
    yield space.subarray(0, end);
  }
}

/** May these few bytes be the start of a frame? */
function isStart(view: Uint8Array): boolean {
  return [0x04, 0x22, 0x4d].slice(0, view.length).every((byte, i) => view[i] === byte);
}

function u32(view: Uint8Array, at: number): number {
  return (view[at]! | (view[at + 1]! << 8) | (view[at + 2]! << 16) | (view[at + 3]! << 24)) >>> 0;
}
