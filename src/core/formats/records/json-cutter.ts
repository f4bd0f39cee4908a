/**
 * Cuts JSON documents into records by their brackets alone: it knows strings, escapes and which bracket closes which, nothing else.
 * What is inside of a record is the business of a real parser. Cutting first has three uses: each record's place is known exactly, no more
 * than one record is in memory, and a broken record does not take the others with it.
 *
 * Records are: a document that is an object, the elements of a document that is an array, the items of a Kubernetes list.
 * Lines between documents that are no JSON are given as they are.
 */
import { MAX_RECORD } from './entry-writer.ts';

export interface JsonCut {
  readonly kind: 'record' | 'line';
  readonly bytes: Uint8Array;
  /** Where the first byte stands: line and column (in bytes) from 1, offset from 0. */
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  /** Too large: only its start is here. */
  readonly cut: boolean;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const ARRAY = 91;
const BACKSLASH = 92;
const ARRAY_END = 93;
const OBJECT = 123;
const OBJECT_END = 125;
const LINE_END = 10;
const MAX_DEPTH = 10_000;

/** Where the cutter stands when it is in no record: between documents, in an array of records, in the items of a list. */
type Level = 'outside' | 'array' | 'list';
type Mode = 'between' | 'record' | 'line' | 'skipped';

/** The bytes of a record, over several pieces of input. */
class Collector {
  private pieces: Uint8Array[] = [];
  private size = 0;
  cut = false;

  add(bytes: Uint8Array): void {
    const room = MAX_RECORD - this.size;
    if (bytes.length > room) this.cut = true;
    if (room <= 0) return;
    const piece = bytes.slice(0, room);
    this.pieces.push(piece);
    this.size += piece.length;
  }

  take(): { bytes: Uint8Array; cut: boolean } {
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (const piece of this.pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    const { cut } = this;
    this.pieces = [];
    this.size = 0;
    this.cut = false;
    return { bytes, cut };
  }
}

export class JsonCutter {
  private mode: Mode = 'between';
  private level: Level = 'outside';
  private readonly collector = new Collector();
  private out: JsonCut[] = [];
  private chunk: Uint8Array = new Uint8Array(0);
  /** Index in `chunk` where the record's part begins. */
  private from = 0;
  private start = { line: 1, column: 1, offset: 0 };
  private readonly open: number[] = [];
  private deeper = 0;
  private inString = false;
  private escaped = false;
  /** The last byte outside of strings that is no blank. */
  private before = 0;
  /** The last string in the record's outermost object, as far as it can be a name looked for here. */
  private name = '';
  private isKubernetes = false;
  private chunkOffset = 0;
  private lineStart = 0;
  private line = 1;

  /** Line and column (in bytes) of the next byte. */
  get place(): { line: number; column: number } {
    return { line: this.line, column: this.chunkOffset - this.lineStart + 1 };
  }

  /** Lists and arrays that are still open. */
  get isOpen(): boolean {
    return this.mode === 'record' || this.mode === 'skipped' || this.level !== 'outside';
  }

  push(chunk: Uint8Array): JsonCut[] {
    this.chunk = chunk;
    this.from = 0;
    for (let i = 0; i < chunk.length; i++) this.step(chunk[i]!, i);
    if (this.mode === 'record' || this.mode === 'line') this.collector.add(chunk.subarray(this.from));
    this.chunkOffset += chunk.length;
    return this.take();
  }

  /** What is left: a record or a line that the input's end cut. */
  end(): JsonCut[] {
    this.chunk = new Uint8Array(0);
    this.from = 0;
    if (this.mode === 'record' || this.mode === 'line') this.finish(0);
    return this.take();
  }

  private take(): JsonCut[] {
    const { out } = this;
    this.out = [];
    return out;
  }

  private step(byte: number, i: number): void {
    if (byte === LINE_END) this.endLine(i);
    else if (this.mode === 'line') return;
    else if (this.inString) this.inside(byte);
    else if (!isBlank(byte)) {
      if (this.mode === 'between') this.between(byte, i);
      else this.structure(byte, i);
      this.before = byte;
    }
  }

