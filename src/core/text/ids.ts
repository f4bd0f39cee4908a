/**
 * Ids as log lines hold them: UUIDs, ids of containers, digests. A run of at least 32 lower-case hexadecimal digits and hyphens, taken as far
 * as it goes on both sides.
 */

/** Shorter runs are words and numbers, too. */
export const MIN_ID = 32;

const HYPHEN = 45;

/** Places of a text, the last one excluded. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export function isIdCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || code === HYPHEN;
}

/** The first id that starts at or after `from`, which must not lie inside of one. */
export function nextId(text: string, from: number): Place | undefined {
  for (let at = from; at + MIN_ID <= text.length;) {
    // Every id that starts in these covers the last of them.
    let last = at + MIN_ID - 1;
    while (last >= at && isIdCode(text.charCodeAt(last))) last--;
    if (last >= at) {
      at = last + 1;
      continue;
    }
    let to = at + MIN_ID;
    while (to < text.length && isIdCode(text.charCodeAt(to))) to++;
    return { from: at, to };
  }
  return undefined;
}

/** All ids of a text, in order. */
export function idsIn(text: string): Place[] {
  const ids: Place[] = [];
  for (let id = nextId(text, 0); id !== undefined; id = nextId(text, id.to)) ids.push(id);
  return ids;
}

export function hasId(text: string): boolean {
  return nextId(text, 0) !== undefined;
}
