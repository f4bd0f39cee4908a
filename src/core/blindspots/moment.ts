import { rfc3339 } from '../text/amounts.ts';

/** RFC 3339 in whole seconds, UTC, for sentences. `ms` since the epoch. */
export function momentOf(ms: number): string {
  return rfc3339(Math.floor(ms / 1000) * 1000).replace('.000Z', 'Z');
}
