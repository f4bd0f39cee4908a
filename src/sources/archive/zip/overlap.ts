/** Members of a zip that share their bytes: how a few KiB come to unfold to petabytes. */
import type { ZipEntry } from './record.ts';

/** A local header without name and extra fields. */
const HEADER = 30;

/** Numbers (in the directory's order) of entries that begin inside another one that begins before them. */
export async function overlapping(
  entries: AsyncIterable<ZipEntry>,
  most: number,
): Promise<ReadonlySet<number>> {
  const ranges: { start: number; end: number; index: number }[] = [];
  let isSorted = true;
  for await (const { offset, compressed } of entries) {
    if (ranges.length >= most) break;
    isSorted &&= offset >= (ranges.at(-1)?.start ?? 0);
    ranges.push({ start: offset, end: offset + HEADER + compressed, index: ranges.length });
  }
  if (!isSorted) ranges.sort((a, b) => a.start - b.start || a.index - b.index);
  const inside = new Set<number>();
  let end = 0;
  for (const range of ranges) {
    if (range.start < end) inside.add(range.index);
    else end = range.end;
  }
  return inside;
}
