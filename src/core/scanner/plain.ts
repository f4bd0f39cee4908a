/**
 * The sampled scan in plain TypeScript: the kernel's twin, its oracle, and the fallback without WebAssembly.
 *
 * Of each literal one part of `m` bytes is looked for (m: the shortest literal, at most 13). Of every m-3 consecutive positions one starts
 * a 4-byte window of such a part, so only every (m-3)th position is looked at: one load, one multiplication, one bit of a table.
 */
import { HitList } from './hit-list.ts';
import { ScanPlan, wordAt } from './plan.ts';
import type { Scanner } from './scanner.ts';

const MULTIPLIER = 0x9e3779b1;

/** A scanner for these literals (at least MIN_LITERAL bytes each, ASCII); the window holds `capacity` bytes. */
export function createPlainScanner(literals: readonly string[], capacity: number): Scanner {
  const window = new Uint8Array(capacity);
  const plan = new ScanPlan(literals);
  const hits = new HitList();
  const { tables, stride } = plan;

  function scan(from: number, to: number): { count: number; next: number } {
    hits.clear();
    const within = { from, to };
    for (let at = from; at <= to - 4; at += stride) {
      const hash = Math.imul(wordAt(window, at), MULTIPLIER) >>> 12;
      if ((tables[hash >>> 3]! & (1 << (hash & 7))) !== 0) plan.verify(window, at, within, hits);
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
    countNewlines: (from, to) => {
      let count = 0;
      for (let i = from; i < to; i++) if (window[i] === 10) count++;
      return count;
    },
  };
}
