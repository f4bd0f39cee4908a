/** What an ENTRY object itself says: its times and its boot, as fields. */
import { ENTRY_HEADER_BYTES, OBJECT_HEADER_BYTES, uint64 } from './format.ts';
import type { Field, FieldStore } from './store.ts';

const REALTIME_AT = 24;
const MONOTONIC_AT = 32;
const BOOT_AT = 40;
const SEQNUM_AT = OBJECT_HEADER_BYTES;
/** Systemd takes no later time for one: the year 3111. */
const LATEST = 2 ** 55;

const encoder = new TextEncoder();

/** Makes the fields that journalctl puts before those of the entry. */
export class EntryHead {
  private readonly names: readonly { readonly name: number; readonly start: string }[];
  private bootWords: readonly number[] = [];
  private boot: Field;

  constructor(store: FieldStore) {
    this.names = ['__REALTIME_TIMESTAMP', '__MONOTONIC_TIMESTAMP', '_BOOT_ID'].map((name) => ({
      name: store.nameOf(name),
      start: `"${name}":"`,
    }));
    this.boot = this.field(2, '');
  }

  fields(view: DataView, at: number): Field[] {
    const realtime = this.field(0, numberAt(view, at + REALTIME_AT));
    const monotonic = this.field(1, numberAt(view, at + MONOTONIC_AT));
    return [realtime, monotonic, this.bootOf(view, at + BOOT_AT)];
  }

  /** Entries of one boot follow each other. */
  private bootOf(view: DataView, at: number): Field {
    const words = [0, 4, 8, 12].map((step) => view.getUint32(at + step));
    if (words.some((word, i) => word !== this.bootWords[i])) {
      this.bootWords = words;
      this.boot = this.field(2, words.map((word) => word.toString(16).padStart(8, '0')).join(''));
    }
    return this.boot;
  }

  private field(index: number, text: string): Field {
    const { name, start } = this.names[index]!;
    const bytes = encoder.encode(`${start}${text}"`);
    return { name, bytes, from: 0, value: start.length - 1, to: bytes.length, left: 0 };
  }
}

function numberAt(view: DataView, at: number): string {
  const value = uint64(view, at);
  return Number.isSafeInteger(value) ? String(value) : String(view.getBigUint64(at, true));
}

/** Offsets of the DATA objects of the entry at `at`. */
export function itemsOf(
  view: DataView,
  at: number,
  { size, compact }: { size: number; compact: boolean },
): number[] {
  const items: number[] = [];
  const step = itemBytes(compact);
  for (let item = at + ENTRY_HEADER_BYTES; item + step <= at + size; item += step)
    items.push(compact ? view.getUint32(item, true) : uint64(view, item));
  return items;
}

/** Bytes of one item: an offset, and its hash unless the file is compact. */
export function itemBytes(compact: boolean): number {
  return compact ? 4 : 16;
}

/** What systemd takes for an entry: numbered, at times that can be, of a boot. */
export function isEntry(view: DataView, at: number): boolean {
  const realtime = uint64(view, at + REALTIME_AT);
  const hasBoot = [0, 4, 8, 12].some((step) => view.getUint32(at + BOOT_AT + step) !== 0);
  return (
    uint64(view, at + SEQNUM_AT) > 0 &&
    realtime > 0 &&
    realtime < LATEST &&
    uint64(view, at + MONOTONIC_AT) < LATEST &&
    hasBoot
  );
}
