/**
 * Binary layout of journal files: systemd's JOURNAL_FILE_FORMAT. All numbers are little-endian, objects begin at multiples of 8. What is read
 * here stands in every version since 2012; later fields of the header are not needed to read a file from its start.
 */

/** `LPKSHHRH`, the first bytes of each journal file. */
const SIGNATURE = Uint8Array.from('LPKSHHRH', (letter) => letter.charCodeAt(0));

export const OBJECT = {
  data: 1,
  field: 2,
  entry: 3,
  dataTable: 4,
  fieldTable: 5,
  entryArray: 6,
  tag: 7,
} as const;

/** Object flags, and the same bits of what a DATA object is compressed with. */
export const COMPRESSED = { xz: 1, lz4: 2, zstd: 4 } as const;

const INCOMPATIBLE = { xz: 1, lz4: 2, keyedHash: 4, zstd: 8, compact: 16 } as const;
const KNOWN_FLAGS = Object.values(INCOMPATIBLE).reduce<number>((all, flag) => all | flag, 0);
/** The file is being written, or was when the machine went down. */
const ONLINE = 1;

/** The header up to `n_fields`, in every version. */
export const HEADER_BYTES = 208;
export const OBJECT_HEADER_BYTES = 16;
/** Of an ENTRY object before its items. */
export const ENTRY_HEADER_BYTES = 64;

export interface JournalHeader {
  /** Incompatible flags that this reader does not know; 0: all known. */
  readonly unknownFlags: number;
  /** Offsets in 32 bits, DATA objects 8 bytes longer (systemd 252). */
  readonly compact: boolean;
  readonly online: boolean;
  /** Offset of the first object. */
  readonly size: number;
  /** Offset of the last object; 0: none, or the header was never written. */
  readonly tail: number;
  readonly entries: number;
}

/** Is this the start of a journal file? Eight bytes are enough. */
export function isJournal(head: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => head[at] === byte);
}

/** The header of a file that `isJournal`; undefined: cut, or no size of a header that ever was. */
export function journalHeader(bytes: Uint8Array): JournalHeader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = viewOf(bytes);
  const size = uint64(view, 88);
  if (size < HEADER_BYTES || size > 4096 || size % 8 !== 0) return undefined;
  const flags = view.getUint32(12, true);
  return {
    unknownFlags: (flags & ~KNOWN_FLAGS) >>> 0,
    compact: (flags & INCOMPATIBLE.compact) !== 0,
    online: view.getUint8(16) === ONLINE,
    size,
    tail: uint64(view, 136),
    entries: uint64(view, 152),
  };
}

/** Bytes of a DATA object before its payload. */
export function dataHeaderBytes(compact: boolean): number {
  return compact ? 72 : 64;
}

/** Numbers past 2⁵³ lose their last bits; no offset, size or time of a real file comes near. */
export function uint64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Where the object behind one of `size` bytes at `offset` begins. */
export function behind(offset: number, size: number): number {
  return Math.ceil((offset + size) / 8) * 8;
}
