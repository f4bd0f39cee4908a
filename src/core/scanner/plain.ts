/**
 * The sampled scan in plain TypeScript: the kernel's twin, its oracle, and the fallback without WebAssembly.
 *
 * Of each literal one part of `m` bytes is looked for (m: the shortest literal, at most 13). Of every m-3 consecutive positions one starts
 * a 4-byte window of such a part, so only every (m-3)th position is looked at: one load, one multiplication, one bit of a table.
 */
import { four, MARGIN, ScanPlan } from './plan.ts';
import { HITS, sampledScan } from './sampled-scan.ts';
import type { Finder } from './sampled-scan.ts';
import type { Scanner, ScannerOptions } from './scanner.ts';

/** Positions of a batch. */
const ROOM = 1 << 11;
const NEWLINE = 10;

/** A scanner for these literals (at least MIN_LITERAL bytes each); the window holds `capacity` bytes. */
export function createPlainScanner(
  literals: readonly string[],
  capacity: number,
  { hits = HITS, chosen }: ScannerOptions = {},
): Scanner {
  const plan = new ScanPlan(literals, chosen);
  return sampledScan(plan, new PlainFinder(plan, capacity), hits);
}

class PlainFinder implements Finder {
  readonly window: Uint8Array;
  readonly positions = new Uint32Array(ROOM);
  readonly offset = 0;
  count = 0;
  private readonly plan: ScanPlan;
  private readonly bytes: DataView;

  constructor(plan: ScanPlan, capacity: number) {
    const buffer = new ArrayBuffer(capacity + 2 * MARGIN);
    this.plan = plan;
    this.window = new Uint8Array(buffer, MARGIN, capacity);
    this.bytes = new DataView(buffer, MARGIN);
  }

  /** Leaves the second stage out: the check of what passes costs no more here. */
  find(from: number, to: number): number {
    const { plan, positions, bytes } = this;
    const { stride } = plan;
    let count = 0;
    let at = from;
    for (; at < to && count < ROOM; at += stride) if (plan.passes(four(bytes, at))) positions[count++] = at;
    this.count = count;
    return at;
  }

  countNewlines(from: number, to: number): number {
    const { window } = this;
    let count = 0;
    for (let i = from; i < to; i++) if (window[i] === NEWLINE) count++;
    return count;
  }

  lineEnd(from: number, to: number): number {
    const at = this.window.indexOf(NEWLINE, from);
    return at < 0 || at > to ? to : at;
  }
}
