/**
 * What of a line stands around its text, read from bytes: journalctl's time and tag, CRI's, a frame of JSON, or nothing; then klog's or logrus'
 * own time.
 */
import { isDigit } from '../formats/payloads/stamps.ts';
import { stampDay } from '../formats/repeat-times.ts';
import type { RepeatTimes, StampDay } from '../formats/repeat-times.ts';
import { ascii, bytesEqual } from './bytes.ts';
import { criAt, zoneAt } from './cri-head.ts';
import { JsonLine } from './json-line.ts';
import type { SurveyKernel } from './survey.ts';
import type { LineWindow } from './window.ts';

/** `Nov 21 13:00:05 ` */
const TIME = 16;
/** Tags in use at a time, the latest used first. */
const TAGS = 8;
const MAX_TAG = 128;
/** Past that no tag is learned: keys stay small. */
const MAX_IDS = 1 << 22;
/** `E1121 13:00:05.123456` */
const KLOG = 21;
/** `time="` */
const LOGRUS = 6;
const MAX_STAMP = 40;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
/** `time=\"`, as it stands in JSON. */
const JSON_LOGRUS = 7;
/** Microseconds since the epoch, as the journal writes them from 2001 to 2286. */
const MICROS = 16;
/** No shorter line of docker's goes on in the next one. */
const WHOLE_DOCKER = 4 << 10;
/** `2026-11-21T` */
const DATE = 11;
/** Ids of CRI's tags; others come behind them. */
const CRI_TAGS = { stdout: 1, stderr: 2 } as const;

/** `node1 k3s[123]: `, or a frame of JSON; `id` is of this tag alone. */
interface Tag {
  readonly id: number;
  readonly bytes: Uint8Array;
}

export class Heads {
  /** Of the last line whose text was found: its time, and a number that stands for its tag and severity. */
  time = 0;
  key = 0;
  /** Is told what is known. */
  private kernel: SurveyKernel | undefined;
  private readonly window: LineWindow;
  private readonly view: DataView;
  private readonly times: RepeatTimes;
  private readonly tags: Tag[] = [];
  private readonly json: JsonLine;
  private readonly frames: Tag[] = [];
  private inJson = false;
  private ids: number = CRI_TAGS.stderr;
  /** The last journal time as bytes, and its ms. */
  private readonly clock = new DataView(new ArrayBuffer(TIME));
  private clockTime = 0;
  private clockKnown = false;
  private stampBytes = new Uint8Array(0);
  private stampTime = 0;
  /** The last day and zone of CRI's stamps. */
  private criDay: StampDay = { midnight: 0, zone: 0 };
  private criDate = new Uint8Array(0);
  private criZone = new Uint8Array(0);
  /** Of the line that is being looked at; its envelope's time counts when there is a tag. */
  private tag = 0;
  private outer = 0;
  /** The last line whose text was found, and where that begins; -1: none. */
  private last = -1;
  private lastText = -1;

  constructor(window: LineWindow, times: RepeatTimes) {
    const { bytes } = window;
    this.window = window;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.times = times;
    this.json = new JsonLine(window);
  }

  /** Where the text of the line at `start` begins, which ends at `end` at the latest; -1: no line that can be known again. */
  textAt(start: number, end: number): number {
    // Of a line that was looked at as the next one all is at hand; its length is known only now.
    if (start === this.last && end - start >= TIME + MAX_STAMP) return this.lastText;
    this.lastText = this.find(start, end);
    this.last = this.lastText < 0 ? -1 : start;
    return this.lastText;
  }

  /** Where the text that was found last ends, in a line that ends at `end`. */
  textEnd(end: number): number {
    return this.inJson ? this.json.messageEnd : end;
  }

  /** From now on the kernel looks at lines, too. */
  attach(kernel: SurveyKernel): void {
    this.kernel = kernel;
    if (this.clockKnown) kernel.setClock(new Uint8Array(this.clock.buffer));
    kernel.setStamp(this.stampBytes);
    kernel.setTags(this.tags);
    kernel.setFrames(this.frames);
    if (this.criDate.length > 0) kernel.setCri(this.criDate, this.criZone);
  }

  /** Day and zone of CRI's stamps that the kernel knows. */
  get day(): StampDay {
    return this.criDay;
  }

  /** Of lines of CRI and docker: can the one at `start` not be the rest of the one before it? */
  isBehindWhole(start: number): boolean {
    const { window } = this;
    const first = window.bytes[start]!;
    if (start === 0 || (first !== OPEN && !isDigit(first))) return false;
    const before = window.lineStart(start - 1);
    return first === OPEN ? start - before < WHOLE_DOCKER : criAt(window.bytes, before)?.isWhole === true;
  }

  /** Must be called when the window's bytes changed. */
  forget(): void {
    this.last = -1;
  }

