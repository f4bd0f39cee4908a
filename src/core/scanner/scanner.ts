/**
 * What finds candidate lines in raw bytes. Two implementations, one behaviour: `wasm.ts` (kernel) and `plain.ts` (its twin in
 * TypeScript, the oracle, and the fallback without WebAssembly).
 */
export interface Scanner {
  /** Memory to read bytes into; `window.length` is the capacity. */
  readonly window: Uint8Array;
  /** Byte positions of literals found by the last `scan`, rising; valid up to the count it returned. */
  readonly hitAt: Uint32Array;
  /** Index of the literal at each hit; several literals at one position come in rising index order. */
  readonly hitLiteral: Uint32Array;
  /**
   * Finds every occurrence of every literal that lies wholly in window[from, to). Returns how many hits were stored and where to go on:
   * `next` < `to` when the hit arrays were full (call again from there; no hit is lost or given twice).
   */
  scan(from: number, to: number): { count: number; next: number };
  /** Number of `\n` in window[from, to). */
  countNewlines(from: number, to: number): number;
}

/** Shortest literal that a scanner takes, in bytes. */
export const MIN_LITERAL = 8;
