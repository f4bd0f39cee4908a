/**
 * Knows lines again that differ from earlier ones in their time only, or in ids that no rule can see: in a flood nearly all do. What such a line says was found out the slow
 * way when it came before; only its time is read, and nothing of it is decoded.
 *
 * A line is known when it is `<time> <tag>: <text>`, `<time> stderr F <text>`, one of JSON by journalctl or docker, or just `<text>`, where the
 * tag (or the frame of JSON) is one of the latest, the text but for klog's and logrus' own time is a remembered one, and the next line surely
 * starts an entry of its own. Both rest on what the formats promise: klog's and logrus' lines never continue another (but for the rest of a
 * partial line of CRI or docker), and what they say depends on tag and text alone. All others go the slow way.
 */
import type { Entry } from '../entry.ts';
import type { RepeatTimes } from '../formats/repeat-times.ts';
import type { KnownLines, Scanner } from '../scanner/scanner.ts';
import type { Span } from './segment.ts';
import type { StampDay } from '../formats/repeat-times.ts';
import { ascii } from './bytes.ts';
import { Heads } from './heads.ts';
import { FORM, plainTables, SurveyKernel } from './survey.ts';
import type { SurveyedLine } from './survey.ts';
import { TextMemo } from './text-memo.ts';
import type { LineWindow } from './window.ts';

/** A line further away from the last one than this is looked for backwards. */
const NEAR = 1 << 10;
const CARRIAGE_RETURN = 13;
/** `Nov 21 13:00:05` */
const JOURNAL_TIME = 15;

const ENVELOPES: ReadonlySet<string> = new Set(['journal-short', 'cri', 'docker', 'journal-json']);

/** Stands for texts that say what their ids say: they are remembered as they are, id for id. */
const DEPENDS: unknown = Symbol('depends on its ids');

/** What is known of a line's text: whatever the caller made of the first such line's entry. */
export interface Known {
  value: unknown;
  /** ms since the epoch. */
  time: number;
  start: number;
  end: number;
  /** Lines between the survey's start and this one; meaningless after a scan. */
  index: number;
}

/** What is to be remembered of an entry. */
export interface Lesson {
  /** A value that holds no part of larger strings. */
  readonly make: () => unknown;
  /** Is it the same for all lines that differ in their ids only (see text/ids.ts), those from the character `from` on? */
  readonly isBlind: (from: number) => boolean;
}

export class Repeats implements KnownLines {
  start = 0;
  number = -1;
  private readonly window: LineWindow;
  private readonly scanner: Scanner;
  private readonly heads: Heads;
  private readonly repeatTimes: RepeatTimes;
  /** Made when there is something to remember. */
  private memo: TextMemo<unknown> | undefined;
  private kernel: SurveyKernel | undefined;
  private readonly line = { start: 0, end: 0, slot: 0, index: 0, form: 0, second: 0, detail: 0, day: 0 };
  private to = 0;
  /** Start of the line after the last one asked about; -1: none was. */
  private next = -1;
  /** By number, those of the last scan. */
  private count = 0;
  private readonly values: unknown[] = [];
  private readonly times: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly indices: number[] = [];

  constructor(window: LineWindow, scanner: Scanner, times: RepeatTimes) {
    this.window = window;
    this.scanner = scanner;
    this.heads = new Heads(window, times);
    this.repeatTimes = times;
  }

  begin(to: number): void {
    this.to = to;
    this.next = -1;
    this.heads.forget();
    this.count = 0;
    // Another source has taken the kernel, and the memory with it.
    if (this.kernel !== undefined && this.kernel.owner !== this) this.memo = this.kernel = undefined;
  }

  ask(at: number): number {
    const { scanner, to } = this;
    let start = this.next >= 0 && at - this.next < NEAR ? this.next : this.window.lineStart(at);
    let end = scanner.lineEnd(start, to);
    while (end < at) {
      start = end + 1;
      end = scanner.lineEnd(start, to);
    }
    this.next = end + 1;
    this.start = start;
    this.number = this.numberOf(start, end);
    return end;
  }

  /**
   * Looks at each line that starts in [from, to), `from` being a line's start, without looking for literals; `stop` is the end of what may be
   * looked at. Numbers those that are known from 0 on and returns where the line after the last one looked at starts.
   */
  survey(from: number, to: number, stop: number): number {
    const { scanner } = this;
    this.begin(stop);
    let start = from;
    for (let index = 0; start < to; index++) {
      if (this.kernel !== undefined) {
        start = this.kernel.survey(start, to, stop, this.heads.isBehindWhole(start));
        this.takeRecords(this.kernel, index);
        index += this.kernel.lines;
        if (start >= to) break;
      }
      const end = scanner.lineEnd(start, stop);
      const number = this.numberOf(start, end);
      if (number >= 0) this.indices[number] = index;
      start = end + 1;
    }
    return start;
  }

  /** Numbers the lines that the kernel knew; `index`: lines before its call. */
  private takeRecords(kernel: SurveyKernel, index: number): void {
    const { line } = this;
    const clock = new Clock(this.window.bytes, this.repeatTimes, {
      day: this.heads.day,
      stampLength: kernel.stampLength,
    });
    for (let i = 0; i < kernel.count; i++) {
      kernel.tell(i, line);
      const value = this.memo!.value(line.slot);
      if (value === DEPENDS) continue;
      const number = this.count++;
      this.values[number] = value;
      clock.tell(line, this.times, number);
      this.starts[number] = line.start;
      this.ends[number] = line.end;
      this.indices[number] = index + line.index;
    }
  }

