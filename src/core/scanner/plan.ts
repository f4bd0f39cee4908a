/** What a scan looks for: the distance of the positions looked at, and the tables of both stages. */
import { LeadList } from './leads.ts';
import { sampleWindow } from './literals.ts';
import { MIN_LITERAL } from './scanner.ts';

/** Longer parts would be rarer but add no speed past this stride. */
const LONGEST_PART = 13;
const BEYOND_ASCII = /[^\0-\x7f]/;
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

/** Where the part of each literal of a list begins, and the size of the parts, bytes. */
export interface ChosenParts {
  readonly size: number;
  readonly starts: readonly number[];
}

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
  private readonly view: DataView;

  /** Throws RangeError when a literal is shorter than MIN_LITERAL. `chosen`: of the same literals. */
  constructor(literals: readonly string[], chosen?: ChosenParts) {
    ({ texts: this.texts, starts: this.starts } = encode(literals));
    this.view = new DataView(this.texts.buffer);
    const part = partSize(shortestOf(this.starts));
    if (part < MIN_LITERAL) throw new RangeError(`A literal is shorter than ${MIN_LITERAL} bytes.`);
    this.stride = part - 3;
    this.leads = new LeadList(literals.length * this.stride);
    // Parts of another list would do, too, but let more pass.
    const known =
      chosen?.size === part && chosen.starts.length === literals.length ? chosen.starts : undefined;
    let reach = 0;
    for (let i = 0; i < literals.length; i++) {
      const last = this.starts[i + 1]! - this.starts[i]! - part;
      const start = Math.min(known?.[i] ?? sampleWindow(literals[i]!, part), last);
      for (let delta = start; delta < start + this.stride; delta++) this.addLead(i, delta);
      reach = Math.max(reach, start + this.stride - 1);
    }
    this.reach = reach;
  }

  /** Does the first stage let a window with this hash pass? */
  passes(hash: number): boolean {
    return this.tables[hash] === PASS;
  }

  private addLead(literal: number, delta: number): void {
    const { view, starts } = this;
    const at = starts[literal]! + delta;
    this.tables[four(view, at)] = PASS;
    const table = tableOf(delta, starts[literal + 1]! - at);
    const hash =
      table === TABLE.around
        ? around(view, at)
        : table === TABLE.before
          ? before(view, at)
          : behind(view, at);
    this.tables[FIRST_BYTES + table * SECOND_BYTES + (hash >>> 5)]! |= 1 << ((hash >>> 2) & 7);
    this.leads.add(table, hash, literal, delta);
  }
}

/** All literals as bytes, one after the other. One by one would make thousands of buffers at each start. */
function encode(literals: readonly string[]): Pick<ScanPlan, 'texts' | 'starts'> {
  const encoder = new TextEncoder();
  const isAscii = !literals.some((literal) => BEYOND_ASCII.test(literal));
  const starts = new Int32Array(literals.length + 1);
  literals.forEach((literal, i) => {
    starts[i + 1] = starts[i]! + (isAscii ? literal.length : encoder.encode(literal).length);
  });
  if (isAscii) return { texts: encoder.encode(literals.join('')), starts };
  const texts = new Uint8Array(starts[literals.length]!);
  literals.forEach((literal, i) => texts.set(encoder.encode(literal), starts[i]));
  return { texts, starts };
}

/** Bytes of the part of each literal that is looked for. */
export function partSize(shortest: number): number {
  return Math.min(LONGEST_PART, shortest);
}

function shortestOf(starts: Int32Array): number {
  let shortest = Infinity;
  for (let i = 1; i < starts.length; i++) shortest = Math.min(shortest, starts[i]! - starts[i - 1]!);
  return shortest;
}

/** Of a window with this many bytes of its literal before it, and so many from it on. */
function tableOf(bytesBefore: number, bytesOn: number): number {
  if (bytesBefore < 2) return TABLE.behind;
  return bytesOn < 6 ? TABLE.before : TABLE.around;
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