  private find(start: number, end: number): number {
    this.inJson = false;
    if (end - start < TIME + MAX_STAMP) return -1;
    if (this.isKlog(start) || this.isLogrus(start)) {
      this.tag = 0;
      return this.payloadText(start, end);
    }
    if (isDigit(this.window.bytes[start]!)) return this.criText(start, end);
    if (this.window.bytes[start] === OPEN) return this.jsonText(start, end);
    if (!this.hasTime(start)) return -1;
    this.outer = this.clockTime;
    const payload = this.payloadAt(start + TIME, end);
    return payload < 0 ? -1 : this.payloadText(payload, end);
  }

  private criText(start: number, end: number): number {
    const head = criAt(this.window.bytes, start);
    if (head?.isWhole !== true || end - head.payload < MAX_STAMP || !this.isBehindWhole(start)) return -1;
    const time = this.times.ofStamp(ascii(this.window.bytes, start, head.stampEnd));
    if (time === undefined) return -1;
    this.knowDay(start, head.zoneAt, head.stampEnd);
    this.outer = time;
    this.tag = head.isError ? CRI_TAGS.stderr : CRI_TAGS.stdout;
    return this.payloadText(head.payload, end);
  }

  /** `start`: of a stamp that was read. */
  private knowDay(start: number, zoneAt: number, stampEnd: number): void {
    const { bytes } = this.window;
    const { criDate, criZone } = this;
    const isKnown = criDate.length > 0 && criZone.length === stampEnd - zoneAt;
    if (isKnown && bytesEqual(criDate, bytes, start) && bytesEqual(criZone, bytes, zoneAt)) return;
    this.criDate = bytes.slice(start, start + DATE);
    this.criZone = bytes.slice(zoneAt, stampEnd);
    this.criDay = stampDay(ascii(bytes, start, start + DATE), ascii(bytes, zoneAt, stampEnd));
    this.kernel?.setCri(this.criDate, this.criZone);
  }

  private jsonText(start: number, end: number): number {
    const { json } = this;
    if (!json.read(start, end)) return -1;
    const frame = this.frames.find(
      ({ bytes }) => bytes.length === json.frameLength && bytesEqual(bytes, json.frame, 0),
    );
    const time = frame && (json.isDocker ? this.dockerTime(start) : this.journalTime());
    if (frame === undefined || time === undefined) return -1;
    this.tag = frame.id;
    this.outer = time;
    const { message, messageEnd } = json;
    const text = this.isKlog(message) ? this.afterKlog(message) : this.afterJsonLogrus(message, messageEnd);
    this.inJson = text >= 0 && text < messageEnd;
    return this.inJson ? text : -1;
  }

  /** ms since the epoch. */
  private journalTime(): number | undefined {
    const { time, timeEnd } = this.json;
    if (timeEnd - time !== MICROS) return undefined;
    const text = ascii(this.window.bytes, time, timeEnd);
    return /^\d+$/.test(text) ? Number(text) / 1000 : undefined;
  }

  /** The same, of a line that is neither part of another nor goes on in one. */
  private dockerTime(start: number): number | undefined {
    const { bytes } = this.window;
    const { time, timeEnd, messageEnd } = this.json;
    // `\n` at its end, not `\\n`.
    const isEnded =
      bytes[messageEnd - 1] === 110 &&
      bytes[messageEnd - 2] === BACKSLASH &&
      bytes[messageEnd - 3] !== BACKSLASH;
    if (!isEnded || timeEnd - time > MAX_STAMP || !this.isBehindWhole(start)) return undefined;
    const ms = this.times.ofStamp(ascii(bytes, time, timeEnd));
    if (ms !== undefined) this.knowDay(time, zoneAt(bytes, time), timeEnd);
    return ms;
  }

  /** As `textAt`, and learns the line's tag or frame. `line` is its text. */
  learnAt(start: number, end: number, line: string): number {
    const known = this.textAt(start, end);
    if (known >= 0 || end - start < TIME + MAX_STAMP || this.ids === MAX_IDS) return known;
    if (this.window.bytes[start] === OPEN) return this.learnFrame(start, end);
    if (!this.hasTime(start)) return -1;
    // Only `host identifier: `: identifiers with blanks are told from messages by what follows.
    const tag = /^[^\s:]+ [^\s:]+: /.exec(line.slice(TIME, TIME + MAX_TAG))?.[0];
    if (tag === undefined) return -1;
    const from = start + TIME;
    const bytes = this.window.bytes.slice(from, from + tag.length);
    if (bytes.some(isBeyondAscii)) return -1;
    this.tags.unshift({ id: ++this.ids, bytes });
    if (this.tags.length > TAGS) this.tags.pop();
    this.kernel?.setTags(this.tags);
    return this.textAt(start, end);
  }

  private learnFrame(start: number, end: number): number {
    if (!this.json.read(start, end)) return -1;
    this.frames.unshift({ id: ++this.ids, bytes: this.json.frame.slice(0, this.json.frameLength) });
    if (this.frames.length > TAGS) this.frames.pop();
    this.kernel?.setFrames(this.frames);
    return this.textAt(start, end);
  }

  private payloadText(at: number, end: number): number {
    return this.isKlog(at) ? this.afterKlog(at) : this.isLogrus(at) ? this.afterLogrus(at, end) : -1;
  }

