/** Leads: where a window that passed two stages would stand in a literal. Chained by the hash that let it pass. The kernel reads them, too. */

/** Chains of each table, by the upper bits of the hash. */
const CHAIN_BITS = 13;
const CHAINS = 1 << CHAIN_BITS;
const SHIFT = 20 - CHAIN_BITS;

/** A lead is LEAD numbers in a row: hash (20 bits), literal, distance of the window from the literal's start, next of its chain. */
const LEAD = 4;
export const HASH = 0;
export const LITERAL = 1;
export const DELTA = 2;
export const NEXT = 3;

export class LeadList {
  /** A lead is named by its index in here. */
  readonly data: Int32Array;
  /** First lead of each chain, a row for each table. */
  readonly heads = new Int32Array(3 * CHAINS).fill(-1);
  private end = 0;

  constructor(size: number) {
    this.data = new Int32Array(size * LEAD);
  }

  add(table: number, hash: number, literal: number, delta: number): void {
    const chain = chainOf(table, hash);
    const { data, end } = this;
    data[end + HASH] = hash;
    data[end + LITERAL] = literal;
    data[end + DELTA] = delta;
    data[end + NEXT] = this.heads[chain]!;
    this.heads[chain] = end;
    this.end += LEAD;
  }

  /** First lead that may have this hash, -1 for none. */
  first(table: number, hash: number): number {
    return this.heads[chainOf(table, hash)]!;
  }
}

function chainOf(table: number, hash: number): number {
  return (table << CHAIN_BITS) + (hash >>> SHIFT);
}
