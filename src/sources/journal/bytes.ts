/** The bytes of a journal from front to back, as many at a time as are asked for. */
import type { Input } from '../input.ts';
import { viewOf } from './format.ts';

/** Read at a time. */
const STEP = 256 << 10;

export class JournalBytes {
  /** Offset in the journal of what stands at `at`. */
  offset = 0;
  /** Bytes that are here are in `[at, at + here)`; valid until the next call. */
  buffer = new Uint8Array(2 * STEP);
  view = viewOf(this.buffer);
  at = 0;
  private readonly input: Input;
  private end = 0;
  private ended = false;

  constructor(input: Input) {
    this.input = input;
  }

  get here(): number {
    return this.end - this.at;
  }

  /** Gets so many bytes here; false: the journal ends before. */
  async need(count: number): Promise<boolean> {
    while (this.here < count) {
      if (this.ended) return false;
      this.makeRoom(count);
      const got = await this.input.read(this.buffer.subarray(this.end));
      if (got === 0) this.ended = true;
      else if (got > 0) this.end += got;
    }
    return true;
  }

  /** Goes on over bytes that are here. */
  pass(count: number): void {
    this.at += count;
    this.offset += count;
  }

  /** Goes on, reading what is not here yet; false: the journal ends before. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; ;) {
      const step = Math.min(left, this.here);
      this.pass(step);
      left -= step;
      if (left === 0) return true;
      if (!(await this.need(1))) return false;
    }
  }

  private makeRoom(count: number): void {
    if (this.buffer.length - this.at >= Math.max(count, STEP)) return;
    const rest = this.buffer.subarray(this.at, this.end);
    if (count + STEP > this.buffer.length) {
      this.buffer = new Uint8Array(count + STEP);
      this.view = viewOf(this.buffer);
    }
    this.buffer.set(rest);
    this.at = 0;
    this.end = rest.length;
  }
}
