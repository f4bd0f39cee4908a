import { createPlainScanner } from './plain.ts';
import type { Scanner } from './scanner.ts';
import { createWasmScanner } from './wasm.ts';

/**
 * A scanner for these literals (at least MIN_LITERAL bytes each, else RangeError) with a window of `capacity` bytes.
 * `plain`: without WebAssembly. `hits`: how many hits a scan gives at a time, about.
 */
export function createScanner(
  literals: readonly string[],
  capacity: number,
  options: { plain?: boolean; hits?: number } = {},
): Scanner {
  const scanner = options.plain === true ? undefined : createWasmScanner(literals, capacity, options.hits);
  return scanner ?? createPlainScanner(literals, capacity, options.hits);
}
