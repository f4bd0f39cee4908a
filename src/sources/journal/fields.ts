/** DATA objects → fields. */
import { COMPRESSED, dataHeaderBytes, uint64, viewOf } from './format.ts';
import { inflate, inflateXz } from './inflate.ts';
import type { Inflated } from './inflate.ts';
import type { FieldStore } from './store.ts';

/** Longer values are left out; a line is cut at 1 MiB for matching anyway. */
export const MAX_FIELD = 16 << 20;
/** A DATA object within this bound may hold a value within that one. */
export const MAX_DATA = MAX_FIELD + 128;

/** What could not be shown. */
export interface Losses {
  /** DATA objects that are broken. */
  broken: number;
  /** … longer than MAX_FIELD. */
  large: number;
  /** … compressed in a way that is not read here. */
  unread: number;
}

const EQUALS = 61;
const MAX_NAME = 64;
/** Journalctl looks for the equals sign in so many bytes. */
const LOOK = 4096;
const ENTRIES_AT = 56;
const BOOT_ID = Uint8Array.from('_BOOT_ID=', (letter) => letter.charCodeAt(0));
const COMPRESSION = COMPRESSED.xz | COMPRESSED.lz4 | COMPRESSED.zstd;

export class FieldReader {
  readonly losses: Losses = { broken: 0, large: 0, unread: 0 };
  private readonly store: FieldStore;
  private readonly header: number;

  constructor(store: FieldStore, compact: boolean) {
    this.store = store;
    this.header = dataHeaderBytes(compact);
  }

  /** Keeps the field of the DATA object `bytes[at, at + size)`, which stands at `offset` of the journal. */
  take(offset: number, [bytes, at, size]: readonly [Uint8Array, number, number]): void {
    const flags = bytes[at + 1]! & COMPRESSION;
    const left = uint64(viewOf(bytes), at + ENTRIES_AT);
    if (flags === 0) this.keep(offset, left, [bytes, at + this.header, at + size]);
    else
      this.takeInflated(offset, left, inflate(flags, bytes.subarray(at + this.header, at + size), MAX_FIELD));
  }

  /** The same for xz, whose decoder is loaded when the first one is met. */
  async takeXz(offset: number, [bytes, at, size]: readonly [Uint8Array, number, number]): Promise<void> {
    const left = uint64(viewOf(bytes), at + ENTRIES_AT);
    const packed = bytes.slice(at + this.header, at + size);
    this.takeInflated(offset, left, await inflateXz(packed, MAX_FIELD));
  }

  /** A DATA object that is too long to be read. */
  takeLarge(offset: number): void {
    this.losses.large++;
    this.store.putEmpty(offset);
  }

  private takeInflated(offset: number, left: number, inflated: Inflated): void {
    if (inflated.bytes !== undefined) this.keep(offset, left, [inflated.bytes, 0, inflated.bytes.length]);
    else {
      this.losses[inflated.reason]++;
      this.store.putEmpty(offset);
    }
  }

  private keep(offset: number, left: number, [bytes, from, to]: readonly [Uint8Array, number, number]): void {
    const end = Math.min(to, from + LOOK);
    let equals = from;
    while (equals < end && bytes[equals] !== EQUALS) equals++;
    // Journalctl passes over data without a name; the boot's id stands in the entry itself.
    if (equals === end || startsWith(bytes, from, BOOT_ID)) this.store.putEmpty(offset);
    else if (isName(bytes, from, equals)) this.store.put(offset, left, [bytes, from, equals, to]);
    else {
      this.losses.broken++;
      this.store.putEmpty(offset);
    }
  }
}

function startsWith(bytes: Uint8Array, at: number, start: Uint8Array): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[at + i] !== start[i]) return false;
  return true;
}

/** Capitals, digits, underscores, no digit first, 64 at most. */
function isName(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from || to - from > MAX_NAME || bytes[from]! < 65) return false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (!((byte >= 65 && byte <= 90) || byte === 95 || (byte >= 48 && byte <= 57))) return false;
  }
  return true;
}
