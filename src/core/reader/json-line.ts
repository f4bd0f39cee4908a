/**
 * Lines that are one JSON object of strings: `journalctl -o json`, and docker's. Its frame is what is left without the message and without
 * what changes with each line; lines with the same frame differ in time and message only. Its twin is ../scanner/kernel/survey.ts.
 */
import { ascii, bytesEqual } from './bytes.ts';
import type { LineWindow } from './window.ts';

const [QUOTE, COMMA, COLON, BACKSLASH, OPEN, CLOSE, NEWLINE] = [34, 44, 58, 92, 123, 125, 10];
/** Longer frames are not read. */
export const MAX_FRAME = 2 << 10;
/** Docker's driver writes `log` first. */
const DOCKER = new TextEncoder().encode('{"log":"');

/** What the value of a key is. */
export const KIND = { constant: 0, message: 1, passing: 2, time: 3, sourceTime: 4 } as const;

/** Keys of the journal whose values are no part of a frame. */
export const JOURNAL_KEYS: Readonly<Record<string, number>> = {
  MESSAGE: KIND.message,
  __CURSOR: KIND.passing,
  __REALTIME_TIMESTAMP: KIND.time,
  __MONOTONIC_TIMESTAMP: KIND.passing,
  __SEQNUM: KIND.passing,
  _SOURCE_REALTIME_TIMESTAMP: KIND.sourceTime,
  _SOURCE_MONOTONIC_TIMESTAMP: KIND.passing,
  _SOURCE_BOOTTIME_TIMESTAMP: KIND.passing,
  SYSLOG_TIMESTAMP: KIND.passing,
};
/** The same of docker. */
export const DOCKER_KEYS: Readonly<Record<string, number>> = { log: KIND.message, time: KIND.time };

/** The line that was read last; positions in the window. */
export class JsonLine {
  isDocker = false;
  message = 0;
  messageEnd = 0;
  time = 0;
  timeEnd = 0;
  frameLength = 0;
  readonly frame = new Uint8Array(MAX_FRAME);
  private readonly window: LineWindow;
  private readonly bytes: Uint8Array;
  /** What `stringEnd` met. */
  private escaped = false;
  /** Bytes from here on are still to be put into the frame. */
  private rest = 0;
  private hasSource = false;

  constructor(window: LineWindow) {
    this.window = window;
    this.bytes = window.bytes;
  }

  /** Reads the line at `start`, which ends at `end` at the latest; false: it is of another kind, or too long. */
  read(start: number, end: number): boolean {
    const { bytes } = this;
    if (bytes[start] !== OPEN) return false;
    this.isDocker = bytesEqual(DOCKER, bytes, start);
    this.message = this.time = this.frameLength = 0;
    this.hasSource = false;
    this.rest = start;
    let at = start + 1;
    for (;;) {
      at = this.field(at, end);
      if (at === 0) return false;
      if (bytes[at] !== COMMA) break;
      at++;
    }
    if (bytes[at] !== CLOSE || at + 1 >= this.window.length || bytes[at + 1] !== NEWLINE) return false;
    return this.copyTo(at + 1, at + 1) && this.message > 0 && this.time > 0;
  }

  /** Reads `"key":"value"`; position behind it, 0 when there is anything else. */
  private field(at: number, end: number): number {
    const { bytes } = this;
    if (bytes[at] !== QUOTE) return 0;
    const keyEnd = this.stringEnd(at + 1, end);
    if (keyEnd === 0 || this.escaped || bytes[keyEnd + 1] !== COLON || bytes[keyEnd + 2] !== QUOTE) return 0;
    const value = keyEnd + 3;
    const valueEnd = this.stringEnd(value, end);
    if (valueEnd === 0) return 0;
    const kind = this.kindOf(at + 1, keyEnd);
    if (kind !== KIND.constant && !this.take(kind, value, valueEnd)) return 0;
    return valueEnd + 1;
  }

  private kindOf(from: number, to: number): number {
    if (to - from > 27) return KIND.constant;
    const keys = this.isDocker ? DOCKER_KEYS : JOURNAL_KEYS;
    const key = ascii(this.bytes, from, to);
    return Object.hasOwn(keys, key) ? keys[key]! : KIND.constant;
  }

  /** A value that is no part of the frame. */
  private take(kind: number, from: number, to: number): boolean {
    if (kind === KIND.message) {
      if (this.message > 0) return false;
      this.message = from;
      this.messageEnd = to;
    } else {
      if (this.escaped || !this.isPrintable(from, to)) return false;
      if (kind === KIND.sourceTime || (kind === KIND.time && !this.hasSource)) {
        this.time = from;
        this.timeEnd = to;
      }
      this.hasSource ||= kind === KIND.sourceTime;
    }
    return this.copyTo(from, to);
  }

  /** Whatever else these bytes are could make the line no JSON. */
  private isPrintable(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.bytes[at]! < 32 || this.bytes[at]! > 126) return false;
    return true;
  }

  /** Puts what stands before `to` into the frame and goes on at `next`; false when there is no room. */
  private copyTo(to: number, next: number): boolean {
    const { rest, frameLength } = this;
    if (frameLength + to - rest > MAX_FRAME) return false;
    this.frame.set(this.bytes.subarray(rest, to), frameLength);
    this.frameLength += to - rest;
    this.rest = next;
    return true;
  }

  /** Position of the quote that closes a string; 0: there is none in this line. */
  private stringEnd(from: number, end: number): number {
    const { bytes } = this;
    this.escaped = false;
    for (let at = from; at < end; at++) {
      const code = bytes[at]!;
      if (code === QUOTE) return at;
      if (code === NEWLINE) return 0;
      if (code !== BACKSLASH) continue;
      this.escaped = true;
      if (bytes[++at] === NEWLINE) return 0;
    }
    return 0;
  }
}
