/** Leads: where a window that passed both stages would stand in a literal. Chained by the hash that let it pass. */

/** Chains of each table, by the upper bits of the hash. */
const CHAIN_BITS = 13;
const CHAINS = 1 << CHAIN_BITS;
const SHIFT = 20 - CHAIN_BITS;

export class LeadList {
  /** Hash of each lead (20 bits), its literal, the distance of the window from the literal's start, the next lead of its chain. */
  readonly hash: Int32Array;
  readonly literal: Int32Array;
  readonly delta: Int32Array;
  readonly next: Int32Array;
  private readonly heads = new Int32Array(3 * CHAINS).fill(-1);
  private count = 0;

  constructor(size: number) {
    this.hash = new Int32Array(size);
    this.literal = new Int32Array(size);
    this.delta = new Int32Array(size);
    this.next = new Int32Array(size);
  }

  /** `table` from 1. */
  add(table: number, hash: number, { literal, delta }: { literal: number; delta: number }): void {
    const lead = this.count++;
    const chain = chainOf(table, hash);
    this.hash[lead] = hash;
    this.literal[lead] = literal;
    this.delta[lead] = delta;
    this.next[lead] = this.heads[chain]!;
    this.heads[chain] = lead;
  }

  /** First lead that may have this hash, -1 for none. */
  first(table: number, hash: number): number {
    return this.heads[chainOf(table, hash)]!;
  }
}

function chainOf(table: number, hash: number): number {
  return ((table - 1) << CHAIN_BITS) + (hash >>> SHIFT);
}
