/** What a scan looks for: the distance of the positions looked at, and the tables of both stages. */
import { LeadList } from './leads.ts';
import { sampleWindow } from './literals.ts';
import { MIN_LITERAL } from './scanner.ts';

/** Longer parts would be rarer but add no speed past this stride. */
const LONGEST_PART = 13;
const MULTIPLIER = 0x9e3779b1;
const MULTIPLIER2 = 0x85ebca6b;
/** Bytes of the first stage's table, one a hash, and of each of the second's, of 2^18 bits. Together they must leave room in the second cache. */
const FIRST_BYTES = 1 << 18;
const SECOND_BYTES = 1 << 15;
export const TABLES_BYTES = FIRST_BYTES + 3 * SECOND_BYTES;
/** Bytes before and after the window that hashes may take in. */
export const MARGIN = 16;

/** In the first table: a window with this hash is let through. The kernel adds it to an address: the bytes of a position. */
const PASS = 4;

/** Tables of the second stage: the window with two bytes on each side, with two before it, with two behind it. */
export const TABLE = { around: 0, before: 1, behind: 2 } as const;

export class ScanPlan {
  /** Distance of the positions looked at. */
  readonly stride: number;
  readonly tables = new Uint8Array(TABLES_BYTES);
  /** All literals one after the other, and where each begins; the last start is the end. */
  readonly texts: Uint8Array;
  readonly starts: Int32Array;
  readonly leads: LeadList;
  /** How far before a position that is looked at a literal may start, at most. */
  readonly reach: number;

  /** Throws RangeError when a literal is shorter than MIN_LITERAL. */
  constructor(literals: readonly string[]) {
    const encoder = new TextEncoder();
    const encoded = literals.map((literal) => encoder.encode(literal));
    const part = encoded.reduce((least, bytes) => Math.min(least, bytes.length), LONGEST_PART);
    if (part < MIN_LITERAL) throw new RangeError(`A literal is shorter than ${MIN_LITERAL} bytes.`);
    this.stride = part - 3;
    this.leads = new LeadList(literals.length * this.stride);
    this.starts = new Int32Array(encoded.length + 1);
    encoded.forEach((bytes, i) => (this.starts[i + 1] = this.starts[i]! + bytes.length));
    this.texts = new Uint8Array(this.starts.at(-1)!);
    let reach = 0;
    encoded.forEach((bytes, index) => {
      this.texts.set(bytes, this.starts[index]);
      const start = sampleWindow(literals[index]!, part);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < this.stride; i++) this.addLead(view, index, start + i);
      reach = Math.max(reach, start + this.stride - 1);
    });
    this.reach = reach;
  }

  /** Does the first stage let a window with this hash pass? */
  passes(hash: number): boolean {
    return this.tables[hash] === PASS;
  }

  private addLead(bytes: DataView, literal: number, delta: number): void {
    this.tables[four(bytes, delta)] = PASS;
    const [table, hash] = filterOf(bytes, delta);
    this.set(table, hash);
    this.leads.add(table, hash, { literal, delta });
  }

  private set(table: number, hash: number): void {
    const start = FIRST_BYTES + table * SECOND_BYTES;
    this.tables[start + (hash >>> 5)]! |= 1 << ((hash >>> 2) & 7);
  }
}

function filterOf(literal: DataView, delta: number): [table: number, hash: number] {
  const hasBefore = delta >= 2;
  const hasBehind = delta + 6 <= literal.byteLength;
  if (hasBefore && hasBehind) return [TABLE.around, around(literal, delta)];
  return hasBefore ? [TABLE.before, before(literal, delta)] : [TABLE.behind, behind(literal, delta)];
}

/** Hash of the four bytes at the position, 18 bits. */
export function four(bytes: DataView, at: number): number {
  return Math.imul(bytes.getUint32(at, true), MULTIPLIER) >>> 14;
}

export function around(bytes: DataView, at: number): number {
  return pair(bytes.getUint32(at - 2, true), bytes.getUint32(at + 2, true));
}

export function before(bytes: DataView, at: number): number {
  return pair(bytes.getUint32(at - 2, true), bytes.getUint16(at + 2, true));
}

export function behind(bytes: DataView, at: number): number {
  return pair(bytes.getUint16(at, true) << 16, bytes.getUint32(at + 2, true));
}

/** Hash of twice four bytes, 20 bits; the tables take the upper 18. */
function pair(a: number, b: number): number {
  return (Math.imul(a, MULTIPLIER) ^ Math.imul(b, MULTIPLIER2)) >>> 12;
}
