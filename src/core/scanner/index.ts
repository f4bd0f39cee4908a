import { createPlainScanner } from './plain.ts';
import type { Scanner } from './scanner.ts';

/** A scanner for these literals with a window of `capacity` bytes. */
export function createScanner(literals: readonly string[], capacity: number): Scanner {
  return createPlainScanner(literals, capacity);
}
