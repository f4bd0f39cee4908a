/** LZMA as LZMA2 uses it: chunks of literals, matches and repeated matches (Igor Pavlov's published specification of LZMA). */
import { broken, cut } from './broken.ts';
import { RangeDecoder } from './lzma-range.ts';
import type { LzmaWindow } from './lzma-window.ts';

/** Where the probabilities of each decision begin. */
const P = {
  isMatch: 0,
  isRep: 192,
  isRepG0: 204,
  isRepG1: 216,
  isRepG2: 228,
  isRep0Long: 240,
  slot: 432,
  special: 688,
  align: 804,
  length: 820,
  repLength: 1334,
  literal: 1848,
} as const;
/** In a length's part: two choices, then short, middle and long ones. */
const LENGTH = { choice: 0, choice2: 1, short: 2, middle: 130, long: 258 } as const;
const LITERAL = 0x300;
/** Up to here the last symbol was a literal. */
const LITERAL_STATES = 7;

export class Lzma {
  private readonly window: LzmaWindow;
  private readonly range = new RangeDecoder(P.literal + LITERAL * 16);
  private state = 0;
  private rep0 = 0;
  private rep1 = 0;
  private rep2 = 0;
  private rep3 = 0;
  private lc = 0;
  private lpMask = 0;
  private pbMask = 0;

  constructor(window: LzmaWindow) {
    this.window = window;
  }

  /** Throws BrokenStream for properties that LZMA2 does not allow. */
  setProperties(byte: number): void {
    const lc = byte % 9;
    const lp = ((byte / 9) | 0) % 5;
    const pb = (byte / 45) | 0;
    if (pb > 4 || lc + lp > 4) throw broken('impossible properties');
    this.lc = lc;
    this.lpMask = (1 << lp) - 1;
    this.pbMask = (1 << pb) - 1;
  }

  reset(): void {
    this.range.reset();
    this.state = 0;
    this.rep0 = this.rep1 = this.rep2 = this.rep3 = 0;
  }

  /** Writes `size` bytes into the window. Throws BrokenStream; what was good until then is in the window. */
  chunk(from: Uint8Array, size: number): void {
    const { range, window } = this;
    range.start(from);
    const end = window.at + size;
    while (window.at < end) this.symbol(end);
    if (!range.isFinished) throw broken('a chunk does not end where it must');
  }

  private symbol(end: number): void {
    const { range, window, state } = this;
    const posState = window.at & this.pbMask;
    if (range.bit(P.isMatch + state * 16 + posState) === 0) {
      const byte = this.literal();
      if (range.isBehindEnd) throw cut();
      window.put(byte);
      return;
    }
    const length = range.bit(P.isRep + state) === 0 ? this.match(posState) : this.repeat(posState);
    if (range.isBehindEnd) throw cut();
    if (length > end - window.at) throw broken('a match is longer than its chunk');
    window.repeat(this.rep0 + 1, length);
  }

  private literal(): number {
    const { range, window, state } = this;
    const context = ((window.at & this.lpMask) << this.lc) + (window.last >> (8 - this.lc));
    const base = P.literal + LITERAL * context;
    this.state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
    let symbol = 1;
    if (state >= LITERAL_STATES) {
      let match = window.back(this.rep0 + 1) << 1;
      for (let offset = 0x100; symbol < 0x100; match <<= 1) {
        const matchBit = match & offset;
        const bit = range.bit(base + offset + matchBit + symbol);
        symbol = (symbol << 1) | bit;
        offset &= bit ? matchBit : ~matchBit;
      }
      return symbol & 0xff;
    }
    while (symbol < 0x100) symbol = (symbol << 1) | range.bit(base + symbol);
    return symbol & 0xff;
  }

  private match(posState: number): number {
    this.rep3 = this.rep2;
    this.rep2 = this.rep1;
    this.rep1 = this.rep0;
    this.state = this.state < LITERAL_STATES ? 7 : 10;
    const length = this.length(P.length, posState);
    this.rep0 = this.distance(length);
    return length;
  }

  private distance(length: number): number {
    const { range } = this;
    const slot = range.tree(P.slot + Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const high = 2 | (slot & 1);
    if (slot < 14) {
      const base = high << bits;
      return base + range.reverseTree(P.special + base - slot, bits);
    }
    const middle = range.direct(bits - 4);
    return high * 2 ** bits + (middle >>> 0) * 16 + range.reverseTree(P.align, 4);
  }

  private repeat(posState: number): number {
    const { range, state } = this;
    if (range.bit(P.isRepG0 + state) === 0) {
      if (range.bit(P.isRep0Long + state * 16 + posState) === 0) {
        this.state = state < LITERAL_STATES ? 9 : 11;
        return 1;
      }
    } else this.rotate();
    this.state = state < LITERAL_STATES ? 8 : 11;
    return this.length(P.repLength, posState);
  }

  /** Brings an older distance to the front. */
  private rotate(): void {
    const { range, state, rep1, rep2, rep3 } = this;
    let distance = rep1;
    if (range.bit(P.isRepG1 + state) === 1) {
      distance = rep2;
      if (range.bit(P.isRepG2 + state) === 1) {
        distance = rep3;
        this.rep3 = rep2;
      }
      this.rep2 = rep1;
    }
    this.rep1 = this.rep0;
    this.rep0 = distance;
  }

  private length(base: number, posState: number): number {
    const { range } = this;
    if (range.bit(base + LENGTH.choice) === 0) return 2 + range.tree(base + LENGTH.short + posState * 8, 3);
    if (range.bit(base + LENGTH.choice2) === 0)
      return 10 + range.tree(base + LENGTH.middle + posState * 8, 3);
    return 18 + range.tree(base + LENGTH.long, 8);
  }
}
