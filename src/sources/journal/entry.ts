/** What an ENTRY object itself says: its times, its boot, and where its fields are. */
import { ENTRY_HEADER_BYTES, OBJECT_HEADER_BYTES, uint64 } from './format.ts';
import { hashOf } from './store.ts';
import type { Field } from './store.ts';

const SEQNUM_AT = OBJECT_HEADER_BYTES;
const REALTIME_AT = 24;
const MONOTONIC_AT = 32;
const BOOT_AT = 40;
/** The year 2255. Systemd takes later times for times, too, but no clock has been there. */
const LATEST = 2 ** 53;
const QUOTE = 34;
const ZERO = 48;
const LETTERS = 87;
/** Longest value: a boot's id. */
const MAX_VALUE = 32;

/** The fields that journalctl puts before those of the entry. They are filled anew for each. */
export class EntryHead {
  readonly fields: readonly Field[];
  private readonly realtime: Field;
  private readonly monotonic: Field;
  private readonly boot: Field;

  constructor() {
    this.realtime = headField('__REALTIME_TIMESTAMP');
    this.monotonic = headField('__MONOTONIC_TIMESTAMP');
    this.boot = headField('_BOOT_ID');
    this.fields = [this.realtime, this.monotonic, this.boot];
  }

  /** Of the entry at `at`; bytes of all three. */
  fill(view: DataView, at: number): number {
    writeNumber(this.realtime, uint64(view, at + REALTIME_AT));
    writeNumber(this.monotonic, uint64(view, at + MONOTONIC_AT));
    for (let i = 0; i < 16; i++) writeHex(this.boot, 2 * i, view.getUint8(at + BOOT_AT + i));
    endValue(this.boot, 32);
    return this.realtime.to + this.monotonic.to + this.boot.to;
  }
}

function headField(name: string): Field {
  const start = Buffer.from(`"${name}":"`);
  const bytes = new Uint8Array(start.length + MAX_VALUE + 1);
  bytes.set(start);
  return {
    name: hashOf(Buffer.from(name), name.length),
    bytes,
    from: 0,
    value: start.length - 1,
    to: start.length,
    left: 0,
  };
}

function writeNumber(field: Field, value: number): void {
  let digits = 1;
  for (let limit = 10; limit <= value; limit *= 10) digits++;
  for (let i = digits, rest = value; i > 0; i--) {
    const next = Math.floor(rest / 10);
    field.bytes[field.value + i] = ZERO + rest - next * 10;
    rest = next;
  }
  endValue(field, digits);
}

function writeHex({ bytes, value }: Field, index: number, byte: number): void {
  bytes[value + 1 + index] = hexDigit(byte >> 4);
  bytes[value + 2 + index] = hexDigit(byte & 15);
}

function hexDigit(digit: number): number {
  return digit < 10 ? ZERO + digit : LETTERS + digit;
}

function endValue(field: Field, length: number): void {
  field.to = field.value + 1 + length;
  field.bytes[field.to++] = QUOTE;
}

/** Puts the offsets of the DATA objects of the entry at `at` into `items`. */
export function readItems(
  items: number[],
  view: DataView,
  { at, size, compact }: { at: number; size: number; compact: boolean },
): void {
  items.length = 0;
  const step = itemBytes(compact);
  for (let item = at + ENTRY_HEADER_BYTES; item + step <= at + size; item += step)
    items.push(compact ? view.getUint32(item, true) : uint64(view, item));
}

/** Bytes of one item: an offset, and its hash unless the file is compact. */
export function itemBytes(compact: boolean): number {
  return compact ? 4 : 16;
}

/** What systemd takes for an entry: numbered, at times that can be, of a boot. */
export function isEntry(view: DataView, at: number): boolean {
  const realtime = uint64(view, at + REALTIME_AT);
  return (
    uint64(view, at + SEQNUM_AT) > 0 &&
    realtime > 0 &&
    realtime < LATEST &&
    uint64(view, at + MONOTONIC_AT) < LATEST &&
    (uint64(view, at + BOOT_AT) !== 0 || uint64(view, at + BOOT_AT + 8) !== 0)
  );
}