  /** Known lines of the last survey. */
  get found(): number {
    return this.count;
  }

  /** Fills in what is known of the line with this number. */
  tell(number: number, known: Known): void {
    known.value = this.values[number]!;
    known.time = this.times[number]!;
    known.start = this.starts[number]!;
    known.end = this.ends[number]!;
    known.index = this.indices[number]!;
  }

  /** Remembers what the entry of a line said, once the line has come twice. */
  learn(span: Span, entry: Entry, lesson: Lesson): void {
    if (span.lines.length > 1 || !isPlainPackaging(entry.formats)) return;
    const { heads } = this;
    const memo = this.memory();
    const { start, end } = span;
    const text = heads.learnAt(start, end, span.lines[0]!);
    // Time and tag as the formats read them: else this line is not what it looks like.
    if (text < 0 || heads.time !== entry.time || !this.isWhole(end)) return;
    const { key } = heads;
    const to = heads.textEnd(end);
    const blanked = memo.findBlanked(text, to, key);
    const meant = () => (lesson.isBlind(this.charsBefore(start, text, to < end)) ? lesson.make() : DEPENDS);
    if (blanked < 0 && memo.learnBlanked(text, to, key, meant)) return;
    memo.learn(text, to, key, lesson.make);
  }

  private memory(): TextMemo<unknown> {
    if (this.memo !== undefined) return this.memo;
    this.kernel = SurveyKernel.claim(this.scanner.spare, this);
    if (this.kernel !== undefined) this.heads.attach(this.kernel);
    return (this.memo = new TextMemo<unknown>(this.window.bytes, this.kernel?.tables ?? plainTables()));
  }

  /** What the text window[text, end) behind the last head means; DEPENDS when that is not known. */
  private valueOf(memo: TextMemo<unknown>, text: number, end: number): unknown {
    const { key } = this.heads;
    const slot = memo.find(text, end, key);
    if (slot >= 0) return memo.value(slot);
    const blanked = memo.findBlanked(text, end, key);
    return blanked < 0 ? DEPENDS : memo.value(blanked);
  }

  /** Where the text begins, counted in characters of its line; in a frame ids stand before it, and behind it. */
  private charsBefore(start: number, text: number, isFramed: boolean): number {
    return isFramed ? this.window.decode(start, text).length : 0;
  }

  private isWhole(end: number): boolean {
    return this.window.bytes[end - 1] !== CARRIAGE_RETURN;
  }

  private numberOf(start: number, end: number): number {
    const { heads, memo } = this;
    const text = heads.textAt(start, end);
    if (memo === undefined) return -1;
    if (text < 0 || !this.isWhole(end)) return -1;
    const { time } = heads;
    // Taken now: the slot may be another text's before this one is asked for.
    const value = this.valueOf(memo, text, heads.textEnd(end));
    // The last line there is may go on in what is still to come.
    if (value === DEPENDS || end >= this.to || heads.textAt(end + 1, this.to) < 0) return -1;
    const number = this.count++;
    this.values[number] = value;
    this.times[number] = time;
    this.starts[number] = start;
    this.ends[number] = end;
    return number;
  }
}

/** Times of the lines of one call of the kernel: of each form they differ in their clock only. */
class Clock {
  private readonly bytes: Uint8Array;
  private readonly times: RepeatTimes;
  private readonly day: StampDay;
  private readonly stampLength: number;
  private journal = 0;
  private journalSecond = -1;
  private logrus = 0;
  private logrusSecond = -1;

  constructor(bytes: Uint8Array, times: RepeatTimes, known: { day: StampDay; stampLength: number }) {
    this.bytes = bytes;
    this.times = times;
    this.day = known.day;
    this.stampLength = known.stampLength;
  }

  /** Puts a line's time, ms since the epoch, into `times`: a number that is handed back would be an object of its own. */
  tell(line: SurveyedLine, times: number[], at: number): void {
    if (line.form === FORM.journal) {
      if (line.second !== this.journalSecond) this.readJournal(line);
      times[at] = this.journal;
    } else if (line.form === FORM.logrus) {
      if (line.second !== this.logrusSecond) this.readLogrus(line);
      times[at] = this.logrus;
    } else if (line.form === FORM.micros) {
      times[at] = (line.second * 1e9 + line.detail) / 1000;
    } else if (line.form === FORM.cri) {
      times[at] = this.times.ofParts(this.day, line.second, line.detail, line.day);
    } else {
      times[at] = this.times.ofKlog(line.day >> 5, line.day & 31, line.second * 1000 + line.detail / 1000);
    }
  }

  private readJournal({ start, second }: SurveyedLine): void {
    this.journalSecond = second;
    this.journal = this.times.ofJournal(ascii(this.bytes, start, start + JOURNAL_TIME))!;
  }

  private readLogrus({ detail, second }: SurveyedLine): void {
    this.logrusSecond = second;
    this.logrus = this.times.ofStamp(ascii(this.bytes, detail - this.stampLength, detail))!;
  }
}

function isPlainPackaging(formats: readonly string[]): boolean {
  const payload = formats[formats.length - 1];
  if (payload !== 'klog' && payload !== 'logrus') return false;
  return formats.length === 1 || (formats.length === 2 && ENVELOPES.has(formats[0]!));
}
