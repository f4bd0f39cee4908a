/**
 * Journal export format → one line of JSON an entry, as `journalctl -o json` has it: text fields `NAME=value`, binary fields (`NAME`, line end,
 * 8 bytes of length, little-endian, the bytes, line end), an empty line behind each entry (systemd, JOURNAL_EXPORT_FORMATS).
 *
 * One difference: a value that is no UTF-8 is a string with U+FFFD in it, not an array of numbers. No literal could be found in numbers.
 */
import type { Problem } from '../../errors.ts';
import type { RecordFramer, RecordLine } from '../records.ts';
import { ByteQueue } from './byte-queue.ts';
import { isFieldName, splitFields } from './field-name.ts';
import { EntryWriter, MAX_RECORD } from './entry-writer.ts';
import { ProblemList } from './problem-list.ts';

const LINE_END = 10;
const EQUALS = 61;
const LENGTH_BYTES = 8;

/** What the next bytes are. */
type State =
  | { readonly kind: 'line' }
  | { readonly kind: 'length'; readonly name: string }
  | { readonly kind: 'value'; readonly name: string; readonly size: number }
  | { readonly kind: 'skip-bytes'; readonly left: number }
  | { readonly kind: 'skip-line' };

const NEXT_LINE: State = { kind: 'line' };
const SKIP_LINE: State = { kind: 'skip-line' };

class ExportFramer implements RecordFramer {
  private readonly queue = new ByteQueue();
  private readonly found: ProblemList;
  private readonly entry = new EntryWriter();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The entry at hand is read line by line, not as a whole. */
  private byLine = false;
  private ended = false;
  private out: RecordLine[] = [];
  private state: State = NEXT_LINE;
  /** Positions up to here in the queue hold no line end. */
  private searched = 0;
  /** Line ends and bytes that were consumed. */
  private passedLines = 0;
  private passedBytes = 0;
  lines = 0;

  constructor(source: string) {
    this.found = new ProblemList(source);
  }

  get problems(): readonly Problem[] {
    return this.found.all;
  }

  push(chunk: Uint8Array): RecordLine[] {
    this.lines += countLineEnds(chunk);
    this.queue.append(chunk);
    while (this.advance());
    return this.take();
  }

  end(): RecordLine[] {
    this.ended = true;
    this.searched = 0;
    while (this.advance());
    const { kind } = this.state;
    if (kind === 'line' && this.queue.length > 0) this.cutLine();
    if (kind === 'value') this.entry.add(this.state.name, this.queue.view(0, this.queue.length));
    if (kind !== 'line') this.cut('the journal export ends inside of a field; what came before is kept');
    this.consume(this.queue.length);
    this.state = NEXT_LINE;
    this.finish();
    return this.take();
  }

  private take(): RecordLine[] {
    const { out } = this;
    this.out = [];
    return out;
  }

  /** Works off one step; false: more bytes are needed. */
  private advance(): boolean {
    switch (this.state.kind) {
      case 'line':
        return this.byLine || this.ended || this.entry.begun ? this.readLine() : this.readEntry();
      case 'length':
        return this.readLength(this.state.name);
      case 'value':
        return this.readValue(this.state.name, this.state.size);
      case 'skip-bytes':
        return this.skipBytes(this.state.left);
      case 'skip-line':
        return this.skipLine();
      default:
        return false;
    }
  }

  /** An entry that is all text is decoded at once (most are). False: not here in full, or not of this kind: then `byLine` is set. */
  private readEntry(): boolean {
    const end = this.queue.indexOfPair(LINE_END, this.searched);
    const length = end < 0 ? this.queue.length : end;
    this.searched = end < 0 ? Math.max(0, length - 1) : 0;
    if (end < 0 && length <= MAX_RECORD) return false;
    const fields =
      length <= MAX_RECORD ? splitFields(this.decoder.decode(this.queue.view(0, end))) : undefined;
    this.byLine = fields === undefined;
    if (fields === undefined) {
      this.searched = 0;
      return true;
    }
    this.entry.begin(this.passedLines + 1, this.passedBytes);
    for (const { name, value } of fields) this.entry.addText(name, value);
    this.finish();
    this.passedLines += Math.max(1, fields.length) + 1; // two line ends without a field are empty lines
    this.passedBytes += end + 2;
    this.queue.drop(end + 2);
    return true;
  }

