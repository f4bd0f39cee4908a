/** Where an archive's reader stands in its input: looks ahead, takes, skips. */
import type { Input } from '../input.ts';

const BUFFER = 256 << 10;

export class Cursor {
  private readonly source: (target: Uint8Array) => number | Promise<number>;
  private readonly input: Input;
  private buffer = new Uint8Array(BUFFER);
  private start = 0;
  private end = 0;
  /** Bytes taken from the input, those in the buffer too. */
  private taken: number;

  /** `from`: first byte, for inputs that can be read from any place. */
  constructor(input: Input, from = 0) {
    this.input = input;
    this.taken = from;
    const { readAt } = input;
    this.source =
      readAt === undefined ? (target) => input.read(target) : (target) => readAt(target, this.taken);
  }

  /** Bytes of the input before the place where it stands. */
  get position(): number {
    return this.taken - this.buffered;
  }

  get buffered(): number {
    return this.end - this.start;
  }

  /** Has `count` bytes ready if the input has as many; says how many are ready. `count` is at most 256 KiB. */
  async fill(count: number): Promise<number> {
    if (this.start + count > this.buffer.length) this.compact();
    while (this.buffered < count) {
      const got = await this.draw(this.buffer.subarray(this.end));
      if (got === 0) break;
      this.end += got;
    }
    return this.buffered;
  }

  /** The next bytes, no more than are ready; valid until the next call. */
  peek(count: number): Uint8Array {
    return this.buffer.subarray(this.start, Math.min(this.end, this.start + count));
  }

  /** Passes over bytes that are ready. */
  advance(count: number): void {
    this.start += count;
  }

  /** Reads on into `target`: number of bytes, 0 at the end. */
  read(target: Uint8Array): number | Promise<number> {
    const count = Math.min(this.buffered, target.length);
    if (count === 0) return target.length === 0 ? 0 : this.draw(target);
    target.set(this.buffer.subarray(this.start, this.start + count));
    this.start += count;
    return count;
  }

  /** Passes over `count` bytes: number of bytes passed, fewer where the input ends. */
  async skip(count: number): Promise<number> {
    const here = Math.min(count, this.buffered);
    this.start += here;
    const rest = count - here;
    if (rest === 0) return count;
    return here + (this.input.readAt === undefined ? await this.pass(rest) : this.jump(rest));
  }

  private jump(count: number): number {
    const { size } = this.input;
    const passed = size === undefined ? count : Math.max(0, Math.min(count, size - this.taken));
    this.taken += passed;
    return passed;
  }

  private async pass(count: number): Promise<number> {
    this.start = this.end = 0;
    let passed = 0;
    while (passed < count) {
      const got = await this.draw(this.buffer.subarray(0, Math.min(BUFFER, count - passed)));
      if (got === 0) break;
      passed += got;
    }
    return passed;
  }

  private draw(target: Uint8Array): number | Promise<number> {
    const got = this.source(target);
    if (typeof got !== 'number')
      return got.then((count) => (count < 0 ? this.draw(target) : this.drawn(count)));
    // A live stream that pauses: its end is still to come.
    return got < 0 ? this.draw(target) : this.drawn(got);
  }

  private drawn(count: number): number {
    this.taken += count;
    return count;
  }

  private compact(): void {
    this.buffer.copyWithin(0, this.start, this.end);
    this.end -= this.start;
    this.start = 0;
  }
}
