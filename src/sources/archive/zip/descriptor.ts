/** Records behind the data of members whose size was not known when their header was written (APPNOTE 4.3.9). */
import { crc32 } from 'node:zlib';
import { cut } from '../../compression/broken.ts';
import type { Bytes } from '../../compression/bytes.ts';
import { SIGNATURE, view } from './record.ts';

export interface Descriptor {
  readonly crc: number;
  readonly size: number;
}

/** Signature, checksum, two sizes of 8 bytes. */
const LONGEST = 24;

/** Takes the record, whose signature may be missing and whose sizes have 4 or 8 bytes: the form in which the sizes fit counts. */
export async function takeDescriptor(
  bytes: Bytes,
  compressed: number,
  size: number,
): Promise<Descriptor | undefined> {
  await bytes.fill(LONGEST);
  const data = view(bytes.view);
  // The long form first: of an empty member its first half looks like the short one.
  for (const width of [8, 4]) {
    for (const at of [4, 0]) {
      const end = at + 4 + 2 * width;
      if (end > data.byteLength || (at === 4 && data.getUint32(0, true) !== SIGNATURE.descriptor)) continue;
      const number = (from: number): number =>
        width === 4 ? data.getUint32(from, true) : Number(data.getBigUint64(from, true));
      const fits = number(at + 4) === (width === 4 ? compressed % 2 ** 32 : compressed);
      if (!fits || number(at + 4 + width) !== (width === 4 ? size % 2 ** 32 : size)) continue;
      const crc = data.getUint32(at, true);
      bytes.take(end);
      return { crc, size };
    }
  }
  return undefined;
}

const MARK = Buffer.from([0x50, 0x4b, 7, 8]);

/** Stored bytes up to the descriptor that fits them: its checksum and size are those of the bytes before it. */
export async function* storedUntilDescriptor(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  let crc = 0;
  let size = 0;
  for (;;) {
    if (!(await bytes.fill(LONGEST)) && bytes.view.length < 16) throw cut();
    const at = markIn(bytes.view);
    const isEnd =
      at === 0 && view(bytes.view).getUint32(4, true) === crc && sizeAt(bytes.view, 8) === size % 2 ** 32;
    if (isEnd) return;
    // A mark may begin in the last three bytes, or be none.
    const length = at === 0 ? MARK.length : at > 0 ? at : bytes.view.length - (MARK.length - 1);
    const piece = bytes.view.subarray(0, length);
    crc = crc32(piece, crc);
    size += length;
    bytes.take(length);
    yield piece;
  }
}

function markIn(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(MARK);
}

function sizeAt(bytes: Uint8Array, at: number): number {
  return view(bytes).getUint32(at, true);
}
