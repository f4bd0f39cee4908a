import { createPlainScanner } from './plain.ts';
import type { Scanner } from './scanner.ts';
import { createWasmScanner } from './wasm.ts';

/** A scanner for these literals (at least MIN_LITERAL bytes each) with a window of `capacity` bytes. `plain`: without WebAssembly. */
export function createScanner(
  literals: readonly string[],
  capacity: number,
  options: { plain?: boolean } = {},
): Scanner {
  const scanner = options.plain === true ? undefined : createWasmScanner(literals, capacity);
  return scanner ?? createPlainScanner(literals, capacity);
}
