/**
 * The objects of a journal in the order they were written. Where one is broken, the walk goes on at the next place that looks like an object.
 * Only DATA and ENTRY objects are given; indexes are not needed to read a journal from its start.
 */
import type { JournalBytes } from './bytes.ts';
import { isEntry, itemBytes } from './entry.ts';
import { MAX_DATA } from './fields.ts';
import {
  behind,
  COMPRESSED,
  dataHeaderBytes,
  ENTRY_HEADER_BYTES,
  OBJECT,
  OBJECT_HEADER_BYTES,
  uint64,
} from './format.ts';
import type { JournalHeader } from './format.ts';

/** No entry of systemd has more than 1,024 fields; older ones wrote what they were given. */
const MAX_ENTRY = 1 << 20;
/** Systemd makes none past a few MiB. */
const MAX_TABLE = 256 << 20;
const LAST_TYPE = OBJECT.tag;
const TAG_BYTES = 64;
/** Bytes that tell whether there is an object. */
const CLOSER_LOOK = ENTRY_HEADER_BYTES + 16;
/** Looked through at a time behind a broken object. */
const SEARCH = 64 << 10;

export type Found = 'data' | 'entry' | 'large-data' | 'end';

export class ObjectWalk {
  /** Of the object that was found last; it stands at `bytes.at`. */
  size = 0;
  /** Where the first broken object is, and how many bytes were passed over at all such places. */
  brokenAt: number | undefined;
  passedOver = 0;
  /** The journal ends before its last object does. */
  isCut = false;
  private readonly bytes: JournalBytes;
  private readonly header: JournalHeader;
  private readonly least: readonly number[];
  private toSkip = 0;
  private searching = false;

  /** `bytes` stand at the first object. */
  constructor(bytes: JournalBytes, header: JournalHeader) {
    this.bytes = bytes;
    this.header = header;
    this.least = [Infinity, dataHeaderBytes(header.compact), 40, ENTRY_HEADER_BYTES, 16, 16, 24, TAG_BYTES];
  }

  /** The next object; a number: so many bytes are needed here first. */
  next(): Found | number {
    for (;;) {
      if (!this.passObject()) return 1;
      const { bytes } = this;
      if (this.isOver) return 'end';
      const look = this.isVouchedFor ? OBJECT_HEADER_BYTES : CLOSER_LOOK;
      if (bytes.here < look) return look;
      const found = this.searching || !this.fits(bytes.at, bytes.offset) ? this.search() : this.open();
      if (found !== undefined) return found;
    }
  }

  /**
   * False: the object was written behind what the header knows, while the file was copied. Counts in objects before it may be older than that.
   */
  get isKnown(): boolean {
    const { tail, size } = this.header;
    return tail < size || this.bytes.offset <= tail;
  }

  /** The bytes that were needed are not there. */
  end(): void {
    this.isCut ||=
      this.header.tail >= this.header.size && this.bytes.offset + this.toSkip <= this.header.tail;
  }

  /** The header says that there is an object here, if none before is broken. */
  private get isVouchedFor(): boolean {
    const { tail, size } = this.header;
    return tail >= size && this.bytes.offset <= tail;
  }

  /** Behind the last object that the header knows; a journal that is being written may have more. */
  private get isOver(): boolean {
    const { tail, size, online } = this.header;
    return this.bytes.offset > tail && tail >= size && !online;
  }

  private passObject(): boolean {
    const step = Math.min(this.toSkip, this.bytes.here);
    this.bytes.pass(step);
    this.toSkip -= step;
    return this.toSkip === 0;
  }

  /** An object begins here. Undefined: it is none of those that are given. */
  private open(): Found | number | undefined {
    const { at, offset, view, here } = this.bytes;
    const type = view.getUint8(at);
    this.size = uint64(view, at + 8);
    const length = behind(offset, this.size) - offset;
    if (type === OBJECT.data && this.size > MAX_DATA) {
      this.toSkip = length;
      return 'large-data';
    }
    const isGiven = type === OBJECT.data || (type === OBJECT.entry && this.size <= MAX_ENTRY);
    if (isGiven && here < this.size) return this.size;
    this.toSkip = length;
    if (!isGiven) return undefined;
    return type === OBJECT.data ? 'data' : 'entry';
  }

  /** Can an object of this kind and size be here? */
  private fits(at: number, offset: number): boolean {
    const { view } = this.bytes;
    const { tail } = this.header;
    const type = view.getUint8(at);
    const size = uint64(view, at + 8);
    if (type > LAST_TYPE || size < this.least[type]!) return false;
    if (!this.isVouchedFor) return this.isLikely(at);
    return offset === tail ? Number.isSafeInteger(size) : behind(offset, size) <= tail;
  }

  /** Looks for the next object: undefined when it is found. */
  private search(): Found | number | undefined {
    const { bytes } = this;
    const { tail } = this.header;
    if (!this.searching && (tail < this.header.size || bytes.offset > tail)) return 'end';
    this.searching = true;
    this.brokenAt ??= bytes.offset;
    for (; bytes.here >= SEARCH || bytes.offset + bytes.here > tail; this.passedOver += 8) {
      if (bytes.offset > tail || bytes.here < OBJECT_HEADER_BYTES) return this.give();
      if (bytes.here >= CLOSER_LOOK && this.fits(bytes.at, bytes.offset) && this.isLikely(bytes.at))
        return this.give();
      bytes.pass(8);
    }
    return SEARCH;
  }

  private give(): undefined {
    this.searching = false;
  }

  /** Does it look like an object, on a closer look? */
  private isLikely(at: number): boolean {
    const { view, here } = this.bytes;
    if (here < CLOSER_LOOK) return false;
    const flags = view.getUint8(at + 1);
    // Six bytes are kept free.
    if (view.getUint16(at + 2) !== 0 || view.getUint32(at + 4) !== 0) return false;
    const size = uint64(view, at + 8);
    const item = itemBytes(this.header.compact);
    switch (view.getUint8(at)) {
      case OBJECT.data:
        return flags === 0 ? startsName(view, at + this.least[OBJECT.data]!) : isCompression(flags);
      case OBJECT.field:
        return flags === 0 && startsName(view, at + this.least[OBJECT.field]!);
      case OBJECT.entry:
        return (
          flags === 0 && size <= MAX_ENTRY && (size - ENTRY_HEADER_BYTES) % item === 0 && isEntry(view, at)
        );
      case OBJECT.dataTable:
      case OBJECT.fieldTable:
        return flags === 0 && size <= MAX_TABLE && size % 16 === 0;
      case OBJECT.entryArray:
        return flags === 0 && size <= MAX_DATA && (size - 24) % Math.min(item, 8) === 0;
      case OBJECT.tag:
        return flags === 0 && size === TAG_BYTES;
      default:
        return false;
    }
  }
}

function isCompression(flags: number): boolean {
  return Object.values(COMPRESSED).some((flag) => flag === flags);
}

/** A capital or an underscore. */
function startsName(view: DataView, at: number): boolean {
  const byte = view.getUint8(at);
  return (byte >= 65 && byte <= 90) || byte === 95;
}
