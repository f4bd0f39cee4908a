import type { ChosenParts } from './plan.ts';

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
   *
   * `lines` is asked about each line before its literals are looked for. Of a line that it knows one hit is given, at the line's start, with
   * the literal `KNOWN_LINE` plus the number that `lines` gave it.
   */
  scan(from: number, to: number, lines?: KnownLines): { count: number; next: number };
  /** Number of `\n` in window[from, to). */
  countNewlines(from: number, to: number): number;
  /** Position of the first `\n` in window[from, to); `to` when there is none. */
  lineEnd(from: number, to: number): number;
  /** Memory beside the window for another kernel; undefined without WebAssembly. */
  readonly spare?: SpareMemory | undefined;
}

export interface ScannerOptions {
  /** How many hits a scan gives at a time, about. */
  readonly hits?: number | undefined;
  /** Which part of each literal to look for, where that is known beforehand. */
  readonly chosen?: ChosenParts | undefined;
}

/** SPARE_BYTES of a kernel's memory from `at` on; the window stands at `window`. */
export interface SpareMemory {
  readonly memory: WebAssembly.Memory;
  readonly at: number;
  readonly window: number;
}

/** They cost nothing until they are written to. */
export const SPARE_BYTES = 5 << 20;

/** Literals from here on stand for lines that are known as a whole. */
export const KNOWN_LINE = 1 << 30;

/** Tells lines whose literals need not be looked for. */
export interface KnownLines {
  /** A scan of window[.., to) begins: what was numbered before is forgotten. */
  begin(to: number): void;
  /** Looks at the line that holds `at` (rising, in one scan); returns its end and fills the two below. */
  ask(at: number): number;
  /** The line's start, and its number; -1: it is not known. */
  start: number;
  number: number;
}

/** Shortest literal that a scanner takes, in bytes. */
export const MIN_LITERAL = 8;
