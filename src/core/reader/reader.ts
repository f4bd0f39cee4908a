/**
 * From bytes to entries: fills the scanner's window, finds candidate lines, makes entries of them, and hands each with the literals it holds.
 *
 * A reader owns the entries that start in [from, to) of its source; what stands before and after is read only as their surroundings.
 * So a source can be cut into pieces at any line end, and the pieces together give what the whole gives.
 */
import type { Entry } from '../entry.ts';
import type { EntryParser } from '../formats/format.ts';
import { KNOWN_LINE } from '../scanner/scanner.ts';
import type { Scanner } from '../scanner/scanner.ts';
import { ForcedLines } from './forced-lines.ts';
import type { IsWanted } from './forced-lines.ts';
import { LOOKAHEAD, LOOKBACK, MAX_ENTRY_BYTES, MAX_ENTRY_LINES, MAX_LINE, WINDOW_BYTES } from './limits.ts';
import { FloodWalk } from './flood-walk.ts';
import type { Range, Walker } from './flood-walk.ts';
import { Segmenter } from './segment.ts';
import type { Span } from './segment.ts';
import { NearestTime } from './nearest-time.ts';
import { Repeats } from './repeats.ts';
import type { Lesson } from './repeats.ts';
import { LineWindow } from './window.ts';

/** A hit this near to the last entry is likely on the line after it. */
const NEAR = 1 << 10;
const NEWLINE = 10;
const NO_LITERALS: readonly number[] = [];

/** Above this share of known lines in a block each line of the next one is looked at; below, only those with hits are. */
const FLOOD = 1 / 4;

/** A candidate entry. It is valid until `onBlockEnd`. */
export interface Candidate {
  readonly entry: Entry;
  /** Line number (from 1, counted from the reader's first line) and offset of the entry's first line. */
  readonly line: number;
  readonly offset: number;
  /** Place in the window, for evidence. */
  readonly span: Span;
  /** Literals that stand in it, in no order, repeated or not; undefined: not known, any may. */
  readonly literals: readonly number[] | undefined;
}

/** An entry of one line that differs from an earlier one in its time only, or in ids that don't matter. The same object each time: valid during the call only. */
export interface KnownEntry {
  /** What `learn` was given for the earlier one. */
  readonly value: unknown;
  /** ms since the epoch. */
  readonly time: number;
  /** As a candidate's. */
  readonly line: number;
  readonly offset: number;
  /** Place in the window. */
  readonly start: number;
  readonly end: number;
}

export interface ReaderOptions {
  readonly scanner: Scanner;
  readonly parser: EntryParser;
  /** Off: every line is a candidate (`--no-scanner`). */
  readonly scan: boolean;
  /** Offsets of the owned part; `to` undefined: to the end. Both at line starts. */
  readonly from?: number;
  readonly to?: number;
  /** Lines whose entries are candidates although no literal leads to them. */
  readonly isWanted?: IsWanted | undefined;
  /** The window's bytes [from, to) are worked on next: each byte of the owned part once, but for the rest of lines that are too long. */
  readonly onBlock?: ((from: number, to: number) => void) | undefined;
  /** The source ends; the window holds its last lines. Not called for a part that ends before. */
  readonly onEnd?: (() => void) | undefined;
  readonly onCandidate: (candidate: Candidate) => void;
  /** Takes entries that are known again; without it each is a candidate. */
  readonly onKnown?: ((known: KnownEntry) => void) | undefined;
  /** The window is about to move: settle what points into it. */
  readonly onBlockEnd: () => void;
}

export class EntryReader {
  readonly window: LineWindow;
  /** Lines of the owned part so far; a last one without line end counts from `end` on. */
  lines = 0;
  /** Lines longer than MAX_LINE. */
  cutLines = 0;
  private options: ReaderOptions;
  private readonly segmenter: Segmenter;
  private readonly times: NearestTime;
  private readonly repeats: Repeats | undefined;
  private readonly walk: FloodWalk | undefined;
  /** Position from which on entries are still to be made. */
  private done = 0;
  /** Inside the rest of a line that is too long for the window. */
  private skipping = false;
  private countedTo = 0;
  /** End of the last entry that was given away. */
  private givenTo = -1;
  private literals: number[] = [];
  private readonly forced: ForcedLines;
  private readonly known = {
    value: undefined as unknown,
    time: 0,
    line: 0,
    offset: 0,
    start: 0,
    end: 0,
    index: 0,
  };
  /** Known lines of this block; and whether each line is surveyed: there were so many in the last one, or it is the first, of which nothing is known yet. */
  private knownLines = 0;
  private flood = true;

