/** The scan that both implementations share: they differ only in how positions are found and line ends counted. */
import { HitList } from './hit-list.ts';
import type { ScanPlan } from './plan.ts';
import { KNOWN_LINE } from './scanner.ts';
import type { KnownLines, Scanner } from './scanner.ts';
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
  lineEnd(from: number, to: number): number;
}

/** The last line that was asked about: its end, and whether it is known. */
interface Settled {
  asked: number;
  known: boolean;
}

/** `limit`: hits after which a scan gives what it has. */
export function sampledScan(plan: ScanPlan, finder: Finder, limit: number): Scanner {
  const { window } = finder;
  const hits = new HitList(limit + finder.positions.length);
  const verifier = new Verifier(plan, window, hits);

  /** Literals at the positions of the last batch. */
  function check(from: number, to: number, lines: KnownLines | undefined, settled: Settled): void {
    const { positions, offset, count } = finder;
    for (let i = 0; i < count; i++) {
      const at = positions[i]! - offset;
      if (lines !== undefined && at > settled.asked) {
        settled.asked = lines.ask(at);
        settled.known = lines.number >= 0;
        if (settled.known) hits.add(lines.start, KNOWN_LINE + lines.number);
      }
      if (!settled.known) verifier.verify(at, from, to);
    }
  }

  function scan(from: number, to: number, lines?: KnownLines): { count: number; next: number } {
    hits.count = 0;
    lines?.begin(to);
    const settled: Settled = { asked: from - 1, known: false };
    // The last window of four bytes begins at to - 4.
    const stop = to - 3;
    for (let at = from; at < stop;) {
      at = finder.find(at, stop);
      check(from, to, lines, settled);
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
    lineEnd: (from, to) => finder.lineEnd(from, to),
  };
}
