/** ENTRY objects → lines of JSON, many to a chunk. */
import type { Field } from './store.ts';

const CHUNK = 64 << 10;
/** Longer lines get a chunk of their own. */
const LARGEST = 1 << 20;
const OPEN = 123;
const CLOSE = 125;
const COMMA = 44;
const LIST = 91;
const LIST_END = 93;
const LINE_END = 10;
/** Fields longer than this come last, so that a line that is cut for matching loses no other one. */
const LONG = 64 << 10;

export class LineWriter {
  private chunk = new Uint8Array(CHUNK);
  private at = 0;
  /** By hash of a name: the entry that had it last. */
  private readonly seenIn = new Int32Array(0x10000);
  private entry = 0;

  get isEmpty(): boolean {
    return this.at === 0;
  }

  /** True: take the chunk before going on. */
  get isFull(): boolean {
    return this.at >= CHUNK - (CHUNK >> 2);
  }

  /** What was written since the last call; valid until the next line is written. */
  take(): Uint8Array {
    const taken = this.chunk.subarray(0, this.at);
    if (this.chunk.length > LARGEST) this.chunk = new Uint8Array(CHUNK);
    this.at = 0;
    return taken;
  }

  /** Writes an entry. `size`: bytes of its fields. Fields of one name become an array. */
  write(fields: readonly Field[], size: number): void {
    this.reserve(size + fields.length * 3 + 3);
    const isPlain = size < LONG && !this.mayRepeat(fields);
    this.put(OPEN);
    if (isPlain) for (const field of fields) this.writeField(field);
    else this.writeGroups(groupsOf(fields));
    if (this.chunk[this.at - 1] === COMMA) this.at--;
    this.put(CLOSE);
    this.put(LINE_END);
  }

  /** May two fields have the same name? */
  private mayRepeat(fields: readonly Field[]): boolean {
    const entry = ++this.entry;
    let found = false;
    for (const { name } of fields) {
      found ||= this.seenIn[name] === entry;
      this.seenIn[name] = entry;
    }
    return found;
  }

  private writeField({ bytes, from, to }: Field): void {
    this.copy(bytes, from, to);
    this.put(COMMA);
  }

  private writeGroups(groups: readonly (readonly Field[])[]): void {
    for (const group of groups) {
      const [first] = group;
      if (first === undefined) continue;
      if (group.length > 1) this.writeList(first, group);
      else this.writeField(first);
    }
  }

  private writeList(first: Field, group: readonly Field[]): void {
    this.copy(first.bytes, first.from, first.value);
    this.put(LIST);
    for (const { bytes, value, to } of group) {
      this.copy(bytes, value, to);
      this.put(COMMA);
    }
    this.chunk[this.at - 1] = LIST_END;
    this.put(COMMA);
  }

  private copy(bytes: Uint8Array, from: number, to: number): void {
    // Short ones are copied faster one by one than by a call.
    if (to - from < 32) for (let i = from; i < to; i++) this.chunk[this.at++] = bytes[i]!;
    else {
      this.chunk.set(bytes.subarray(from, to), this.at);
      this.at += to - from;
    }
  }

  private put(byte: number): void {
    this.chunk[this.at++] = byte;
  }

  private reserve(count: number): void {
    if (this.at + count <= this.chunk.length) return;
    const larger = new Uint8Array(this.at + count + CHUNK);
    larger.set(this.chunk.subarray(0, this.at));
    this.chunk = larger;
  }
}

/** By name, in order of their first ones; long ones last. */
function groupsOf(fields: readonly Field[]): Field[][] {
  const groups = [...Map.groupBy(fields, nameOf).values()];
  const isLong = (group: readonly Field[]): boolean => group.some(({ from, to }) => to - from > LONG);
  return [...groups.filter((group) => !isLong(group)), ...groups.filter(isLong)];
}

/** With its quotes. */
function nameOf({ bytes, from, value }: Field): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, value - from).toString('latin1');
}
