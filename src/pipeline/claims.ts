/**
 * How far the reader of a range may go. Its end can be moved towards it while it reads: so a thread without work takes a part from one
 * that has much left. Both ends stand in one word, which changes at once.
 */
import type { Range } from './piece.ts';

/** Stands for the end of the file, wherever that is. */
const OPEN = 0x7fff_ffff;
/** Bytes of a unit, in which ends are counted. */
export const UNIT = 1 << 20;

export class Claims {
  static readonly BYTES = 8;
  private readonly word: BigInt64Array;
  private readonly unit: number;

  /** `word`: one, shared with the other thread where there is one. */
  constructor(word: BigInt64Array = new BigInt64Array(1), unit = UNIT) {
    this.word = word;
    this.unit = unit;
  }

  /** The reader has claimed the bytes before this offset. */
  get claimed(): number {
    return this.both().claimed * this.unit;
  }

  /** Where the range ends; undefined: with the file. */
  get limit(): number | undefined {
    const { limit } = this.both();
    return limit === OPEN ? undefined : limit * this.unit;
  }

  /** Before the range is handed out. Both ends must be whole units. */
  begin({ from, to }: Range): void {
    Atomics.store(this.word, 0, wordOf(from / this.unit, to === undefined ? OPEN : to / this.unit));
  }

  /** Claims the bytes before `offset`, or what there is of them in the range; returns up to where. */
  reach(offset: number): number {
    const wanted = Math.ceil(offset / this.unit);
    for (;;) {
      const { claimed, limit } = this.both();
      const next = Math.min(Math.max(claimed, wanted), limit);
      if (next === claimed || this.swap({ claimed, limit }, { claimed: next, limit }))
        return next * this.unit;
    }
  }

  /** Cuts what nobody has claimed in two, `end` being the end of the file; returns what is no more part of the range. */
  halve(end: number): Range | undefined {
    const { claimed, limit } = this.both();
    const middle = Math.ceil((claimed + Math.min(limit, end / this.unit)) / 2);
    if (middle <= claimed || middle * this.unit >= end || middle >= limit) return undefined;
    if (!this.swap({ claimed, limit }, { claimed, limit: middle })) return undefined;
    return { from: middle * this.unit, to: limit === OPEN ? undefined : limit * this.unit };
  }

  private both(): Ends {
    const word = Atomics.load(this.word, 0);
    return { claimed: Number(word >> 32n), limit: Number(word & 0xffff_ffffn) };
  }

  private swap(from: Ends, to: Ends): boolean {
    const before = wordOf(from.claimed, from.limit);
    return Atomics.compareExchange(this.word, 0, before, wordOf(to.claimed, to.limit)) === before;
  }
}

/** In units. */
interface Ends {
  readonly claimed: number;
  readonly limit: number;
}

function wordOf(claimed: number, limit: number): bigint {
  return (BigInt(claimed) << 32n) | BigInt(limit);
}
