/** Where lines start in a file that is read in ranges. Every reader finds the borders of its range itself, and neighbours find the same. */
import type { Input } from '../sources/input.ts';
import type { Range } from './piece.ts';

const BLOCK = 64 << 10;
const NEWLINE = 10;

type ReadAt = NonNullable<Input['readAt']>;

/** The first line start at `offset` or behind it; undefined: there is none. */
export function lineStartFrom(offset: number, readAt: ReadAt): number | undefined {
  if (offset === 0) return 0;
  let at = offset - 1;
  for (const block of blocks(at, Infinity, readAt)) {
    const found = block.indexOf(NEWLINE);
    if (found >= 0) return at + found + 1;
    at += block.length;
  }
  return undefined;
}

/** How many lines start in the range, the one at offset 0 among them. */
export function countLineStarts({ from, to }: Range, readAt: ReadAt): number {
  let count = from === 0 ? 1 : 0;
  for (const block of blocks(Math.max(0, from - 1), (to ?? Infinity) - 1, readAt))
    for (let i = block.indexOf(NEWLINE); i >= 0; i = block.indexOf(NEWLINE, i + 1)) count++;
  return count;
}

/** The bytes [from, to) of the file, as far as it goes; each block is valid until the next. */
function* blocks(from: number, to: number, readAt: ReadAt): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(BLOCK);
  for (let at = from; at < to;) {
    const count = readAt(buffer.subarray(0, Math.min(BLOCK, to - at)), at);
    if (count === 0) return;
    yield buffer.subarray(0, count);
    at += count;
  }
}
