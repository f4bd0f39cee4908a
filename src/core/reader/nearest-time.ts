/** A line without time takes the one of the nearest earlier line that has one, within the bounds of an entry. */
import type { EntryParser } from '../formats/format.ts';
import { MAX_ENTRY_BYTES, MAX_ENTRY_LINES } from './limits.ts';
import type { Span } from './segment.ts';
import type { LineWindow } from './window.ts';

/** A line without time (by offset) and what looking back from it found; `at` and `line` say where that time stood. */
interface Known {
  readonly offset: number;
  readonly time: number | undefined;
  readonly at: number;
  readonly line: number;
}

export class NearestTime {
  private readonly window: LineWindow;
  private readonly parser: EntryParser;
  private last: Known | undefined;

  constructor(window: LineWindow, parser: EntryParser) {
    this.window = window;
    this.parser = parser;
  }

  /** Time of the entry at `span` (its own, if it has one), whose first line has number `line`. */
  of(span: Span, line: number, own: number | undefined): number | undefined {
    if (own !== undefined) return own;
    const known = this.lookBack(span.start, line);
    this.last = { offset: this.window.base + span.start, ...known };
    return known.time;
  }

  private lookBack(start: number, line: number): Omit<Known, 'offset'> {
    const { window, last } = this;
    const floor = Math.max(0, start - MAX_ENTRY_BYTES);
    let below = start;
    for (let n = 1; n < MAX_ENTRY_LINES; n++) {
      const at = window.previousLine(below, floor);
      if (at === undefined) break;
      const time = this.parser.timeOf(window.line(at, below - 1));
      if (time !== undefined) return { time, at: window.base + at, line: line - n };
      // What the last look-back saw need not be looked at again.
      if (last !== undefined && window.base + at === last.offset)
        return this.inReach(last, window.base + start, line);
      below = at;
    }
    return { time: undefined, at: -1, line: -1 };
  }

  private inReach(last: Known, offset: number, line: number): Omit<Known, 'offset'> {
    const near = offset - last.at <= MAX_ENTRY_BYTES && line - last.line < MAX_ENTRY_LINES;
    return last.time !== undefined && near ? last : { time: undefined, at: -1, line: -1 };
  }
}
