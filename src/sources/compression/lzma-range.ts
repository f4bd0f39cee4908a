/** LZMA's range decoder: one adaptive bit after another. */
import { broken } from './broken.ts';

const TOP = 0x1000000;
const HALF = 1024;

export class RangeDecoder {
  /** Probabilities of a zero, 11 bits each. */
  readonly probabilities: Uint16Array;
  /** Range and code; numbers of 32 bits stay numbers only in a typed array. */
  private readonly state = new Uint32Array(2);
  private from: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(probabilities: number) {
    this.probabilities = new Uint16Array(probabilities);
    this.reset();
  }

  reset(): void {
    this.probabilities.fill(HALF);
  }

  /** Begins a chunk; `from` may be shorter than the chunk when the input is cut. Throws BrokenStream. */
  start(from: Uint8Array): void {
    if (from.length > 0 && from[0] !== 0) throw broken('a chunk does not begin with zero');
    this.from = from;
    this.at = 5;
    this.state[0] = 0xffffffff;
    this.state[1] = new DataView(Uint8Array.of(...from.subarray(1, 5), 0, 0, 0, 0).buffer).getUint32(0);
  }

  /** Bits were asked for that are not there. */
  get isBehindEnd(): boolean {
    return this.at > this.from.length;
  }

  /** The chunk is used up, as it must be behind its last symbol. */
  get isFinished(): boolean {
    this.normalize();
    return this.at === this.from.length && this.state[1] === 0;
  }

  bit(index: number): 0 | 1 {
    const { state, probabilities } = this;
    this.normalize();
    const range = state[0]!;
    const code = state[1]!;
    const probability = probabilities[index]!;
    const bound = Math.imul(range >>> 11, probability) >>> 0;
    if (code < bound) {
      state[0] = bound;
      probabilities[index] = probability + ((2048 - probability) >> 5);
      return 0;
    }
    state[0] = range - bound;
    state[1] = code - bound;
    probabilities[index] = probability - (probability >> 5);
    return 1;
  }

  /** `count` bits, highest first; their probabilities are a tree at `base`. */
  tree(base: number, count: number): number {
    let symbol = 1;
    for (let i = 0; i < count; i++) symbol = (symbol << 1) | this.bit(base + symbol);
    return symbol - (1 << count);
  }

  /** The same, lowest first. */
  reverseTree(base: number, count: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < count; i++) {
      const bit = this.bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** `count` bits that are as often one as zero. */
  direct(count: number): number {
    const { state } = this;
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.normalize();
      const half = state[0]! >>> 1;
      state[0] = half;
      const code = state[1]!;
      value <<= 1;
      if (code >= half) {
        state[1] = code - half;
        value |= 1;
      }
    }
    return value;
  }

  private normalize(): void {
    const { state } = this;
    const range = state[0]!;
    if (range >= TOP) return;
    state[0] = range << 8;
    state[1] = (state[1]! << 8) | (this.from[this.at] ?? 0);
    this.at++;
  }
}
