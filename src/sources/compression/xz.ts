/**
 * xz (file format 1.2), any number of streams and blocks, with padding between. The kept libraries are native or take whole buffers, and
 * none gives the bytes before a cut; so its LZMA2 is decoded here.
 */
import { crc32 } from 'node:zlib';
import { broken, BrokenStream, cut } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { lzma2 } from './lzma2.ts';
import { CHECK_BYTES, createCheck } from './xz-check.ts';

const START = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] as const;
const LZMA2 = 0x21;
/** `xz -9` takes 64 MiB; what asks for more is not a log's archive. */
const MAX_DICTIONARY = 128 << 20;

export async function* unxz(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  for (let first = true; await padding(bytes); first = false) {
    if (!START.every((byte, i) => (bytes.view[i] ?? byte) === byte)) throw new BrokenStream('trailing', '');
    if (!(await bytes.fill(12)))
      throw first || bytes.view.length >= 6 ? cut() : new BrokenStream('trailing', '');
    const flags = bytes.view.slice(6, 8);
    if (crc32(flags) !== u32(bytes.view, 8) || flags[0] !== 0 || flags[1]! > 15)
      throw broken('a wrong header');
    bytes.take(12);
    yield* stream(bytes, flags);
  }
}

/** Takes zeros; false at the end. */
async function padding(bytes: Bytes): Promise<boolean> {
  while (await bytes.fill(6)) {
    if (bytes.view.subarray(0, 4).some((byte) => byte !== 0)) return true;
    bytes.take(4);
  }
  if (bytes.view.every((byte) => byte === 0)) bytes.take(bytes.view.length);
  return bytes.view.length > 0;
}

/** What a block took and gave, as the index at the end says it again. */
interface BlockSizes {
  readonly unpadded: number;
  readonly unpacked: number;
}

async function* stream(bytes: Bytes, flags: Uint8Array): AsyncGenerator<Uint8Array, void> {
  const blocks: IndexSum = { count: 0, unpadded: 0, unpacked: 0 };
  for (;;) {
    if (!(await bytes.fill(1))) throw cut();
    if (bytes.view[0] === 0) break;
    const { unpadded, unpacked } = yield* block(bytes, flags[1]!);
    blocks.count++;
    blocks.unpadded += unpadded;
    blocks.unpacked += unpacked;
  }
  const indexBytes = await index(bytes, blocks);
  if (!(await bytes.fill(12))) throw cut();
  const footer = bytes.view;
  const isRight =
    crc32(footer.subarray(4, 10)) === u32(footer, 0) &&
    (u32(footer, 4) + 1) * 4 === indexBytes &&
    footer[8] === flags[0] &&
    footer[9] === flags[1] &&
    footer[10] === 0x59 &&
    footer[11] === 0x5a;
  if (!isRight) throw broken('a wrong footer');
  bytes.take(12);
}

async function* block(bytes: Bytes, checkNumber: number): AsyncGenerator<Uint8Array, BlockSizes> {
  const start = bytes.taken;
  const dictionary = await blockHeader(bytes);
  const check = createCheck(checkNumber);
  let unpacked = 0;
  for await (const piece of lzma2(bytes, dictionary)) {
    check?.update(piece);
    unpacked += piece.length;
    yield piece;
  }
  const unpadded = bytes.taken - start;
  const pad = -unpadded & 3;
  const size = CHECK_BYTES[checkNumber]!;
  if (!(await bytes.fill(pad + size))) throw cut();
  if (bytes.view.subarray(0, pad).some((byte) => byte !== 0)) throw broken('a wrong end of a block');
  const expected = bytes.view.subarray(pad, pad + size);
  if (check?.digest().some((byte, i) => byte !== expected[i]))
    throw broken('the checksum of a block is wrong');
  bytes.take(pad + size);
  return { unpadded: unpadded + size, unpacked };
}

/** Takes a block's header: size of its dictionary. */
async function blockHeader(bytes: Bytes): Promise<number> {
  const size = (bytes.view[0]! + 1) * 4;
  if (!(await bytes.fill(size))) throw cut();
  const header = bytes.view.slice(0, size - 4);
  if (crc32(header) !== u32(bytes.view, size - 4)) throw broken('the checksum of a header is wrong');
  bytes.take(size);
  const flags = header[1]!;
  if (flags & 0x3c) throw broken('a header with reserved flags');
  const fields = new Numbers(header, 2);
  if (flags & 0x40) fields.next();
  if (flags & 0x80) fields.next();
  const filter = fields.next();
  if ((flags & 3) !== 0 || filter !== LZMA2) {
    throw broken('it uses a filter that is not read (run xz -dc on it)');
  }
  fields.next();
  return dictionaryOf(fields.next());
}

function dictionaryOf(code: number): number {
  const size = (2 | (code & 1)) * 2 ** (11 + (code >> 1));
  if (code > 40) throw broken('an impossible size of its dictionary');
  if (size > MAX_DICTIONARY) {
    throw broken(`it needs ${Math.round(size / 2 ** 20)} MiB of memory (run xz -dc on it)`);
  }
  return size;
}

interface IndexSum {
  count: number;
  unpadded: number;
  unpacked: number;
}

/** Takes the index and holds it against the blocks; its size. */
async function index(bytes: Bytes, blocks: IndexSum): Promise<number> {
  const start = bytes.taken;
  let crc = 0;
  const take = (count: number): void => {
    crc = crc32(bytes.view.subarray(0, count), crc);
    bytes.take(count);
  };
  const number = async (): Promise<number> => {
    const whole = await bytes.fill(9);
    const numbers = new Numbers(bytes.view, 0);
    const value = numbers.next();
    if (!whole && numbers.at > bytes.view.length) throw cut();
    take(numbers.at);
    return value;
  };
  take(1);
  const sum: IndexSum = { count: await number(), unpadded: 0, unpacked: 0 };
  if (sum.count !== blocks.count) throw broken('its index names other blocks');
  for (let i = 0; i < sum.count; i++) {
    sum.unpadded += await number();
    sum.unpacked += await number();
  }
  if (sum.unpadded !== blocks.unpadded || sum.unpacked !== blocks.unpacked) {
    throw broken('its index names other sizes');
  }
  const pad = -(bytes.taken - start) & 3;
  if (!(await bytes.fill(pad + 4))) throw cut();
  take(pad);
  if (u32(bytes.view, 0) !== crc) throw broken('the checksum of its index is wrong');
  bytes.take(4);
  return bytes.taken - start;
}

/** Numbers of seven bits a byte, lowest first, nine bytes at most. */
class Numbers {
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw broken('a number that does not end');
  }
}

function u32(view: Uint8Array, at: number): number {
  return (view[at]! | (view[at + 1]! << 8) | (view[at + 2]! << 16) | (view[at + 3]! << 24)) >>> 0;
}
