/**
 * The fields that entries still to come may use. A DATA object stands before the entries that use it and says how many those are, so most
 * (each message is used once) are given up right behind their entry: a journal of any size needs a few MiB. What was given up too early is read
 * again where the journal is a file; in a stream the store may grow up to its ceiling.
 */
import { longest, writeValue } from './value.ts';

/** One field as JSON, `"NAME":value`; an empty one is left out of entries. */
export interface Field {
  /** A hash of its name, 16 bits. */
  readonly name: number;
  bytes: Uint8Array;
  from: number;
  /** Where the value begins. */
  value: number;
  to: number;
  /** Entries that will still use it, as far as the journal says. */
  left: number;
}

/** What a field costs beside its bytes, about. */
const OVERHEAD = 128;
/** Bytes from which on fields are looked through for those that are used up. */
const SOFT = 4 << 20;
const SLAB = 256 << 10;
const EMPTY = new Uint8Array(0);
const QUOTE = 34;
const COLON = 58;

export class FieldStore {
  /** Fields that were given up while in use. */
  givenUp = 0;
  private readonly ceiling: number;
  private fields = new Map<number, Field>();
  private slab = new Uint8Array(SLAB);
  private filled = 0;
  private size = 0;
  private sweepAt: number;

  /** `ceiling`: bytes that are never passed by much. When fields in use take half of it, all are given up. */
  constructor(ceiling: number) {
    this.ceiling = ceiling;
    this.sweepAt = Math.min(SOFT, ceiling);
  }

  get(offset: number): Field | undefined {
    return this.fields.get(offset);
  }

  /** Keeps the field of the DATA object at `offset`: `payload` is `NAME=value`. */
  put(
    offset: number,
    { left, payload, equals }: { left: number; payload: Uint8Array; equals: number },
  ): void {
    const name = hashOf(payload, equals);
    this.reserve(equals + 3 + longest(payload.length - equals - 1));
    const { slab, filled: from } = this;
    let at = from;
    slab[at++] = QUOTE;
    for (let i = 0; i < equals; i++) slab[at++] = payload[i]!;
    slab[at++] = QUOTE;
    slab[at++] = COLON;
    const value = at;
    this.filled = writeValue(slab, at, { bytes: payload, from: equals + 1, to: payload.length });
    this.keep(offset, { name, bytes: slab, from, value, to: this.filled, left });
  }

  /** Keeps in mind that there is nothing to show of this one, as long as entries may ask. */
  putEmpty(offset: number): void {
    this.keep(offset, { name: 0, bytes: EMPTY, from: 0, value: 0, to: 0, left: Infinity });
  }

  private keep(offset: number, field: Field): void {
    this.fields.set(offset, field);
    this.size += costOf(field);
    if (this.size > this.sweepAt) this.sweep(field);
  }

  private reserve(count: number): void {
    if (this.filled + count <= this.slab.length) return;
    this.slab = new Uint8Array(Math.max(SLAB, count));
    this.filled = 0;
  }

  /** Gives up what is used up, and packs the rest anew. */
  private sweep(newest: Field): void {
    const inUse = [...this.fields].filter(([, field]) => field.left > 0 || field === newest);
    const isFull = inUse.reduce((sum, [, field]) => sum + costOf(field), 0) > this.ceiling / 2;
    const kept = isFull ? inUse.filter(([, field]) => field === newest) : inUse;
    this.givenUp += inUse.length - kept.length;
    for (const [, field] of kept) this.pack(field);
    this.fields = new Map(kept);
    this.size = kept.reduce((sum, [, field]) => sum + costOf(field), 0);
    this.sweepAt = Math.min(this.ceiling, Math.max(SOFT, this.size * 2));
  }

  private pack(field: Field): void {
    const { bytes, from, to } = field;
    this.reserve(to - from);
    this.slab.set(bytes.subarray(from, to), this.filled);
    field.bytes = this.slab;
    field.value += this.filled - from;
    field.from = this.filled;
    field.to = this.filled += to - from;
  }
}

function costOf({ from, to }: Field): number {
  return to - from + OVERHEAD;
}

/** A hash (FNV-1a, folded) of the first `length` bytes. */
export function hashOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}
