/**
 * Reads journal files without journalctl: one pass from front to back, each entry a line of JSON as `journalctl -o json --all` has it, but for
 * `__CURSOR` and `__SEQNUM…`, which say nothing about a failure.
 */
import type { Problem } from '../../core/errors.ts';
import type { Input } from '../input.ts';
import { JournalBytes } from './bytes.ts';
import { EntryHead, isEntry, itemsOf } from './entry.ts';
import { FieldReader, MAX_DATA } from './fields.ts';
import { COMPRESSED, dataHeaderBytes, OBJECT, OBJECT_HEADER_BYTES, uint64, viewOf } from './format.ts';
import type { JournalHeader } from './format.ts';
import { LineWriter } from './lines.ts';
import { FieldStore } from './store.ts';
import type { Field } from './store.ts';
import { troublesOf } from './trouble.ts';
import { ObjectWalk } from './walk.ts';

/** Fields that were given up are read again from a file. */
const FILE_STORE = { soft: 8 << 20, ceiling: 32 << 20 };
/** Of a stream they are lost. */
const STREAM_STORE = { soft: 8 << 20, ceiling: 192 << 20 };

/** What became of the entries so far. */
export interface EntryCounts {
  /** Written as lines. */
  written: number;
  /** … of these, those that lack fields because the journal is damaged. */
  part: number;
  /** Not written: nothing of them could be read. */
  lost: number;
}

export class JournalReader {
  readonly counts: EntryCounts = { written: 0, part: 0, lost: 0 };
  readonly header: JournalHeader;
  readonly walk: ObjectWalk;
  readonly store: FieldStore;
  readonly fields: FieldReader;
  private readonly input: Input;
  private readonly bytes: JournalBytes;
  private readonly head: EntryHead;
  private readonly lines = new LineWriter();

  /** `input` has been read up to nowhere yet. */
  constructor(input: Input, header: JournalHeader) {
    this.input = input;
    this.header = header;
    this.bytes = new JournalBytes(input);
    this.walk = new ObjectWalk(this.bytes, header);
    this.store = new FieldStore(input.readAt === undefined ? STREAM_STORE : FILE_STORE);
    this.fields = new FieldReader(this.store, header.compact);
    this.head = new EntryHead(this.store);
  }

  /** Lines, many at a time. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    await this.bytes.skip(this.header.size);
    for (;;) {
      const found = this.walk.next();
      if (found === 'end') break;
      if (typeof found !== 'number') {
        const waits = this.take(found);
        if (waits !== undefined) await waits;
      } else if (!(await this.bytes.need(found))) {
        this.walk.end();
        break;
      }
      if (this.lines.isFull) yield this.lines.take();
    }
    yield this.lines.take();
  }

  /** What could not be read, once all chunks were taken. */
  problems(): Problem[] {
    return troublesOf(this.input.name, this);
  }

  private take(found: 'data' | 'large-data' | 'entry'): void | Promise<void> {
    const { offset } = this.bytes;
    if (found === 'entry') return this.entry();
    if (found === 'large-data') this.fields.takeLarge(offset);
    else return this.data(offset, this.bytes.buffer, this.bytes.at);
  }

  private data(offset: number, bytes: Uint8Array, at: number): void | Promise<void> {
    const object = [bytes, at, uint64(viewOf(bytes), at + 8)] as const;
    if ((bytes[at + 1]! & COMPRESSED.xz) !== 0) return this.fields.takeXz(offset, object);
    this.fields.take(offset, object);
  }

  private entry(): void | Promise<void> {
    const { view, at } = this.bytes;
    if (!isEntry(view, at)) {
      this.counts.lost++;
      return;
    }
    const items = itemsOf(view, at, { size: this.walk.size, compact: this.header.compact });
    const head = this.head.fields(view, at);
    const gone = items.filter((item) => this.store.get(item) === undefined);
    if (gone.length === 0 || this.input.readAt === undefined) this.write(head, items);
    else return this.readAgain(gone).then(() => this.write(head, items));
  }

  private write(head: readonly Field[], items: readonly number[]): void {
    const fields = [...head];
    let size = 0;
    let missing = 0;
    for (const item of items) {
      const field = this.store.get(item);
      if (field === undefined) missing++;
      else if (field.to > field.from) {
        field.left--;
        size += field.to - field.from;
        fields.push(field);
      }
    }
    if (size === 0) this.counts.lost++;
    else {
      for (const field of head) size += field.to;
      this.lines.write(fields, size);
      this.counts.written++;
      this.counts.part += Number(missing > 0);
    }
  }

  /** Fields that were given up, or that a broken object hid. */
  private async readAgain(offsets: readonly number[]): Promise<void> {
    for (const offset of offsets) {
      const object = this.dataAt(offset);
      if (object !== undefined) await this.data(offset, object, 0);
    }
  }

  private dataAt(offset: number): Uint8Array | undefined {
    const { readAt } = this.input;
    if (readAt === undefined || offset % 8 !== 0 || !Number.isSafeInteger(offset)) return undefined;
    const head = new Uint8Array(OBJECT_HEADER_BYTES);
    if (readAt(head, offset) < head.length || head[0] !== OBJECT.data) return undefined;
    const size = uint64(viewOf(head), 8);
    if (size < dataHeaderBytes(this.header.compact) || size > MAX_DATA) return undefined;
    const object = new Uint8Array(size);
    return readAt(object, offset) === size ? object : undefined;
  }
}
