/** One block of LZ4: literals and copies of what came before (the published block format). */
import { broken } from './broken.ts';

/**
 * Writes the block `from` into `to`, from `at` on; copies may reach back to `floor`. Where it ends. Throws BrokenStream when the block
 * is not well-formed or would not fit into `to`.
 */
export function lz4Block(from: Uint8Array, to: Uint8Array, at: number, floor: number): number {
  let read = 0;
  let write = at;
  while (read < from.length) {
    const token = from[read++]!;
    let literals = token >> 4;
    if (literals === 15) {
      const more = lengthAt(from, read);
      literals += more.length;
      read = more.end;
    }
    if (literals > from.length - read || literals > to.length - write) throw broken('a block is too long');
    if (literals > 12) to.set(from.subarray(read, read + literals), write);
    else for (let i = 0; i < literals; i++) to[write + i] = from[read + i]!;
    read += literals;
    write += literals;
    // The last sequence has no copy.
    if (read === from.length) return write;
    if (read + 2 > from.length) throw broken('a block ends within a copy');
    const distance = from[read]! | (from[read + 1]! << 8);
    read += 2;
    let length = (token & 15) + 4;
    if (length === 19) {
      const more = lengthAt(from, read);
      length += more.length;
      read = more.end;
    }
    if (distance === 0 || write - distance < floor) throw broken('a copy from before the start');
    if (length > to.length - write) throw broken('a block is too long');
    copy(to, write, distance, length);
    write += length;
  }
  return write;
}

/** A length that goes on: bytes are added up until one is not 255. */
function lengthAt(from: Uint8Array, at: number): { length: number; end: number } {
  let length = 0;
  for (let end = at; end < from.length; end++) {
    const byte = from[end]!;
    length += byte;
    if (byte !== 255) return { length, end: end + 1 };
  }
  throw broken('a block ends within a length');
}

/** A copy may overlap itself: then it repeats. */
function copy(to: Uint8Array, at: number, distance: number, length: number): void {
  if (distance >= length && length > 64) {
    to.copyWithin(at, at - distance, at - distance + length);
    return;
  }
  for (let i = at, end = at + length; i < end; i++) to[i] = to[i - distance]!;
}
