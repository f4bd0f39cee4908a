/**
 * The sampled scan in plain TypeScript: the kernel's twin, its oracle, and the fallback without WebAssembly.
 *
 * Of each literal one part of `m` bytes is looked for (m: the shortest literal, at most 13). Of every m-3 consecutive positions one starts
 * a 4-byte window of such a part, so only every (m-3)th position is looked at: one load, one multiplication, one bit of a table.
 */
import { planScan } from './plan.ts';
import type { Scanner } from './scanner.ts';

/** A scanner for these literals (at least MIN_LITERAL bytes each, ASCII); the window holds `capacity` bytes. */
export function createPlainScanner(literals: readonly string[], capacity: number): Scanner {
  const window = new Uint8Array(capacity + 8);
  const plan = planScan(literals);
  const view = new DataView(window.buffer);
  const hits = new HitList();
  const { bits, stride } = plan;

  function scan(from: number, to: number): { count: number; next: number } {
    hits.clear();
    if (literals.length === 0) return { count: 0, next: to };
    for (let at = from; at <= to - 4; at += stride) {
      const word = view.getUint32(at, true);
      const hash = Math.imul(word, plan.multiplier) >>> 12;
      if ((bits[hash >>> 3]! & (1 << (hash & 7))) !== 0) plan.verify({ window, word, at, from, to }, hits);
    }
    hits.order();
    return { count: hits.count, next: to };
  }

  return {
    window: window.subarray(0, capacity),
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

/** Hits as they are found, put in order at the end: they are nearly so. */
export class HitList {
  at = new Uint32Array(1 << 12);
  literal = new Uint32Array(1 << 12);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  add(at: number, literal: number): void {
    if (this.count === this.at.length) this.grow();
    this.at[this.count] = at;
    this.literal[this.count++] = literal;
  }

  order(): void {
    const { at, literal, count } = this;
    for (let i = 1; i < count; i++) {
      const position = at[i]!;
      const index = literal[i]!;
      let j = i - 1;
      while (j >= 0 && (at[j]! > position || (at[j] === position && literal[j]! > index))) {
        at[j + 1] = at[j]!;
        literal[j + 1] = literal[j]!;
        j--;
      }
      at[j + 1] = position;
      literal[j + 1] = index;
    }
  }

  private grow(): void {
    const at = new Uint32Array(this.at.length * 2);
    const literal = new Uint32Array(this.at.length * 2);
    at.set(this.at);
    literal.set(this.literal);
    this.at = at;
    this.literal = literal;
  }
}
