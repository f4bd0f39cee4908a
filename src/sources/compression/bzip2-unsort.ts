/** The way back from a sorted block (Burrows–Wheeler) to its text, runs spelled out, with its checksum. */
import type { SortedBlock } from './bzip2-block.ts';

const PIECE = 256 << 10;
/** A run is four equal bytes and a count of up to 255 more. */
const MAX_RUN = 255;
/** Bytes that a symbol may stand for, on average. */
const MAX_GROWTH = 52;

/** CRC-32 with the highest bit first. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** Pieces of the text; `result.crc` is that of all of them, once they are taken. */
export function* unsortedBlock(block: SortedBlock, result: { crc: number }): Generator<Uint8Array, void> {
  const next = link(block);
  const piece = new Uint8Array(Math.min(PIECE, block.length * MAX_GROWTH) + MAX_RUN);
  let filled = 0;
  let crc = -1;
  let place = next[block.origin]! >>> 8;
  let last = -1;
  let equal = 0;
  for (let i = 0; i < block.length; i++) {
    const entry = next[place]!;
    const byte = entry & 0xff;
    place = entry >>> 8;
    if (equal === 4) {
      for (let k = 0; k < byte; k++) {
        piece[filled++] = last;
        crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ last]!;
      }
      equal = 0;
      last = -1;
    } else {
      piece[filled++] = byte;
      crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ byte]!;
      equal = byte === last ? equal + 1 : 1;
      last = byte;
    }
    if (filled >= PIECE) {
      yield piece.subarray(0, filled);
      filled = 0;
    }
  }
  result.crc = ~crc >>> 0;
  if (filled > 0) yield piece.subarray(0, filled);
}

/** Puts above each byte the place of the byte that follows it in the text. Places need 20 bits. */
function link({ symbols, length, counts }: SortedBlock): Uint32Array {
  const starts = new Uint32Array(256);
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    starts[byte] = sum;
    sum += counts[byte]!;
  }
  for (let i = 0; i < length; i++) {
    const byte = symbols[i]! & 0xff;
    symbols[starts[byte]!++]! |= i << 8;
  }
  return symbols;
}
