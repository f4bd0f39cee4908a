/** Maps of sparse files that stand in the archive's own blocks: the old GNU header and pax version 1.0. */
import type { Cursor } from '../cursor.ts';
import { BLOCK, tarNumber } from './header.ts';
import { inPairs, MAX_PIECES } from './sparse.ts';
import type { PaxSparse, Piece } from './sparse.ts';

/** Two numbers of 12 bytes. */
const ENTRY = 24;
/** Where the entries stand in the header, and in the blocks behind it; `more`: whether a block follows. */
const OLD_HEADER = { at: 386, entries: 4, more: 482, size: 483 };
const OLD_BLOCK = { at: 0, entries: 21, more: 504 };

/** The old GNU map begins in the header and goes on in blocks before the data. */
export async function oldMap(cursor: Cursor, header: Uint8Array): Promise<{ pieces: Piece[]; size: number }> {
  const pieces = oldPieces(header, OLD_HEADER);
  let more = header[OLD_HEADER.more] !== 0;
  while (more && pieces.length <= MAX_PIECES && (await cursor.fill(BLOCK)) >= BLOCK) {
    const block = cursor.peek(BLOCK);
    pieces.push(...oldPieces(block, OLD_BLOCK));
    more = block[OLD_BLOCK.more] !== 0;
    cursor.advance(BLOCK);
  }
  return { pieces, size: number(header, OLD_HEADER.size) };
}

function oldPieces(block: Uint8Array, { at, entries }: { at: number; entries: number }): Piece[] {
  const pieces: Piece[] = [];
  for (let i = at; i < at + entries * ENTRY; i += ENTRY) {
    // An entry that is not used is empty.
    if (block[i + 12] === 0) break;
    pieces.push({ offset: number(block, i), length: number(block, i + 12) });
  }
  return pieces;
}

function number(block: Uint8Array, at: number): number {
  return tarNumber(block.subarray(at, at + 12)) ?? NaN;
}

/** The map, and how many bytes of the stored ones it takes. */
export async function mapOf(
  { pieces }: PaxSparse,
  cursor: Cursor,
  stored: number,
): Promise<{ pieces: readonly Piece[]; bytes: number }> {
  if (pieces !== undefined) return { pieces, bytes: 0 };
  const map = new MapBefore();
  let bytes = 0;
  let whole = false;
  while (!whole && bytes < stored && (await cursor.fill(BLOCK)) >= BLOCK) {
    whole = map.push(cursor.peek(BLOCK));
    cursor.advance(BLOCK);
    bytes += BLOCK;
  }
  return { pieces: map.pieces, bytes };
}

/** The map of version 1.0, which stands before the data: decimal numbers, each on a line: how many pieces, then offset and length of each. */
class MapBefore {
  private readonly numbers: number[] = [];
  private current = 0;

  /** Takes a block; true: the map is whole. */
  push(block: Uint8Array): boolean {
    for (const byte of block) {
      if (byte === 10) {
        this.numbers.push(this.current);
        this.current = 0;
        if (this.isWhole) return true;
      } else this.current = byte >= 48 && byte <= 57 ? this.current * 10 + byte - 48 : NaN;
    }
    return false;
  }

  get pieces(): Piece[] {
    return inPairs(this.numbers.slice(1));
  }

  /** A map of nonsense is whole, too: it is not sound. */
  private get isWhole(): boolean {
    const [count = 0] = this.numbers;
    return !(count <= MAX_PIECES) || this.numbers.length > 2 * count;
  }
}
