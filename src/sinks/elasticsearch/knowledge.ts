/**
 * The external version of a document: how much is known in it. A write with a smaller one is turned away by the cluster, so it does
 * not matter who writes last.
 *
 *     lines (32 bits) · resolved (1) · causes (6) · hash (14)   = 53 bits, exact in JavaScript and in a JSON reader's double
 *
 * Reading more of a log can only add lines to an incident that keeps its id (the id comes from its first line); with the same lines
 * it can become resolved, then get more causes. Where all that is equal and the text still differs (the same log under another path,
 * another release's wording), the hash of the document decides: always the same one of the two wins.
 */
import { createHash } from 'node:crypto';

export interface Knowledge {
  /** Matching lines. */
  readonly lines: number;
  readonly resolved: boolean;
  /** Incidents that explain it. */
  readonly causes: number;
}

const LINES = 2 ** 32 - 1;
const CAUSES = 2 ** 6 - 1;
const HASHES = 2 ** 14;

/** At least 1: zero is no version. `document`: JSON; undefined for a deletion. */
export function versionOf({ lines, resolved, causes }: Knowledge, document?: string): number {
  const counted = Math.min(Math.max(lines, 1), LINES);
  const known = counted * 2 + Number(resolved);
  return (known * (CAUSES + 1) + Math.min(causes, CAUSES)) * HASHES + hashOf(document);
}

function hashOf(document: string | undefined): number {
  if (document === undefined) return 0;
  return createHash('sha256').update(document).digest().readUInt16BE() % HASHES;
}
