/**
 * Lines as preq takes them together: each line that has a time, with the lines behind it that have none. For alternatives that look at lines
 * as they were written (`in: line`); entries are another matter, made by what the formats say.
 */
import type { Entry } from '../entry.ts';
import type { EntryParser } from '../formats/format.ts';
import { lineTime } from '../formats/line-time.ts';
import type { Candidate } from './reader.ts';
import { MAX_ENTRY_BYTES } from './limits.ts';
import type { Span } from './segment.ts';
import type { LineWindow } from './window.ts';

/** A line further than this from the one with the time stands for itself. */
const MAX_FOLDED = 64;

export interface LineGroup {
  readonly entry: Entry;
  /** Number and offset of its first line. */
  readonly line: number;
  readonly offset: number;
  readonly span: Span;
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly number: number;
  readonly text: string;
  readonly time: number | undefined;
}

/** Gives each group of a source once, as candidates lead to them. */
export class LineGroups {
  private readonly window: LineWindow;
  private readonly parser: EntryParser;
  /** Offset up to which lines were given. */
  private done = 0;

  constructor(window: LineWindow, parser: EntryParser) {
    this.window = window;
    this.parser = parser;
  }

  /** The groups that hold lines of this entry and were not given yet. */
  around(candidate: Candidate): LineGroup[] {
    const lines = this.linesAround(candidate);
    const groups: Line[][] = [];
    for (const line of lines) {
      const open = groups.at(-1);
      if (line.time === undefined && open?.[0]!.time !== undefined) open.push(line);
      else groups.push([line]);
    }
    const { base } = this.window;
    const fresh = groups.filter(([first]) => base + first!.start >= this.done);
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined) this.done = Math.max(this.done, base + last.end + 1);
    return fresh.map((group) => this.group(group, candidate.entry));
  }

  private group(lines: readonly Line[], { time, host }: Entry): LineGroup {
    const [first] = lines as readonly [Line, ...Line[]];
    const texts = lines.map(({ text }) => text);
    const head = this.parser.parse([first.text]);
    return {
      entry: { ...head, same: undefined, time: first.time ?? time, host: head.host ?? host, lines: texts },
      line: first.number,
      offset: this.window.base + first.start,
      span: { start: first.start, end: lines.at(-1)!.end, lines: texts },
    };
  }

  /** From the line with a time at or before the entry's first to the last line without one behind its last. */
  private linesAround({ span, line }: Candidate): Line[] {
    const own = this.linesFrom(span.start, line, (at) => at.start <= span.end);
    const before = own[0]?.time === undefined ? this.linesBefore(span.start, line) : [];
    const folds = before.length > 0 || own.some(({ time }) => time !== undefined);
    const last = own.at(-1);
    if (!folds || last === undefined) return own;
    let count = 0;
    const limit = span.start + MAX_ENTRY_BYTES;
    const after = this.linesFrom(
      last.end + 1,
      last.number + 1,
      (at) => at.time === undefined && at.end < limit && ++count <= MAX_FOLDED,
    );
    return [...before, ...own, ...after];
  }

  private linesFrom(from: number, number: number, goesOn: (line: Line) => boolean): Line[] {
    const lines: Line[] = [];
    for (let start = from; start < this.window.length; start = lines.at(-1)!.end + 1) {
      const line = this.lineAt(start, this.window.lineEnd(start), number + lines.length);
      if (!goesOn(line)) break;
      lines.push(line);
    }
    return lines;
  }

  /** Back to the nearest line with a time; none when there is none near. */
  private linesBefore(start: number, number: number): Line[] {
    const lines: Line[] = [];
    const floor = Math.max(0, start - MAX_ENTRY_BYTES);
    for (let below = start; lines.length < MAX_FOLDED; below = lines[0]!.start) {
      const at = this.window.previousLine(below, floor);
      if (at === undefined) break;
      lines.unshift(this.lineAt(at, below - 1, number - lines.length - 1));
      if (lines[0]!.time !== undefined) return lines;
    }
    return [];
  }

  private lineAt(start: number, end: number, number: number): Line {
    const text = this.window.line(start, end);
    return { start, end, number, text, time: lineTime(this.parser, text) };
  }
}
