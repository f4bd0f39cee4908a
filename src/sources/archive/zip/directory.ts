/** The directory at the end of a zip archive. */
import { Bytes } from '../../compression/bytes.ts';
import { directoryEntry, recordLength, SIGNATURE, view } from './record.ts';
import type { ZipEntry } from './record.ts';
import { bytesAt, sectionOf } from './section.ts';
import type { RandomInput } from './section.ts';

export interface Directory {
  /** Where it begins in the file. */
  readonly start: number;
  readonly length: number;
  /** Bytes before the archive in the file; offsets do not count them. */
  readonly before: number;
}

const END = 22;
const MAX_COMMENT = 0xffff;

/** Undefined: there is none, or it is not where it should be. `split`: a part of an archive of several files. */
export function findDirectory(input: RandomInput): Directory | 'split' | undefined {
  const tailStart = Math.max(0, input.size - END - MAX_COMMENT);
  const tail = bytesAt(input, tailStart, END + MAX_COMMENT);
  const data = view(tail);
  for (let at = tail.length - END; at >= 0; at--) {
    if (data.getUint32(at, true) !== SIGNATURE.end) continue;
    if (at + END + data.getUint16(at + 20, true) > tail.length) continue;
    const found = directoryAt(input, tailStart + at, new DataView(tail.buffer, at, END));
    if (found !== undefined) return found;
  }
  return undefined;
}

function directoryAt(input: RandomInput, endAt: number, end: DataView): Directory | 'split' | undefined {
  const long = end64(input, endAt);
  const disk = long?.disk ?? end.getUint16(4, true);
  if (disk !== 0 && disk !== 0xffff) return 'split';
  const length = long?.length ?? end.getUint32(12, true);
  const offset = long?.offset ?? end.getUint32(16, true);
  const close = (long?.at ?? endAt) - length;
  // It stands right before its end record, whatever was put before the archive.
  for (const start of [close, offset]) {
    if (start < 0 || !Number.isSafeInteger(start)) continue;
    if (length === 0) return { start, length, before: 0 };
    const first = bytesAt(input, start, 46);
    if (!startsWith(first, SIGNATURE.entry)) continue;
    const member = view(first).getUint32(42, true);
    // Info-ZIP's zip -fz tells no true offset of the directory: where a member stands decides.
    const isAsTold = startsWith(bytesAt(input, member + start - offset, 4), SIGNATURE.local);
    return { start, length, before: isAsTold ? start - offset : 0 };
  }
  return undefined;
}

function startsWith(bytes: Uint8Array, signature: number): boolean {
  return bytes.length >= 4 && view(bytes).getUint32(0, true) === signature;
}

interface LongEnd {
  readonly at: number;
  readonly disk: number;
  readonly length: number;
  readonly offset: number;
}

/** zip64's end record, where the one before tells. */
function end64(input: RandomInput, endAt: number): LongEnd | undefined {
  const locator = endAt < 20 ? new Uint8Array(0) : bytesAt(input, endAt - 20, 20);
  if (!startsWith(locator, SIGNATURE.locator64)) return undefined;
  const told = Number(view(locator).getBigUint64(8, true));
  // With bytes put before the archive it stands later than it says; it is 56 bytes long unless it was extended.
  for (const at of [told, endAt - 20 - 56]) {
    const record = at >= 0 && at < input.size ? bytesAt(input, at, 56) : locator;
    const data = view(record);
    if (record.length < 56 || !startsWith(record, SIGNATURE.end64)) continue;
    const number = (from: number): number => Number(data.getBigUint64(from, true));
    return { at, disk: data.getUint32(16, true), length: number(40), offset: number(48) };
  }
  return undefined;
}

/** Its entries in order, their offsets counted from the start of the file; ends where they do. */
export async function* entriesOf(
  input: RandomInput,
  { start, length, before }: Directory,
): AsyncGenerator<ZipEntry, void> {
  const bytes = new Bytes(sectionOf(input, start, length));
  while (await bytes.fill(46)) {
    if (view(bytes.view).getUint32(0, true) !== SIGNATURE.entry) return;
    const size = recordLength(view(bytes.view));
    if (!(await bytes.fill(size))) return;
    const entry = directoryEntry(bytes.view.subarray(0, size));
    bytes.take(size);
    yield { ...entry, offset: entry.offset + before };
  }
}
