/** What counts as new: first seen at the end of the log in which it was first seen. */
import { logOf } from '../blindspots/log-name.ts';
import { spanOf } from '../blindspots/profile.ts';
import type { SourceProfile } from '../blindspots/profile.ts';
import { greatest, least } from './cell.ts';

/** First and last time, ms since the epoch. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Part of a log's span that is its end … */
const SHARE = 0.1;
/** … but no more than the last day of it, however many years it holds. */
const LONGEST = 86_400_000;

export type NewFrom = (source: string) => number;

/**
 * From when on what is first seen in a source is new, ms since the epoch; Infinity: nothing is. A log spans all its rotated files. `known`: of
 * the unknown entries, for sources whose lines were not looked at. What ended by more than its own span before the latest log is over:
 * nothing in it is new.
 */
export function newFromOf(profiles: readonly SourceProfile[], known: Span | undefined): NewFrom {
  const spans = new Map<string, Span>();
  for (const profile of profiles) {
    const span = spanOf(profile);
    const log = logOf(profile.source);
    if (span !== undefined) spans.set(log, joined(spans.get(log), span));
  }
  const end = [...spans.values()].reduce(
    (latest, { last }) => Math.max(latest, last),
    known?.last ?? -Infinity,
  );
  return (source) => {
    const span = spans.get(logOf(source)) ?? known;
    if (span === undefined || span.last === span.first) return Infinity;
    const length = span.last - span.first;
    return end - span.last > length ? Infinity : span.last - Math.min(length * SHARE, LONGEST);
  };
}

function joined(a: Span | undefined, b: Span): Span {
  return { first: least(a?.first, b.first)!, last: greatest(a?.last, b.last)! };
}
