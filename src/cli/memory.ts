/** Keeps the process small: a log's garbage dies young, and without this V8 lets the heap grow to several times what is in use. */
import { setFlagsFromString } from 'node:v8';

/** Releases of Node whose V8 was seen to take both flags. Others complain on stderr about a flag that they don't know. */
const TRIED = new Set(['22', '23', '24']);

/**
 * Both flags are read each time the heap would grow, so that setting them late is safe.
 * The space for young objects keeps the size it has then: to be called when code is loaded (it is 8 MB), before rules are (it would be 16 or 32).
 */
export function limitHeapGrowth(): void {
  if (!TRIED.has(process.versions.node.split('.')[0]!)) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}
