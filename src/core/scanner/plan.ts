/** What a scan looks for: the tables of both stages, and the check of what passes them. */
import { sampleWindow } from './literals.ts';
import type { HitList } from './hit-list.ts';
import { MIN_LITERAL } from './scanner.ts';

/** Longer parts would be rarer but add no speed past this stride. */
const LONGEST_PART = 13;
const MULTIPLIER = 0x9e3779b1;
const MULTIPLIER2 = 0x85ebca6b;
/** Bytes of a table of 2^20 bits. */
export const TABLE_BYTES = 1 << 17;
/** Chains of leads by the upper bits of the hash. */
const CHAINS = 1 << 14;

/** Tables: 0 four bytes at the position; 1 eight bytes from it on; 2 eight bytes from four before it; 3 four bytes, for windows that neither fits. */
export const TABLES = 4;

export class ScanPlan {
  /** Distance of the positions looked at. */
  readonly stride: number;
  readonly tables = new Uint8Array(TABLES * TABLE_BYTES);
  private readonly literals: readonly Uint8Array[];
  /** First lead of each chain, -1 for none; then by lead: its literal, how far into it the window stands, the window, the next lead. */
  private readonly heads = new Int32Array(CHAINS).fill(-1);
  private readonly literalOf: number[] = [];
  private readonly deltaOf: number[] = [];
  private readonly wordOf: number[] = [];
  private readonly nextOf: number[] = [];

  /** Throws RangeError when a literal is shorter than MIN_LITERAL. */
  constructor(literals: readonly string[]) {
    const encoder = new TextEncoder();
    this.literals = literals.map((literal) => encoder.encode(literal));
    const part = Math.min(LONGEST_PART, ...this.literals.map((bytes) => bytes.length));
    if (part < MIN_LITERAL) throw new RangeError(`A literal is shorter than ${MIN_LITERAL} bytes.`);
    this.stride = part - 3;
    this.literals.forEach((bytes, index) => {
      const start = sampleWindow(literals[index]!, part);
      for (let delta = start; delta <= start + part - 4; delta++) this.addLead(bytes, index, delta);
    });
  }

  /** Adds the literals that stand wholly in [from, to) with one of their windows at `at`. */
  verify(window: Uint8Array, at: number, within: { from: number; to: number }, hits: HitList): void {
    const word = wordAt(window, at);
    for (let lead = this.heads[Math.imul(word, MULTIPLIER) >>> 18]!; lead >= 0; lead = this.nextOf[lead]!) {
      if (this.wordOf[lead] !== word) continue;
      const start = at - this.deltaOf[lead]!;
      const index = this.literalOf[lead]!;
      const bytes = this.literals[index]!;
      if (start >= within.from && start + bytes.length <= within.to && equal(window, start, bytes))
        hits.add(start, index);
    }
  }

  private addLead(bytes: Uint8Array, index: number, delta: number): void {
    const word = wordAt(bytes, delta);
    const four = Math.imul(word, MULTIPLIER) >>> 12;
    this.set(0, four);
    if (delta + 8 <= bytes.length) this.set(1, eightAt(bytes, delta));
    else if (delta >= 4) this.set(2, eightAt(bytes, delta - 4));
    else this.set(3, four);
    const chain = Math.imul(word, MULTIPLIER) >>> 18;
    this.literalOf.push(index);
    this.deltaOf.push(delta);
    this.wordOf.push(word);
    this.nextOf.push(this.heads[chain]!);
    this.heads[chain] = this.wordOf.length - 1;
  }

  private set(table: number, hash: number): void {
    this.tables[table * TABLE_BYTES + (hash >>> 3)]! |= 1 << (hash & 7);
  }
}

/** Four bytes, little-endian, as a signed number. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function eightAt(bytes: Uint8Array, at: number): number {
  return (Math.imul(wordAt(bytes, at), MULTIPLIER) ^ Math.imul(wordAt(bytes, at + 4), MULTIPLIER2)) >>> 12;
}

function equal(window: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (window[start + i] !== bytes[i]) return false;
  return true;
}
