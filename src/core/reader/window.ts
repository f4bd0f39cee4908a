/** The part of a source that is in memory, seen as lines. Positions are indices into `bytes`; a line is named by its start. */
import { MAX_LINE } from './limits.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
/** Neighbouring lines are decoded together: one call for hundreds of lines in a dense log. Blocks grow while the next one follows the last. */
const MIN_BLOCK = 2 << 10;
const MAX_BLOCK = 32 << 10;
/** Two reads closer than this are taken for neighbours. */
const NEAR = 1 << 10;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class LineWindow {
  readonly bytes: Uint8Array;
  /** Valid bytes. */
  length = 0;
  /** Offset of `bytes[0]` in the source. */
  base = 0;
  private block = '';
  private blockStart = 0;
  private blockEnd = 0;
  private blockSize = MIN_BLOCK;
  private lastEnd = -1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Start of the line that holds position `at`; 0 when the window holds no line end before it. */
  lineStart(at: number): number {
    const { bytes } = this;
    let i = at - 1;
    while (i >= 0 && bytes[i] !== NEWLINE) i--;
    return i + 1;
  }

  /** Position of the line end at or after `at` (of the window's end when there is none). */
  lineEnd(at: number): number {
    // Looking in the decoded block is several times faster than in bytes.
    if (at >= this.blockStart && at < this.blockEnd) {
      const found = this.block.indexOf('\n', at - this.blockStart);
      if (found >= 0) return found + this.blockStart;
    }
    const end = this.bytes.indexOf(NEWLINE, at);
    return end < 0 || end >= this.length ? this.length : end;
  }

  /** Start of the line before the one that starts at `start`, not below `floor`; undefined when there is none there. */
  previousLine(start: number, floor: number): number | undefined {
    if (start <= 0) return undefined;
    const { bytes } = this;
    let i = start - 2;
    while (i >= floor - 1 && i >= 0 && bytes[i] !== NEWLINE) i--;
    if (i < 0 && this.base > 0) return undefined;
    return i + 1 < floor ? undefined : i + 1;
  }

  /** Text of the line [start, end), without CR, cut at MAX_LINE. */
  line(start: number, end: number): string {
    let stop = end > start && this.bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (stop - start > MAX_LINE) stop = start + MAX_LINE;
    if (start >= this.blockStart && stop <= this.blockEnd) {
      return this.block.substring(start - this.blockStart, stop - this.blockStart);
    }
    const near = start >= this.lastEnd && start - this.lastEnd < NEAR && stop - start < MIN_BLOCK / 2;
    this.lastEnd = stop;
    if (near && this.decodeBlock(start)) return this.line(start, end);
    return this.decode(start, stop);
  }

  /** Fresh text of any range, no part of a larger string. */
  decode(start: number, end: number): string {
    return decoder.decode(this.bytes.subarray(start, end));
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
    this.base += count;
    this.forget();
  }

  /** Must be called after the bytes changed. */
  forget(): void {
    this.block = '';
    this.blockStart = 0;
    this.blockEnd = 0;
    this.lastEnd = -1;
  }

  /** Characters are bytes only where all of a block is ASCII; else it is of no use. */
  private decodeBlock(start: number): boolean {
    const follows = start >= this.blockEnd - MIN_BLOCK && start < this.blockEnd + NEAR;
    this.blockSize = follows ? Math.min(MAX_BLOCK, this.blockSize * 2) : MIN_BLOCK;
    const end = Math.min(this.length, start + this.blockSize);
    const text = this.decode(start, end);
    if (text.length !== end - start) return false;
    this.block = text;
    this.blockStart = start;
    this.blockEnd = end;
    return true;
  }
}
