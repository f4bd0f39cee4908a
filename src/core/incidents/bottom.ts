/**
 * A map that keeps the entries with the smallest hashes of their keys (bottom-k sketch, Cohen and Kaplan 2007).
 *
 * Which keys are kept depends on the set of keys only, and what is counted under a kept key is exact: a key among the k smallest of
 * a set is among the k smallest of each of its subsets that has it, so no part of the work ever turned it away.
 */

/** 53-bit hash of a string; two lanes of 32 bits, each ended by the finaliser of MurmurHash3. */
export function hashText(text: string): number {
  let a = 0x9747b28c;
  let b = 0x2f0b4c47;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) + 0x1b873593;
  }
  return mix(a ^ text.length) * 0x200000 + (mix(b) >>> 11);
}

function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class Bottom<V> {
  private readonly limit: number;
  private readonly entries = new Map<string, V>();
  /** Hashes above are turned away. */
  private bound = Infinity;
  private full = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  /** The value under `key`, made when it is new; undefined when the key is not among those kept. */
  getOrAdd(key: string, make: () => V): V | undefined {
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    if (this.refuses(key)) return undefined;
    const value = make();
    this.entries.set(key, value);
    if (this.entries.size >= 1.5 * this.limit) this.prune();
    return value;
  }

  /** A key that is not known now: would it be turned away? */
  refuses(key: string): boolean {
    return this.full && hashText(key) > this.bound;
  }

  /** At least the keys that are kept; exact as long as there are no more than the limit. */
  get size(): number {
    return this.entries.size;
  }

  /** Keys were turned away, here or in a part that was merged in. */
  get overflowed(): boolean {
    this.prune();
    return this.full;
  }

  /** Distinct keys: exact until overflowed, else estimated from the largest hash kept. */
  get distinct(): number {
    if (!this.overflowed) return this.entries.size;
    return Math.max(this.limit + 1, Math.round((this.limit - 1) / ((this.bound + 1) / 2 ** 53)));
  }

  /** What is kept, in no particular order. */
  kept(): ReadonlyMap<string, V> {
    this.prune();
    return this.entries;
  }

  /** A part that is merged in turned keys away. */
  overflow(bound: number): void {
    this.full = true;
    this.bound = Math.min(this.bound, bound);
  }

  /** Largest hash kept when keys were turned away; else undefined. */
  get limitHash(): number | undefined {
    return this.overflowed ? this.bound : undefined;
  }

  private prune(): void {
    if (this.entries.size <= this.limit && !this.full) return;
    const ranked = Array.from(this.entries.keys(), (key) => ({ key, hash: hashText(key) }));
    if (ranked.length > this.limit) {
      ranked.sort((a, b) => a.hash - b.hash || (a.key < b.key ? -1 : 1));
      for (const { key } of ranked.splice(this.limit)) this.entries.delete(key);
      this.overflow(ranked[this.limit - 1]!.hash);
    }
  }
}