  constructor(options: ReaderOptions) {
    if (options.scanner.window.length < WINDOW_BYTES)
      throw new RangeError('The window is too small for the longest line.');
    this.options = options;
    this.window = new LineWindow(options.scanner.window);
    this.segmenter = new Segmenter(this.window, options.parser);
    this.times = new NearestTime(this.window, options.parser);
    const { repeatTimes } = options.parser;
    if (options.scan && options.onKnown !== undefined && repeatTimes !== undefined)
      this.repeats = new Repeats(this.window, options.scanner, repeatTimes);
    this.walk = this.repeats && new FloodWalk(this.repeats, this.walker());
    const { scanner, parser, isWanted } = options;
    this.forced = new ForcedLines({ window: this.window, parser, scanner, isWanted });
    const from = options.from ?? 0;
    this.window.base = Math.max(0, from - LOOKBACK - 1);
    this.done = from - this.window.base;
    this.countedTo = this.done;
  }

  /** Offset of the first byte that the reader wants. */
  get firstOffset(): number {
    return this.window.base;
  }

  /** True when nothing more needs to be read. */
  get finished(): boolean {
    const { to } = this.options;
    return to !== undefined && this.window.base + this.done >= to;
  }

  /** The owned part ends at `to`, a line start, after all: what follows is another's. Nothing behind it may have been put in yet. */
  endAt(to: number): void {
    this.options = { ...this.options, to };
  }

  /** Free part of the window: put bytes there, then call `advance`. Never empty. */
  space(): Uint8Array {
    return this.window.bytes.subarray(this.window.length);
  }

  /** Only in `onCandidate`: entries like this one are to be known again; `onKnown` gets for them what the lesson made. */
  learn(candidate: Candidate, lesson: Lesson): void {
    this.repeats?.learn(candidate.span, candidate.entry, lesson);
  }

  /** `count` bytes were put into `space()`. */
  advance(count: number): void {
    this.window.length += count;
    if (this.window.length < this.window.bytes.length) return;
    this.work(false);
    this.compact();
  }

  /** Works on all complete lines that are there, without waiting for what may follow them (live input that pauses). */
  flush(): void {
    this.window.forget();
    if (this.skipping && !this.skip()) return;
    const end = this.window.lineStart(this.window.length);
    if (end > this.done) this.workTo(end);
    this.options.onBlockEnd();
    this.compact();
  }

  /** No more bytes will come. */
  end(): void {
    this.work(true);
    const { window } = this;
    if (this.options.to === undefined) this.options.onEnd?.();
    // A last line without a line end is a line, too.
    if (this.done === window.length && this.done > 0 && window.bytes[this.done - 1] !== NEWLINE) this.lines++;
    window.length = 0;
  }

  private work(final: boolean): void {
    const { window } = this;
    window.forget();
    if (this.skipping && !this.skip()) return;
    const limit = this.limit(final);
    if (limit > this.done) this.workTo(limit);
    else if (!final && !this.finished && window.length - this.done >= MAX_LINE + LOOKAHEAD)
      this.workOnGiant();
    this.options.onBlockEnd();
  }

  /** Up to where entries can be made with all of their surroundings in the window. */
  private limit(final: boolean): number {
    const { window } = this;
    const end = final ? window.length : this.headBefore(window.length - LOOKAHEAD);
    const { to } = this.options;
    return to === undefined ? end : Math.min(end, Math.max(this.done, to - window.base));
  }

  /** The last line start at or before `at` that begins an entry for sure, if one is near; else just the last line start. */
  private headBefore(at: number): number {
    const { window } = this;
    const first = window.lineStart(at);
    let start = first;
    for (let i = 0; i < MAX_ENTRY_LINES && start > this.done; i++) {
      if (!this.segmenter.mayContinue(start, window.lineEnd(start))) return start;
      start = window.lineStart(start - 1);
    }
    return first;
  }

  private workTo(limit: number): void {
    this.options.onBlock?.(this.done, limit);
    this.countCutLines(limit);
    const { lines } = this;
    if (this.options.scan) this.candidatesTo(limit);
    else this.everyLineTo(limit);
    this.countTo(limit);
    this.done = limit;
    this.flood = this.knownLines > (this.lines - lines) * FLOOD;
    this.knownLines = 0;
  }

  /** Entries with hits that start before `limit`. Their last lines may stand behind it. */
  private candidatesTo(limit: number, stop = Math.min(this.window.length, limit + MAX_ENTRY_BYTES)): void {
    this.forced.find(this.done, limit);
    const range = { limit, stop, whole: true };
    const from = this.walk !== undefined && this.flood ? this.walk.walk(this.done, range) : this.done;
    if (from < limit) this.scanFrom(from, range, this.repeats);
    this.giveForced(limit);
  }

  /** Gives the entries with hits in [from, stop). Returns where to go on; undefined when that is behind the last of them. */
  private scanFrom(from: number, { limit, stop, whole }: Range, repeats?: Repeats): number | undefined {
    const { scanner } = this.options;
    let at: number | undefined = from;
    while (at !== undefined && at < Math.min(limit, stop)) {
      const { count, next } = scanner.scan(at, stop, repeats);
      const resume = this.takeHits(count, next < stop || !whole ? next : undefined, limit);
      at = resume === undefined ? undefined : Math.max(resume, at);
    }
    return at;
  }

