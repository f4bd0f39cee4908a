/** The compressed bytes of an input: looked at first, then taken. */
import type { Input } from '../input.ts';

const SPACE = 256 << 10;
/** Files are many, and mostly small. */
const LEAST = 4 << 10;

export class Bytes {
  /** Bytes taken so far: where `view` begins in the input. */
  taken = 0;
  /** Bytes read from the input so far. */
  received = 0;
  private readonly input: Input;
  private space: Uint8Array;
  private start = 0;
  private end = 0;
  private ended = false;

  constructor(input: Input) {
    this.input = input;
    this.space = new Uint8Array(Math.min(SPACE, Math.max(LEAST, input.size ?? SPACE)));
  }

  /** What is there and not yet taken; stays as it is until the next `fill`. */
  get view(): Uint8Array {
    return this.space.subarray(this.start, this.end);
  }

  /** Reads until `view` holds `count` bytes; false: the input ends before. Throws what the system says. */
  async fill(count: number): Promise<boolean> {
    if (this.end - this.start >= count) return true;
    if (this.start === this.end) this.start = this.end = 0;
    if (this.start + count > this.space.length) this.makeRoom(count);
    while (this.end - this.start < count && !this.ended) {
      const got = await this.input.read(this.space.subarray(this.end));
      this.ended = got === 0;
      // -1: a live stream pauses.
      if (got > 0) {
        this.end += got;
        this.received += got;
      }
    }
    return this.end - this.start >= count;
  }

  private makeRoom(count: number): void {
    const { view } = this;
    // Twice as much as asked for: else each of many small steps would move all that is there.
    if (2 * count > this.space.length) this.space = new Uint8Array(2 * count);
    this.space.set(view);
    this.start = 0;
    this.end = view.length;
  }

  take(count: number): void {
    this.start += count;
    this.taken += count;
  }

  /** The bytes from `from` (at most `taken`) on that were there so far, once more; undefined: they are gone. */
  again(from: number): Uint8Array[] | Generator<Uint8Array, void> | undefined {
    if (from === this.taken) return [this.view];
    const { readAt } = this.input;
    return readAt === undefined ? undefined : this.reread(from, readAt);
  }

  private *reread(from: number, readAt: NonNullable<Input['readAt']>): Generator<Uint8Array, void> {
    const chunk = new Uint8Array(SPACE);
    for (let at = from; at < this.taken;) {
      const count = readAt(chunk.subarray(0, Math.min(SPACE, this.taken - at)), at);
      if (count === 0) return;
      at += count;
      yield chunk.subarray(0, count);
    }
    yield this.view;
  }

  /** Takes `count` bytes, however many; false: the input ends before. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > 0 && (await this.fill(1))) {
      const step = Math.min(left, this.view.length);
      this.take(step);
      left -= step;
    }
    return left === 0;
  }
}
