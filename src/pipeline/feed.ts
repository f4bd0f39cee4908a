/** Brings a source's bytes into its reader, by the shape they have: lines as they are, the rest turned into lines on the way. */
import type { Problem } from '../core/errors.ts';
import type { RecordFramer, RecordLine } from '../core/formats/records.ts';
import type { EntryReader } from '../core/reader/reader.ts';

/** Takes bytes of one source. */
export interface Feed {
  write(chunk: Uint8Array): void | Promise<void>;
  end(): void | Promise<void>;
  /** Problems of the source's form (broken JSON …), after `end`. */
  problems(): readonly Problem[];
  /** Lines of the source as it lies on disk. */
  lines(): number;
}

/** Copies bytes into the reader's window, piece by piece. */
export function push(reader: EntryReader, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    const space = reader.space();
    const count = Math.min(space.length, bytes.length - at);
    space.set(bytes.subarray(at, at + count));
    reader.advance(count);
    at += count;
  }
}

/** Bytes that are lines once they went through `decode` (UTF-16 → UTF-8). */
export function decodedFeed(
  reader: EntryReader,
  decode: { push(chunk: Uint8Array): Uint8Array; end(): Uint8Array },
): Feed {
  return {
    write: (chunk) => push(reader, decode.push(chunk)),
    end: () => {
      push(reader, decode.end());
      reader.end();
    },
    problems: () => [],
    lines: () => reader.lines,
  };
}

/** Where records began in their source, for those that are still in the reader's window. */
export class RecordOrigins {
  private starts: { line: number; offset: number }[] = [];
  /** Number of the record at `starts[0]`, from 1. */
  private first = 1;

  add(record: RecordLine): void {
    this.starts.push({ line: record.line, offset: record.offset });
  }

  of(line: number): { line: number; offset: number } {
    return this.starts[line - this.first] ?? { line, offset: 0 };
  }

  /** Records before number `line` are not asked for any more. */
  forget(line: number): void {
    const count = line - this.first;
    if (count < 4096) return;
    this.starts = this.starts.slice(count);
    this.first = line;
  }
}

/** Records that are turned into one line of JSON each. */
export function recordFeed(
  reader: EntryReader,
  framer: RecordFramer | AsyncFramer,
  origins: RecordOrigins,
): Feed {
  const encoder = new TextEncoder();
  const take = (records: readonly RecordLine[]): void => {
    for (const record of records) {
      origins.add(record);
      push(reader, encoder.encode(`${record.text}\n`));
    }
    // Lines before the reader's position were all given away; the last few may still be context.
    origins.forget(Math.max(1, reader.lines - 4096));
  };
  return {
    write: async (chunk) => take(await framer.push(chunk)),
    end: async () => {
      take(await framer.end());
      reader.end();
    },
    problems: () => framer.problems,
    lines: () => framer.lines,
  };
}

export interface AsyncFramer {
  push(chunk: Uint8Array): Promise<RecordLine[]> | RecordLine[];
  end(): Promise<RecordLine[]> | RecordLine[];
  readonly problems: readonly Problem[];
  readonly lines: number;
}
