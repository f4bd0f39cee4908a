/**
 * Which lines make one entry. The answer for a line depends on the lines around it only, within fixed bounds, so it is the same
 * wherever reading began: walk back over lines that could continue an entry to one that cannot (the head), then forward from it.
 */
import type { EntryParser } from '../formats/format.ts';
import { MAX_ENTRY_BYTES, MAX_ENTRY_LINES } from './limits.ts';
import type { LineWindow } from './window.ts';

/** One entry's place in the window; `end` is the position after its last line's text (of its line end). */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

export class Segmenter {
  private readonly window: LineWindow;
  private readonly parser: EntryParser;
  /** Last answer of `mayContinue`, by offset in the source: neighbours ask twice. */
  private askedAt = -1;
  private answer = false;

  constructor(window: LineWindow, parser: EntryParser) {
    this.window = window;
    this.parser = parser;
  }

  /** The entry that the line starting at `start` belongs to. `end`: position of the line's end. */
  entryOf(start: number, end: number): Span {
    if (!this.mayContinue(start, end)) return this.grow(start, end, this.bound(start));
    const head = this.headOf(start);
    if (head === undefined) return this.single(start, end);
    return this.fromHead(head, start);
  }

  /** Could the line belong to an entry that began before it? */
  mayContinue(start: number, end: number): boolean {
    const offset = this.window.base + start;
    if (offset === this.askedAt) return this.answer;
    this.answer = this.parser.mayContinue(this.window.line(start, end), () => {
      const before = this.window.previousLine(start, Math.max(0, start - MAX_ENTRY_BYTES));
      return before === undefined ? undefined : this.window.line(before, start - 1);
    });
    this.askedAt = offset;
    return this.answer;
  }

  private headOf(start: number): { at: number; lines: number } | undefined {
    const floor = Math.max(0, start - MAX_ENTRY_BYTES);
    let at: number | undefined = start;
    for (let lines = 1; lines < MAX_ENTRY_LINES; lines++) {
      const below: number = at;
      at = this.window.previousLine(below, floor);
      if (at === undefined) return undefined;
      if (!this.mayContinue(at, below - 1)) return { at, lines };
    }
    return undefined;
  }

  /** Walks the entries from the head on until one holds the line at `target`. */
  private fromHead(head: { at: number; lines: number }, target: number): Span {
    const bound = this.bound(head.at);
    let at = head.at;
    for (;;) {
      const span = this.grow(at, this.window.lineEnd(at), bound);
      if (span.end >= target) return span;
      at = span.end + 1;
    }
  }

  private bound(head: number): Bound {
    return { head, line: 0 };
  }

  /** Adds lines while they continue the entry and stay within the head's bounds. */
  private grow(start: number, end: number, bound: Bound): Span {
    const { window, parser } = this;
    const lines = [window.line(start, end)];
    let stop = end;
    bound.line++;
    while (stop < window.length) {
      const next = stop + 1;
      if (next >= window.length || bound.line >= MAX_ENTRY_LINES) break;
      const nextEnd = window.lineEnd(next);
      if (nextEnd - bound.head > MAX_ENTRY_BYTES || !this.mayContinue(next, nextEnd)) break;
      const text = window.line(next, nextEnd);
      if (!parser.continues(lines, text)) break;
      lines.push(text);
      stop = nextEnd;
      bound.line++;
    }
    return { start, end: stop, lines };
  }

  private single(start: number, end: number): Span {
    return { start, end, lines: [this.window.line(start, end)] };
  }
}

/** Where the bounds are counted from, and the lines taken since. */
interface Bound {
  readonly head: number;
  line: number;
}
