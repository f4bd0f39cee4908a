/** Opens the searches of a push-down: each with its first page, which mostly is all of it. */
import { anyOf } from '../../core/pushdown/clauses.ts';
import type { Clause } from '../../core/pushdown/clauses.ts';
import { Cursor, TooManyClauses } from './cursor.ts';
import { searchOf } from './searches.ts';
import type { Slice } from './searches.ts';
import type { Session } from './session.ts';

/** Documents that pass all filters and that any of the clauses finds. */
export interface ClauseSearch {
  readonly filters: readonly object[];
  readonly clauses: readonly Clause[];
}

/** Searches side by side: each takes a good part of a server's time and memory. */
const AT_ONCE = 2;

/** The cursors of all searches. Throws Refused. */
export async function opened(
  session: Session,
  slice: Slice,
  searches: readonly ClauseSearch[],
): Promise<readonly Cursor[]> {
  const cursors: Cursor[] = [];
  const open = searches.toSorted((a, b) => slowness(b) - slowness(a)).values();
  const lane = async () => {
    for (const search of open) cursors.push(...(await openedOne(session, slice, search)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return cursors;
}

function slowness({ clauses }: ClauseSearch): number {
  return clauses.some(({ kind }) => kind === 'slow') ? 1 : 0;
}

/** The server's own bound; each page costs the whole query again. */
const PAGE = 10_000;

/** In halves when the server finds it too large after all, or when halves may find fewer. */
async function openedOne(
  session: Session,
  slice: Slice,
  { filters, clauses }: ClauseSearch,
): Promise<readonly Cursor[]> {
  const cursor = new Cursor(session, searchOf([...filters, anyOf(clauses).query], slice), PAGE);
  const both = async (halves: readonly (readonly Clause[])[]) => {
    const searches = halves.map((some) => openedOne(session, slice, { filters, clauses: some }));
    return (await Promise.all(searches)).flat();
  };
  try {
    await cursor.prime();
  } catch (error) {
    if (!(error instanceof TooManyClauses) || clauses.length === 1) throw error;
    const half = Math.ceil(clauses.length / 2);
    return both([clauses.slice(0, half), clauses.slice(half)]);
  }
  const halves = cursor.hasMore && clauses.length === 1 ? clauses[0]!.halves?.() : undefined;
  return halves === undefined ? [cursor] : both(halves.map((clause) => [clause]));
}