  private isKlog(at: number): boolean {
    const { bytes } = this.window;
    const first = bytes[at]!;
    return (
      (first === 73 || first === 87 || first === 69 || first === 70) &&
      bytes[at + 5] === 32 &&
      bytes[at + 8] === 58 &&
      isDigit(bytes[at + 1]!)
    );
  }

  private isLogrus(at: number): boolean {
    // `time="`
    return this.view.getInt32(at, true) === 0x656d6974 && this.view.getInt16(at + 4, true) === 0x223d;
  }

  private afterKlog(at: number): number {
    const { bytes } = this.window;
    const month = two(bytes, at + 1);
    const day = two(bytes, at + 3);
    const hour = two(bytes, at + 6);
    const minute = two(bytes, at + 9);
    const second = two(bytes, at + 12);
    let micros = 0;
    for (let i = at + 15; i < at + KLOG; i++) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) return -1;
      micros = micros * 10 + digit;
    }
    const fits =
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= 31 &&
      hour >= 0 &&
      hour <= 23 &&
      minute >= 0 &&
      minute <= 59;
    if (!fits || second < 0 || second > 59 || bytes[at + 11] !== 58 || bytes[at + 14] !== 46) return -1;
    // The envelope's time stands before klog's, which is no more exact.
    const ms = hour * 3_600_000 + minute * 60_000 + second * 1000 + micros / 1000;
    this.time = this.tag > 0 ? this.outer : this.times.ofKlog(month, day, ms);
    this.key = this.tag * 256 + bytes[at]!;
    return at + KLOG;
  }

  private afterLogrus(at: number, end: number): number {
    const { bytes } = this.window;
    const from = at + LOGRUS;
    const stop = Math.min(end, from + MAX_STAMP);
    let close = from;
    while (close < stop && bytes[close] !== QUOTE) close++;
    if (close === stop || bytes[close + 1] !== 32) return -1;
    if (!this.hasStamp(from, close)) return -1;
    this.time = this.stampTime;
    this.key = this.tag * 256;
    return close;
  }

  /** The same where quotes are escaped. */
  private afterJsonLogrus(at: number, end: number): number {
    const { bytes } = this.window;
    const isLogrus =
      this.view.getInt32(at, true) === 0x656d6974 && this.view.getInt16(at + 4, true) === 0x5c3d;
    if (!isLogrus || bytes[at + 6] !== QUOTE) return -1;
    const from = at + JSON_LOGRUS;
    const stop = Math.min(end, from + MAX_STAMP);
    let close = from;
    while (close < stop && bytes[close] !== BACKSLASH) close++;
    if (close === stop || bytes[close + 1] !== QUOTE || bytes[close + 2] !== 32) return -1;
    if (!this.hasStamp(from, close)) return -1;
    this.time = this.stampTime;
    this.key = this.tag * 256;
    return close;
  }

  /** Is window[from, to) a time of logrus? */
  private hasStamp(from: number, to: number): boolean {
    if (this.stampBytes.length === to - from && bytesEqual(this.stampBytes, this.window.bytes, from))
      return true;
    const time = this.times.ofStamp(ascii(this.window.bytes, from, to));
    if (time === undefined) return false;
    this.stampBytes = this.window.bytes.slice(from, to);
    this.stampTime = time;
    this.kernel?.setStamp(this.stampBytes);
    return true;
  }

  /** Does a journal time stand at `at`, with a blank behind it? */
  private hasTime(at: number): boolean {
    const { view, clock } = this;
    if (
      this.clockKnown &&
      view.getInt32(at + 12, true) === clock.getInt32(12, true) &&
      view.getInt32(at + 8, true) === clock.getInt32(8, true) &&
      view.getInt32(at + 4, true) === clock.getInt32(4, true) &&
      view.getInt32(at, true) === clock.getInt32(0, true)
    )
      return true;
    return this.readTime(at);
  }

  private readTime(at: number): boolean {
    const { bytes } = this.window;
    const first = bytes[at]!;
    if (bytes[at + TIME - 1] !== 32 || bytes[at + 3] !== 32 || first < 65 || first > 90) return false;
    if (bytes[at + 1]! > 127 || bytes[at + 2]! > 127) return false;
    const time = this.times.ofJournal(ascii(bytes, at, at + TIME - 1));
    if (time === undefined) return false;
    for (let i = 0; i < TIME; i++) this.clock.setUint8(i, bytes[at + i]!);
    this.clockTime = time;
    this.clockKnown = true;
    this.kernel?.setClock(bytes.subarray(at, at + TIME));
    return true;
  }

  /** Where the message behind a known tag at `at` begins; -1 behind another one. */
  private payloadAt(at: number, end: number): number {
    const { tags } = this;
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!;
      const payload = at + tag.bytes.length;
      if (end - payload < MAX_STAMP || !bytesEqual(tag.bytes, this.window.bytes, at)) continue;
      if (i > 0) {
        tags.splice(i, 1);
        tags.unshift(tag);
      }
      this.tag = tag.id;
      return payload;
    }
    return -1;
  }
}

function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function isBeyondAscii(code: number): boolean {
  return code > 127;
}