  private endLine(i: number): void {
    if (this.mode === 'line') this.finish(i);
    this.line++;
    this.lineStart = this.chunkOffset + i + 1;
    this.inString = false; // JSON has no line ends in strings: a quote was missing
    this.escaped = false;
  }

  private inside(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
    else if (this.open.length === 1 && this.name.length < 11) this.name += String.fromCharCode(byte);
  }

  private between(byte: number, i: number): void {
    if (byte === OBJECT) this.begin('record', i);
    else if (this.level === 'outside') this.outside(byte, i);
    else if (byte === ARRAY) this.skip(ARRAY);
    else if (byte === QUOTE) this.inString = true;
    else if (byte === ARRAY_END) this.endArray();
  }

  private outside(byte: number, i: number): void {
    if (byte === ARRAY) this.level = 'array';
    else this.begin('line', i);
  }

  private endArray(): void {
    if (this.level === 'list') this.skip(OBJECT); // what follows the items in their list
    this.level = 'outside';
  }

  private begin(mode: 'record' | 'line', i: number): void {
    this.mode = mode;
    this.from = i;
    const offset = this.chunkOffset + i;
    this.start = { line: this.line, column: offset - this.lineStart + 1, offset };
    this.isKubernetes = false;
    this.name = '';
    this.opened(mode === 'record' ? [OBJECT] : []);
  }

  /** Passes over a value whose opening bracket was read. */
  private skip(bracket: number): void {
    this.mode = 'skipped';
    this.opened([bracket]);
  }

  private opened(brackets: readonly number[]): void {
    this.open.length = 0;
    this.open.push(...brackets);
    this.deeper = 0;
  }

  /** A byte of a record outside of its strings. */
  private structure(byte: number, i: number): void {
    if (byte === QUOTE) {
      this.inString = true;
      if (this.open.length === 1) this.name = '';
    } else if (byte === COLON) this.isKubernetes ||= this.name === 'apiVersion' || this.name === 'kind';
    else if (byte === OBJECT || byte === ARRAY) this.enter(byte, i);
    else if (byte === OBJECT_END || byte === ARRAY_END) this.leave(byte, i);
  }

  private enter(byte: number, i: number): void {
    const inArray = this.open.at(-1) === ARRAY;
    const isValue = inArray ? this.before === COMMA || this.before === ARRAY : this.before === COLON;
    if (byte === OBJECT && !isValue && this.mode === 'record') {
      this.finish(i); // no value can stand here: the record before was cut, and another one begins
      this.begin('record', i);
    } else if (byte === ARRAY && this.isItems()) {
      this.collector.take();
      this.level = 'list';
      this.mode = 'between';
    } else if (this.open.length < MAX_DEPTH) this.open.push(byte);
    else this.deeper++;
  }

  /** Does `[` open the items of a Kubernetes list? */
  private isItems(): boolean {
    if (this.open.length !== 1 || this.before !== COLON || this.name !== 'items') return false;
    return this.mode === 'record' && this.level === 'outside' && this.isKubernetes;
  }

  private leave(byte: number, i: number): void {
    if (this.deeper > 0) {
      this.deeper--;
      return;
    }
    // A bracket that was never closed is closed by the one around it.
    const at = this.open.lastIndexOf(byte === OBJECT_END ? OBJECT : ARRAY);
    if (at > 0) this.open.length = at;
    else if (at === 0) this.finish(i + 1);
    else if (this.level !== 'outside') {
      this.finish(i);
      this.endArray();
    }
  }

  /** Ends the record or line before index `to`. */
  private finish(to: number): void {
    const { mode } = this;
    if (mode === 'record' || mode === 'line') {
      this.collector.add(this.chunk.subarray(this.from, to));
      this.out.push({ kind: mode, ...this.collector.take(), ...this.start });
    }
    this.mode = 'between';
  }
}

/** Blanks of JSON, the record separator of JSON sequences, and the byte-order mark (which stands nowhere else outside of strings). */
function isBlank(byte: number): boolean {
  return (
    byte === 32 || byte === 9 || byte === 13 || byte === 30 || byte === 0xef || byte === 0xbb || byte === 0xbf
  );
}
