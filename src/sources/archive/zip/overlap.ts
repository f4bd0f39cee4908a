/** Members of a zip that share their bytes: how a few KiB come to unfold to petabytes. */
import type { ZipEntry } from './record.ts';

/** A local header without name and extra fields. */
const HEADER = 30;

/** Numbers (in the directory's order) of entries that begin inside another one that begins before them. Looks at the first `most`. */
export async function overlapping(
  entries: AsyncIterable<ZipEntry>,
  most: number,
): Promise<ReadonlySet<number>> {
  // Plain numbers, not objects: there may be a million.
  const starts: number[] = [];
  const ends: number[] = [];
  let isSorted = true;
  for await (const { offset, compressed } of entries) {
    if (starts.length >= most) break;
    isSorted &&= offset >= (starts.at(-1) ?? 0);
    starts.push(offset);
    ends.push(offset + HEADER + compressed);
  }
  const order = Uint32Array.from(starts.keys());
  if (!isSorted) order.sort((a, b) => starts[a]! - starts[b]! || a - b);
  return inside(order, starts, ends);
}

function inside(order: Uint32Array, starts: readonly number[], ends: readonly number[]): Set<number> {
  const found = new Set<number>();
  let end = 0;
  for (const index of order) {
    if (starts[index]! < end) found.add(index);
    else end = ends[index]!;
  }
  return found;
}
