/** The last bytes that LZMA made, as far as it may reach back, and room for a chunk. */
import { broken } from './broken.ts';

/** The largest chunk of LZMA2. */
const CHUNK = 2 << 20;
/** Grows when more is needed: many streams are small. */
const FIRST = 64 << 10;

export class LzmaWindow {
  /** Where the next byte goes. Positions keep their lowest four bits when bytes are moved, as LZMA counts in them. */
  at = 0;
  private bytes = new Uint8Array(FIRST);
  private readonly reach: number;
  private readonly most: number;
  private floor = 0;

  constructor(reach: number) {
    this.reach = reach;
    this.most = reach + Math.max(reach >> 2, CHUNK) + 32;
  }

  /** Forgets everything. */
  reset(): void {
    this.at = (this.at + 15) & ~15;
    this.floor = this.at;
  }

  /** Makes room for a chunk of `size` bytes. */
  makeRoom(size: number): void {
    const needed = this.at + size + 16;
    if (needed <= this.bytes.length) return;
    if (this.bytes.length < this.most) {
      this.grow(Math.min(this.most, Math.max(2 * this.bytes.length, needed)));
      return this.makeRoom(size);
    }
    const shift = Math.max(this.floor, this.at - this.reach) & ~15;
    this.bytes.copyWithin(0, shift, this.at);
    this.at -= shift;
    this.floor = Math.max(0, this.floor - shift);
  }

  private grow(size: number): void {
    const old = this.bytes;
    this.bytes = new Uint8Array(size);
    this.bytes.set(old.subarray(0, this.at));
  }

  get last(): number {
    return this.at > this.floor ? this.bytes[this.at - 1]! : 0;
  }

  /** The byte `distance` before the next one. */
  back(distance: number): number {
    return distance <= this.at - this.floor ? this.bytes[this.at - distance]! : 0;
  }

  put(byte: number): void {
    this.bytes[this.at++] = byte;
  }

  /** Writes on what is `distance` back. Throws BrokenStream. */
  repeat(distance: number, length: number): void {
    const { bytes, at } = this;
    if (distance > at - this.floor || distance > this.reach) throw broken('a match from before the start');
    const end = at + length;
    if (distance >= length && length > 48) bytes.copyWithin(at, at - distance, end - distance);
    else for (let i = at; i < end; i++) bytes[i] = bytes[i - distance]!;
    this.at = end;
  }

  write(from: Uint8Array): void {
    this.bytes.set(from, this.at);
    this.at += from.length;
  }

  /** What was written since it stood at `from`. */
  since(from: number): Uint8Array {
    return this.bytes.subarray(from, this.at);
  }
}
