/** bzip2, any number of streams back to back (as pbzip2 writes them). There is no kept library that streams it, and it is small. */
import { broken, BrokenStream, cut } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { Bits } from './bzip2-bits.ts';
import { readBlock } from './bzip2-block.ts';
import { unsortedBlock } from './bzip2-unsort.ts';

/** A block of 900,000 symbols of 20 bits each, its selectors and tables. */
const MAX_BLOCK = 2_400_000;
const BLOCK_START = [0x314159, 0x265359] as const;
const STREAM_END = [0x177245, 0x385090] as const;

export async function* bunzip2(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  const bits = new Bits();
  // Kept, as a file has many blocks; of this file alone, as another one may be read while a block is given.
  let symbols = new Uint32Array(0);
  for (let first = true; await bytes.fill(1); first = false) {
    const level = await streamLevel(bytes, first);
    const capacity = level * 100_000;
    if (symbols.length < capacity) symbols = new Uint32Array(capacity);
    yield* stream(bytes, bits, symbols.subarray(0, capacity));
  }
}

async function streamLevel(bytes: Bytes, first: boolean): Promise<number> {
  const whole = await bytes.fill(4);
  const isStart = [0x42, 0x5a, 0x68].every((byte, i) => (bytes.view[i] ?? byte) === byte);
  const level = (bytes.view[3] ?? 0x31) - 0x30;
  if (!isStart || level < 1 || level > 9) throw new BrokenStream('trailing', '');
  if (!whole) throw first ? cut() : new BrokenStream('trailing', '');
  bytes.take(4);
  return level;
}

/** The bits of blocks follow each other without a gap; streams begin on a byte. */
async function* stream(bytes: Bytes, bits: Bits, symbols: Uint32Array): AsyncGenerator<Uint8Array, void> {
  let crc = 0;
  bits.reset();
  for (;;) {
    await bytes.fill(MAX_BLOCK);
    bits.look(bytes.view);
    const start = [bits.read(24), bits.read(24)];
    const expected = bits.read32();
    if (start[0] === STREAM_END[0] && start[1] === STREAM_END[1]) {
      if (expected !== crc) throw broken('the checksum of a stream is wrong');
      bytes.take(bits.endOfByte());
      return;
    }
    if (start[0] !== BLOCK_START[0] || start[1] !== BLOCK_START[1])
      throw broken('no block where one must begin');
    const block = readBlock(bits, symbols);
    const result = { crc: 0 };
    yield* unsortedBlock(block, result);
    if (result.crc !== expected) throw broken('the checksum of a block is wrong');
    crc = (((crc << 1) | (crc >>> 31)) ^ expected) >>> 0;
    bytes.take(bits.wholeBytes());
  }
}
