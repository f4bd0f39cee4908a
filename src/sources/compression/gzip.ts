/**
 * gzip (RFC 1952), any number of members. Node's own gunzip gives up the good bytes of a piece when something else follows the last
 * member, so headers and trailers are read here, and Node inflates what is between them.
 */
import { crc32 } from 'node:zlib';
import { broken, BrokenStream, cut } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { inflateMember } from './inflate.ts';

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

export async function* gunzip(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  await header(bytes);
  do {
    yield* member(bytes);
  } while (await anotherMember(bytes));
}

async function* member(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  let crc = 0;
  let size = 0;
  for await (const piece of inflateMember(bytes)) {
    crc = crc32(piece, crc);
    size = (size + piece.length) >>> 0;
    yield piece;
  }
  if (!(await bytes.fill(8))) throw cut();
  const trailer = new DataView(bytes.view.buffer, bytes.view.byteOffset, 8);
  if (trailer.getUint32(0, true) !== crc) throw broken('its checksum is wrong');
  if (trailer.getUint32(4, true) !== size) throw broken('its size is wrong');
  bytes.take(8);
}

/** Takes zeros (tapes pad with them) and the next header; false at the end. */
async function anotherMember(bytes: Bytes): Promise<boolean> {
  while (await bytes.fill(1)) {
    const zeros = bytes.view.findIndex((byte) => byte !== 0);
    if (zeros !== 0) {
      bytes.take(zeros < 0 ? bytes.view.length : zeros);
      continue;
    }
    const whole = await bytes.fill(4);
    const [a, b, c, d] = bytes.view;
    if (a !== 0x1f || (b ?? 0x8b) !== 0x8b || (c ?? 8) !== 8 || (d ?? 0) >= 0x20)
      throw new BrokenStream('trailing', '');
    if (!whole) throw cut();
    await header(bytes);
    return true;
  }
  return false;
}

async function header(bytes: Bytes): Promise<void> {
  if (!(await bytes.fill(10))) throw cut();
  const flags = bytes.view[3]!;
  bytes.take(10);
  if (flags & FLAG.extra) {
    if (!(await bytes.fill(2))) throw cut();
    const size = bytes.view[0]! | (bytes.view[1]! << 8);
    if (!(await bytes.skip(size + 2))) throw cut();
  }
  if (flags & FLAG.name) await text(bytes);
  if (flags & FLAG.comment) await text(bytes);
  if (flags & FLAG.headerCrc && !(await bytes.skip(2))) throw cut();
}

/** Takes a text that ends with NUL. */
async function text(bytes: Bytes): Promise<void> {
  while (await bytes.fill(1)) {
    const end = bytes.view.indexOf(0);
    if (end >= 0) return bytes.take(end + 1);
    bytes.take(bytes.view.length);
  }
  throw cut();
}