  private readLine(): boolean {
    const end = this.queue.indexOf(LINE_END, this.searched);
    if (end < 0) {
      this.searched = this.queue.length;
      if (this.searched <= MAX_RECORD) return false;
      this.cut('a field of the journal export is larger than 4 MiB; it is left out');
      this.state = SKIP_LINE;
      return true;
    }
    this.searched = 0;
    this.takeLine(this.queue.view(0, end));
    this.consume(end + 1);
    return true;
  }

  private takeLine(line: Uint8Array): void {
    if (line.length === 0) {
      this.finish();
      return;
    }
    this.entry.begin(this.passedLines + 1, this.passedBytes);
    const equals = line.indexOf(EQUALS);
    const name = fieldName(equals < 0 ? line : line.subarray(0, equals));
    if (name === undefined)
      this.report('INPUT_READ_FAILED', 'not a field of the journal export format; the line is left out');
    else if (equals < 0) this.state = { kind: 'length', name };
    else if (!this.entry.add(name, line.subarray(equals + 1))) this.cut(TOO_LARGE);
  }

  private readLength(name: string): boolean {
    if (this.queue.length < LENGTH_BYTES) return false;
    const size = littleEndian(this.queue.view(0, LENGTH_BYTES));
    this.consume(LENGTH_BYTES);
    this.state = { kind: 'value', name, size };
    if (size <= MAX_RECORD) return true;
    this.cut(TOO_LARGE);
    this.state = { kind: 'skip-bytes', left: size };
    return true;
  }

  private readValue(name: string, size: number): boolean {
    if (this.queue.length < size + 1) return false;
    if (!this.entry.add(name, this.queue.view(0, size))) this.cut(TOO_LARGE);
    const ended = this.queue.view(size, size + 1)[0] === LINE_END;
    if (!ended) this.report('INPUT_READ_FAILED', 'a binary field of the journal export has a wrong length');
    this.consume(ended ? size + 1 : size);
    this.state = ended ? NEXT_LINE : SKIP_LINE;
    return true;
  }

  private skipBytes(left: number): boolean {
    const count = Math.min(left, this.queue.length);
    this.consume(count);
    this.state = count === left ? SKIP_LINE : { kind: 'skip-bytes', left: left - count };
    return count > 0;
  }

  private skipLine(): boolean {
    const end = this.queue.indexOf(LINE_END, 0);
    this.consume(end < 0 ? this.queue.length : end + 1);
    this.searched = 0;
    if (end >= 0) this.state = NEXT_LINE;
    return end >= 0;
  }

  /** The last line has no line end: whole when it holds a field, but nobody can know. */
  private cutLine(): void {
    this.takeLine(this.queue.view(0, this.queue.length));
    this.cut('the journal export ends inside of a line; what came before is kept');
  }

  private finish(): void {
    const record = this.entry.finish();
    if (record !== undefined) this.out.push(record);
    this.byLine = false;
  }

  private consume(count: number): void {
    this.passedLines += countLineEnds(this.queue.view(0, count));
    this.passedBytes += count;
    this.queue.drop(count);
  }

  private cut(message: string): void {
    this.report('INPUT_LINE_CUT', message);
  }

  private report(code: Problem['code'], message: string): void {
    this.found.add({ code, message, line: this.passedLines + 1 });
  }
}

const TOO_LARGE = 'an entry of the journal export is larger than 4 MiB; its further fields are left out';

function countLineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) count++;
  return count;
}

/** Lengths past 2^53 come out wrong, but large all the same. */
function littleEndian(bytes: Uint8Array): number {
  let value = 0;
  for (let i = LENGTH_BYTES - 1; i >= 0; i--) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

function fieldName(bytes: Uint8Array): string | undefined {
  if (bytes.length > 64) return undefined;
  const name = String.fromCharCode(...bytes);
  return isFieldName(name) ? name : undefined;
}

/** Reads the journal export format from bytes in pieces of any size. `source` is named in problems. */
export function createExportFramer(source = '-'): RecordFramer {
  return new ExportFramer(source);
}
