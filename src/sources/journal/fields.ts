/** DATA objects → fields. */
import { COMPRESSED, dataHeaderBytes, uint64 } from './format.ts';
import { inflate, inflateXz } from './inflate.ts';
import type { Inflated } from './inflate.ts';
import type { FieldStore } from './store.ts';

/** Longer values are left out; a line is cut at 1 MiB for matching anyway. */
export const MAX_FIELD = 4 << 20;
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

  /** Keeps the field of the DATA object at `at`, which stands at `offset` of the journal. */
  take(offset: number, view: DataView, at: number): void {
    const flags = view.getUint8(at + 1) & COMPRESSION;
    const size = uint64(view, at + 8);
    const left = uint64(view, at + ENTRIES_AT);
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at + this.header, size - this.header);
    if (flags === 0) this.keep(offset, left, bytes);
    else this.takeInflated(offset, left, inflate(flags, bytes, MAX_FIELD));
  }

  /** The same for xz, whose decoder is loaded when the first one is met. */
  async takeXz(offset: number, view: DataView, at: number): Promise<void> {
    const size = uint64(view, at + 8);
    const left = uint64(view, at + ENTRIES_AT);
    const packed = new Uint8Array(view.buffer, view.byteOffset + at + this.header, size - this.header);
    this.takeInflated(offset, left, await inflateXz(packed, MAX_FIELD));
  }

  /** A DATA object that is too long to be read. */
  takeLarge(offset: number): void {
    this.losses.large++;
    this.store.putEmpty(offset);
  }

  private takeInflated(offset: number, left: number, inflated: Inflated): void {
    if (inflated.bytes !== undefined) this.keep(offset, left, inflated.bytes);
    else {
      this.losses[inflated.reason]++;
      this.store.putEmpty(offset);
    }
  }

  private keep(offset: number, left: number, payload: Uint8Array): void {
    const end = Math.min(payload.length, LOOK);
    let equals = 0;
    while (equals < end && payload[equals] !== EQUALS) equals++;
    // Journalctl passes over data without a name; the boot's id stands in the entry itself.
    if (equals === end || startsWith(payload, BOOT_ID)) this.store.putEmpty(offset);
    else if (isName(payload, equals)) this.store.put(offset, { left, payload, equals });
    else {
      this.losses.broken++;
      this.store.putEmpty(offset);
    }
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false;
  return true;
}

/** Capitals, digits, underscores, no digit first, 64 at most. */
function isName(bytes: Uint8Array, length: number): boolean {
  if (length === 0 || length > MAX_NAME || bytes[0]! < 65) return false;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at]!;
    if (!((byte >= 65 && byte <= 90) || byte === 95 || (byte >= 48 && byte <= 57))) return false;
  }
  return true;
}
