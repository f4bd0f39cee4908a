/**
 * Reads journal files without journalctl: one pass from front to back, each entry a line of JSON as `journalctl -o json --all` has it, but for
 * `__CURSOR` and `__SEQNUM…`, which say nothing about a failure.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Problem } from '../../core/errors.ts';
import type { Input } from '../input.ts';
import { JournalBytes } from './bytes.ts';
import { EntryHead, isEntry, readItems } from './entry.ts';
import { FieldReader, MAX_DATA } from './fields.ts';
import { COMPRESSED, dataHeaderBytes, OBJECT, OBJECT_HEADER_BYTES, uint64, viewOf } from './format.ts';
import type { JournalHeader } from './format.ts';
import { LineWriter } from './lines.ts';
import { FieldStore } from './store.ts';
import type { Field } from './store.ts';
import { troublesOf } from './trouble.ts';
import { ObjectWalk } from './walk.ts';

/** Bytes of fields kept for entries to come. What is given up is read again from a file; of a stream it is lost. */
const FILE_CEILING = 32 << 20;
const STREAM_CEILING = 192 << 20;
/** Bytes between two looks at the event loop. */
const STRIDE = 16 << 20;

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
  private readonly head = new EntryHead();
  private readonly lines = new LineWriter();
  /** Of the entry at hand: where its fields are, those that are here, and how many are not. */
  private readonly items: number[] = [];
  private readonly found: Field[] = [];
  private missing = 0;

  /** `input`: from its start. `ceiling`: for tests. */
  constructor(input: Input, header: JournalHeader, ceiling?: number) {
    this.input = input;
    this.header = header;
    this.bytes = new JournalBytes(input);
    this.walk = new ObjectWalk(this.bytes, header);
    this.store = new FieldStore(ceiling ?? (input.readAt === undefined ? STREAM_CEILING : FILE_CEILING));
    this.fields = new FieldReader(this.store, header.compact);
  }

  /** Lines, many at a time. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    await this.bytes.skip(this.header.size);
    for (let nextStop = STRIDE; ;) {
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
      if (this.bytes.offset > nextStop) {
        nextStop = this.bytes.offset + STRIDE;
        await breathe();
      }
    }
    if (!this.lines.isEmpty) yield this.lines.take();
  }

  /** What could not be read, once all chunks were taken. */
  problems(): Problem[] {
    return troublesOf(this.input.name, this);
  }

  private take(found: 'data' | 'large-data' | 'entry'): void | Promise<void> {
    const { offset } = this.bytes;
    if (found === 'entry') return this.entry();
    if (found === 'large-data') this.fields.takeLarge(offset);
    else return this.data(offset, this.bytes.view, this.bytes.at);
  }

  private data(offset: number, view: DataView, at: number): void | Promise<void> {
    if ((view.getUint8(at + 1) & COMPRESSED.xz) !== 0) return this.fields.takeXz(offset, view, at);
    this.fields.take(offset, view, at);
  }

  private entry(): void | Promise<void> {
    const { view, at } = this.bytes;
    if (!isEntry(view, at)) {
      this.counts.lost++;
      return;
    }
    const headSize = this.head.fill(view, at);
    readItems(this.items, view, { at, size: this.walk.size, compact: this.header.compact });
    if (this.gather() && this.input.readAt !== undefined) return this.writeLater(headSize);
    this.write(headSize);
  }

  /** Fields of `items`; true: some are not here. */
  private gather(get = (offset: number): Field | undefined => this.store.get(offset)): boolean {
    const { found } = this;
    found.length = 0;
    found.push(...this.head.fields);
    this.missing = 0;
    for (const item of this.items) {
      const field = get(item);
      if (field === undefined) this.missing++;
      else if (field.to > field.from) found.push(field);
    }
    return this.missing > 0;
  }

  private write(headSize: number): void {
    const { found, head, counts } = this;
    if (found.length === head.fields.length) {
      counts.lost++;
      return;
    }
    let size = headSize;
    for (let i = head.fields.length; i < found.length; i++) {
      const field = found[i]!;
      field.left--;
      size += field.to - field.from;
    }
    this.lines.write(found, size);
    counts.written++;
    if (this.missing > 0 && this.walk.isKnown) counts.part++;
  }

  /** Reads the fields that were given up, or that a broken object hid. They may be given up again at once. */
  private async writeLater(headSize: number): Promise<void> {
    const again = new Map<number, Field>();
    for (const offset of this.items) {
      if (this.store.get(offset) === undefined) await this.readAgain(offset);
      const field = this.store.get(offset);
      if (field !== undefined) again.set(offset, field);
    }
    this.gather((offset) => again.get(offset));
    this.write(headSize);
  }

  private async readAgain(offset: number): Promise<void> {
    const object = this.dataAt(offset);
    if (object !== undefined) await this.data(offset, viewOf(object), 0);
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
