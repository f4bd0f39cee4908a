import { createPlainScanner } from './plain.ts';
import type { Scanner, ScannerOptions } from './scanner.ts';
import { createWasmScanner } from './wasm.ts';

/**
 * A scanner for these literals (at least MIN_LITERAL bytes each, else RangeError) with a window of `capacity` bytes.
 * `plain`: without WebAssembly.
 */
export function createScanner(
  literals: readonly string[],
  capacity: number,
  { plain, ...options }: ScannerOptions & { readonly plain?: boolean | undefined } = {},
): Scanner {
  const scanner = plain === true ? undefined : createWasmScanner(literals, capacity, options);
  return scanner ?? createPlainScanner(literals, capacity, options);
}
