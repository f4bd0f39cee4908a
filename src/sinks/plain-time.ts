/** Times as programs get them: RFC 3339. `ms` since the epoch. */
import { rfc3339 } from '../core/text/amounts.ts';

export function timeOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : rfc3339(ms);
}
