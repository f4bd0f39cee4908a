/** Lines of a block that are candidates although no literal leads to them. */
import type { EntryParser } from '../formats/format.ts';
import type { Scanner } from '../scanner/scanner.ts';
import { MAX_ENTRY_BYTES } from './limits.ts';
import type { LineWindow } from './window.ts';

/** Docker and the kubelet's log writers split longer messages; no shorter line is a partial one of theirs. */
const LONG_LINE = 16 << 10;

/** Is the entry that this line may belong to wanted, whatever it holds? `bytes[start, end)` is the line. */
export type IsWanted = (bytes: Uint8Array, start: number, end: number) => boolean;

export interface ForcedLine {
  readonly start: number;
  /** A literal may stand across its border to the next line: what the entry holds is not known then. */
  readonly isPartial: boolean;
}

export class ForcedLines {
  private readonly window: LineWindow;
  private readonly parser: EntryParser;
  private readonly scanner: Scanner;
  private readonly isWanted: IsWanted | undefined;
  /** Rising. */
  private lines: ForcedLine[] = [];
  private next = 0;

  constructor(reading: {
    window: LineWindow;
    parser: EntryParser;
    scanner: Scanner;
    isWanted: IsWanted | undefined;
  }) {
    this.window = reading.window;
    this.parser = reading.parser;
    this.scanner = reading.scanner;
    this.isWanted = reading.isWanted;
  }

  /** Looks at the lines that start in [from, limit). */
  find(from: number, limit: number): void {
    this.lines = [];
    this.next = 0;
    if (this.isWanted === undefined) this.findPartial(from, limit);
    else this.findWanted(from, limit, this.isWanted);
  }

  /** The next one that starts before `before`; it is given once. */
  take(before: number): ForcedLine | undefined {
    const line = this.lines[this.next];
    if (line === undefined || line.start >= before) return undefined;
    this.next++;
    return line;
  }

  /** Is there a partial one among those to come that start before `end`? */
  hasPartial(end: number): boolean {
    for (let i = this.next; i < this.lines.length && this.lines[i]!.start < end; i++)
      if (this.lines[i]!.isPartial) return true;
    return false;
  }

  /** Only long lines are looked at. */
  private findPartial(from: number, limit: number): void {
    const { window } = this;
    for (let start = from; start < limit;) {
      const border = window.lineStart(Math.min(limit, start + LONG_LINE));
      if (border > start) {
        start = border;
        continue;
      }
      const end = window.lineEnd(start);
      if (this.isPartial(start, end)) this.lines.push({ start, isPartial: true });
      start = end + 1;
    }
  }

  private findWanted(from: number, limit: number, isWanted: IsWanted): void {
    const { window, scanner } = this;
    for (let start = from; start < limit;) {
      const end = scanner.lineEnd(start, window.length);
      const isPartial = end - start >= LONG_LINE && this.isPartial(start, end);
      if (isPartial || isWanted(window.bytes, start, end)) this.lines.push({ start, isPartial });
      start = end + 1;
    }
  }

  private isPartial(start: number, end: number): boolean {
    return end - start < MAX_ENTRY_BYTES && this.parser.partial(this.window.line(start, end));
  }
}
