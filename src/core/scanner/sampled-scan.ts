/** The scan that both implementations share: they differ only in how positions are found and line ends counted. */
import { HitList } from './hit-list.ts';
import type { ScanPlan } from './plan.ts';
import type { Scanner } from './scanner.ts';
import { Verifier } from './verifier.ts';

/** Hits after which `scan` gives what it has. */
export const HITS = 1 << 13;

/** Finds positions that pass both stages, a batch at a time. */
export interface Finder {
  /** Has MARGIN bytes of its buffer before and behind it. */
  readonly window: Uint8Array;
  /** Positions of the last batch plus `offset`, rising. */
  readonly positions: Uint32Array;
  readonly offset: number;
  /** Positions in the last batch. */
  readonly count: number;
  /** Looks at every `stride`th position of [from, to); returns the first that it has not looked at (>= to: done). */
  find(from: number, to: number): number;
  countNewlines(from: number, to: number): number;
}

/** `limit`: hits after which a scan gives what it has. */
export function sampledScan(plan: ScanPlan, finder: Finder, limit: number): Scanner {
  const { window } = finder;
  const hits = new HitList(limit + finder.positions.length);
  const verifier = new Verifier(plan, window, hits);

  function scan(from: number, to: number): { count: number; next: number } {
    hits.count = 0;
    // The last window of four bytes begins at to - 4.
    const stop = to - 3;
    for (let at = from; at < stop;) {
      at = finder.find(at, stop);
      for (let i = 0; i < finder.count; i++) verifier.verify(finder.positions[i]! - finder.offset, from, to);
      // Literals that start behind this may have windows that have not been looked at.
      const known = at - plan.reach;
      if (hits.count < limit || known <= from || at >= stop) continue;
      hits.order();
      hits.dropFrom(known);
      return { count: hits.count, next: known };
    }
    hits.order();
    return { count: hits.count, next: to };
  }

  return {
    window,
    get hitAt() {
      return hits.at;
    },
    get hitLiteral() {
      return hits.literal;
    },
    scan,
    countNewlines: (from, to) => finder.countNewlines(from, to),
  };
}
