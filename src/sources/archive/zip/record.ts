/** The records of a zip archive (PKWARE's APPNOTE.TXT 6.3.10): what a directory entry or a local header says of a member. */
import { decodedName } from '../names.ts';

export const SIGNATURE = {
  local: 0x04034b50,
  entry: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  descriptor: 0x08074b50,
  spanned: 0x30304b50,
  extraData: 0x08064b50,
} as const;

export const FLAG = { encrypted: 1, descriptor: 8, utf8: 0x800 } as const;

export interface ZipEntry {
  readonly path: string;
  /** ms since the epoch. */
  readonly modified: number;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  /** Bytes as stored. */
  readonly compressed: number;
  readonly size: number;
  /** Of the local header; of a local header itself 0. */
  readonly offset: number;
  /** Unix file mode, 0 where it is not told. */
  readonly mode: number;
}

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes of the whole record at the start of `head` (30 bytes of a local header, 46 of a directory entry). */
export function recordLength(head: DataView): number {
  if (head.getUint32(0, true) === SIGNATURE.local)
    return 30 + head.getUint16(26, true) + head.getUint16(28, true);
  return 46 + head.getUint16(28, true) + head.getUint16(30, true) + head.getUint16(32, true);
}

export function localHeader(record: Uint8Array): ZipEntry {
  const data = view(record);
  const nameEnd = 30 + data.getUint16(26, true);
  const extra = extraFields(record.subarray(nameEnd, recordLength(data)));
  const common = commonFields(data, 6);
  return {
    ...common,
    ...long({ size: common.size, compressed: common.compressed, offset: 0 }, extra.get(0x0001)),
    modified: timeOf(extra, common.modified),
    path: nameOf(record.subarray(30, nameEnd), extra),
    mode: 0,
  };
}

export function directoryEntry(record: Uint8Array): ZipEntry {
  const data = view(record);
  const nameEnd = 46 + data.getUint16(28, true);
  const extra = extraFields(record.subarray(nameEnd, nameEnd + data.getUint16(30, true)));
  const common = commonFields(data, 8);
  const short = { size: common.size, compressed: common.compressed, offset: data.getUint32(42, true) };
  const isUnix = data.getUint8(5) === 3;
  return {
    ...common,
    ...long(short, extra.get(0x0001)),
    modified: timeOf(extra, common.modified),
    path: nameOf(record.subarray(46, nameEnd), extra),
    mode: isUnix ? data.getUint16(40, true) : 0,
  };
}

/** The fields that both records have in the same order. */
function commonFields(data: DataView, at: number) {
  return {
    flags: data.getUint16(at, true),
    method: data.getUint16(at + 2, true),
    modified: dosTime(data.getUint16(at + 6, true), data.getUint16(at + 4, true)),
    crc: data.getUint32(at + 8, true),
    compressed: data.getUint32(at + 12, true),
    size: data.getUint32(at + 16, true),
  };
}

/** By header id; of several with one id the first. */
function extraFields(bytes: Uint8Array): ReadonlyMap<number, DataView> {
  const fields = new Map<number, DataView>();
  const data = view(bytes);
  for (let at = 0; at + 4 <= bytes.length;) {
    const id = data.getUint16(at, true);
    const end = at + 4 + data.getUint16(at + 2, true);
    if (end > bytes.length) break;
    if (!fields.has(id)) fields.set(id, view(bytes.subarray(at + 4, end)));
    at = end;
  }
  return fields;
}

interface Sizes {
  readonly size: number;
  readonly compressed: number;
  readonly offset: number;
}

const TOO_LONG = 0xffffffff;

/** zip64: what does not fit into 32 bits stands in the extra field, in this order. */
function long(short: Sizes, field: DataView | undefined): Sizes {
  let at = 0;
  const next = (value: number): number => {
    if (value !== TOO_LONG || field === undefined || at + 8 > field.byteLength) return value;
    at += 8;
    return Number(field.getBigUint64(at - 8, true));
  };
  const size = next(short.size);
  const compressed = next(short.compressed);
  return { size, compressed, offset: next(short.offset) };
}

/** Seconds since the epoch (Info-ZIP's field) before MS-DOS time. */
function timeOf(extra: ReadonlyMap<number, DataView>, dos: number): number {
  const unix = extra.get(0x5455);
  const has = unix !== undefined && unix.byteLength >= 5 && (unix.getUint8(0) & 1) === 1;
  return has ? unix.getInt32(1, true) * 1000 : dos;
}

/** Local time without a zone; what it is needed for, the year, bears a day. */
function dosTime(date: number, time: number): number {
  return Date.UTC(
    1980 + (date >> 9),
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  );
}

/** Info-ZIP's field for names in UTF-8 counts before the name itself. */
function nameOf(bytes: Uint8Array, extra: ReadonlyMap<number, DataView>): string {
  const field = extra.get(0x7075);
  if (field === undefined || field.byteLength < 6) return decodedName(bytes);
  return decodedName(new Uint8Array(field.buffer, field.byteOffset + 5, field.byteLength - 5));
}
