/** What a scan looks for: the tables, and the check of what passes them. */
import { sampleWindow } from './literals.ts';
import type { HitList } from './plain.ts';
import { MIN_LITERAL } from './scanner.ts';

/** Longer parts would be rarer but add no speed past this stride. */
const LONGEST_PART = 13;
/** Knuth's multiplicative hash; the upper 20 bits are the best mixed. */
const MULTIPLIER = 0x9e3779b1;

export interface Place {
  readonly window: Uint8Array;
  readonly word: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface ScanPlan {
  readonly stride: number;
  readonly multiplier: number;
  /** One bit a hash of 20 bits. */
  readonly bits: Uint8Array;
  /** Adds the literals that stand at a place whose window passed the table. */
  readonly verify: (place: Place, hits: HitList) => void;
}

/** A literal, and how far into it the looked-at window stands. */
interface Lead {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly delta: number;
}

export function planScan(literals: readonly string[]): ScanPlan {
  const encoder = new TextEncoder();
  const encoded = literals.map((literal) => encoder.encode(literal));
  const part = Math.min(LONGEST_PART, ...encoded.map((bytes) => bytes.length));
  if (part < MIN_LITERAL) throw new RangeError(`A literal is shorter than ${MIN_LITERAL} bytes.`);
  const bits = new Uint8Array(1 << 17);
  const leads = new Map<number, Lead[]>();
  encoded.forEach((bytes, index) => {
    const start = sampleWindow(literals[index]!, part);
    for (let delta = start; delta <= start + part - 4; delta++) {
      const word = wordAt(bytes, delta);
      const hash = Math.imul(word, MULTIPLIER) >>> 12;
      bits[hash >>> 3]! |= 1 << (hash & 7);
      const list = leads.get(word);
      if (list === undefined) leads.set(word, [{ index, bytes, delta }]);
      else list.push({ index, bytes, delta });
    }
  });
  const verify = (place: Place, hits: HitList): void => {
    const list = leads.get(place.word);
    if (list === undefined) return;
    for (const lead of list) if (stands(lead, place)) hits.add(place.at - lead.delta, lead.index);
  };
  return { stride: part - 3, multiplier: MULTIPLIER, bits, verify };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function stands({ bytes, delta }: Lead, { window, at, from, to }: Place): boolean {
  const start = at - delta;
  if (start < from || start + bytes.length > to) return false;
  for (let i = 0; i < bytes.length; i++) if (window[start + i] !== bytes[i]) return false;
  return true;
}