  /** Gives the forced lines before `before` that no entry has had yet. */
  private giveForced(before: number): void {
    for (let line = this.forced.take(before); line !== undefined; line = this.forced.take(before)) {
      const { start, isPartial } = line;
      // An empty last line starts where its entry ends.
      if (start <= this.givenTo) continue;
      const span = this.segmenter.entryOf(start, this.window.lineEnd(start));
      // Other lines of its entry may hold literals that no one has come to yet.
      const isAlone = !isPartial && span.lines.length === 1;
      if (span.start >= this.done) this.give(span, isAlone ? NO_LITERALS : undefined);
    }
  }

  /** Returns where to scan on; undefined when all hits were there. `cutAt`: hits from there on are not known yet. */
  private takeHits(count: number, cutAt: number | undefined, limit: number): number | undefined {
    const { hitAt, hitLiteral } = this.options.scanner;
    let i = 0;
    while (i < count) {
      const at = hitAt[i]!;
      if (hitLiteral[i]! >= KNOWN_LINE) {
        if (at >= limit) return undefined;
        this.repeats!.tell(hitLiteral[i++]! - KNOWN_LINE, this.known);
        this.giveKnown();
        continue;
      }
      const { start, end } = this.lineAround(at);
      this.giveForced(Math.min(start, limit));
      if (at < this.givenTo) {
        i++;
        continue;
      }
      if (at - start >= MAX_LINE) {
        i++;
        continue;
      }
      const span = this.segmenter.entryOf(start, end);
      if (span.start >= limit) return undefined;
      const known = cutAt === undefined || span.end < cutAt;
      this.literals = [];
      while (i < count && hitAt[i]! < span.end) this.literals.push(hitLiteral[i++]!);
      if (span.start >= this.done)
        this.give(span, known && !this.forced.hasPartial(span.end) ? this.literals : undefined);
      if (!known) return span.end;
    }
    return cutAt;
  }

  /** Bounds of the line that holds `at`; often it is the one after the last entry. */
  private lineAround(at: number): { start: number; end: number } {
    const next = this.givenTo + 1;
    if (next > 1 && next <= at && at - next < NEAR) {
      const end = this.window.lineEnd(next);
      if (end > at) return { start: next, end };
    }
    return { start: this.window.lineStart(at), end: this.window.lineEnd(at) };
  }

  private everyLineTo(limit: number): void {
    let start = this.done;
    while (start < limit) {
      const span = this.segmenter.entryOf(start, this.window.lineEnd(start));
      if (span.start >= this.done && span.start < limit) this.give(span, undefined);
      start = span.end + 1;
    }
  }

  private give(span: Span, literals: readonly number[] | undefined): void {
    this.givenTo = span.end;
    this.countTo(span.start);
    const line = this.lines + 1;
    const parsed = this.options.parser.parse(span.lines);
    const time = this.times.of(span, line, parsed.time);
    const entry = time === parsed.time ? parsed : { ...parsed, time };
    this.options.onCandidate({ entry, line, offset: this.window.base + span.start, span, literals });
  }

  private walker(): Walker {
    return {
      known: this.known,
      linesTo: (position) => {
        this.countTo(position);
        return this.lines;
      },
      scanFrom: (from, range) => this.scanFrom(from, range),
      giveKnown: (lines) => {
        this.lines = lines;
        this.countedTo = this.known.start;
        this.giveKnown();
      },
    };
  }

  private giveKnown(): void {
    const { known } = this;
    const { start } = known;
    if (start < this.givenTo) return;
    this.giveForced(start);
    this.givenTo = known.end;
    this.knownLines++;
    this.countTo(start);
    known.line = this.lines + 1;
    known.offset = this.window.base + start;
    this.options.onKnown!(known);
  }

  private countTo(position: number): void {
    if (position <= this.countedTo) return;
    this.lines += this.options.scanner.countNewlines(this.countedTo, position);
    this.countedTo = position;
  }

  /** A line that fills the window: its first MAX_LINE bytes are worked on, the rest is passed over. */
  private workOnGiant(): void {
    const { window } = this;
    const start = this.done;
    const whole = window.length;
    this.cutLines++;
    window.length = start + MAX_LINE;
    if (this.options.scan) this.candidatesTo(start + 1, window.length);
    else this.everyLineTo(start + 1);
    window.length = whole;
    this.skipping = true;
    this.skip();
  }

  /** Passes over the rest of a giant line; false when its end is not in the window. */
  private skip(): boolean {
    const { window } = this;
    const end = window.lineEnd(this.done);
    this.skipping = end === window.length;
    this.done = this.skipping ? end : end + 1;
    this.countTo(this.done);
    return !this.skipping;
  }

  private countCutLines(limit: number): void {
    let start = this.done;
    while (limit - start > MAX_LINE) {
      const next = this.window.lineStart(start + MAX_LINE + 1);
      if (next > start) start = next;
      else {
        this.cutLines++;
        start = this.window.lineEnd(start + MAX_LINE) + 1;
      }
    }
  }

  private compact(): void {
    const spare = this.done - LOOKBACK - 1;
    if (spare <= 0) return;
    this.window.drop(spare);
    this.done -= spare;
    this.givenTo -= spare;
    this.countedTo -= spare;
  }
}
