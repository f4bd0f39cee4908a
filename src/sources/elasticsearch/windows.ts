/**
 * Goes through all documents of a scan, oldest first, in windows of time. Sorted all at once, each page would cost the server a pass over
 * all documents; a window holds about a page of them.
 */
import { Cursor } from './cursor.ts';
import type { Pages } from './merged.ts';
import { searchOf } from './searches.ts';
import type { Slice } from './searches.ts';
import type { Hit, Session } from './session.ts';

/** Which documents, and how many there are about. */
export interface Reading {
  readonly session: Session;
  readonly filters: readonly object[];
  readonly slice: Slice;
}

/** Of all documents that pass the filters. */
export interface Span {
  /** ms since the epoch: earliest and latest time; undefined: no document has one. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly total: number;
}

interface SpanAnswer {
  readonly hits: { readonly total: { readonly value: number } };
  readonly aggregations: Readonly<Record<'first' | 'last', { readonly value: number | null }>>;
}

/** Undefined: the cluster does not say. */
export async function spanOf(session: Session, filters: readonly object[]): Promise<Span | undefined> {
  const field = session.order.time;
  const index = session.options.index.split(',').map(encodeURIComponent).join(',');
  const verdict = await session.read('POST', `/${index}/_search?filter_path=hits.total,aggregations`, {
    size: 0,
    track_total_hits: true,
    query: { bool: { filter: filters } },
    aggs: { first: { min: { field } }, last: { max: { field } } },
  });
  if (verdict.kind !== 'ok') return undefined;
  const { hits, aggregations } = verdict.body as Partial<SpanAnswer>;
  if (hits === undefined || aggregations === undefined) return undefined;
  const { first, last } = aggregations;
  return { first: first.value ?? undefined, last: last.value ?? undefined, total: hits.total.value };
}

/** So many are read at once. */
const FEW = 2000;

/** Windows where they pay, else all at once. */
export function readingOf(reading: Reading, span: Span | undefined): Pages {
  const { session, filters, slice } = reading;
  const { first, last, total } = span ?? { total: 0 };
  if (first === undefined || last === undefined || total <= FEW)
    return new Cursor(session, searchOf(filters, slice));
  return new Windows(reading, { first, last, total });
}

/** Of a page's documents so many are aimed at for a window: it should need no second page. */
const SHARE = 0.9;
/** Windows grow or shrink by no more than this. */
const STEP = 8;
/** Pages in a window from which on it is left before its end. */
const MANY_PAGES = 4;

class Windows implements Pages {
  private readonly reading: Reading;
  private readonly last: number;
  /** ms. */
  private width: number;
  /** Of the window that is read: its beginning (none: the first one, which has all that is earlier or has no time), its pages, its documents. */
  private from: number | undefined;
  private to: number;
  private cursor: Cursor | undefined;
  private size: number | undefined;
  private count = 0;

  constructor(reading: Reading, { first, last, total }: { first: number; last: number; total: number }) {
    this.reading = reading;
    this.last = last;
    this.width = Math.max(1, ((last - first) / total) * FEW);
    this.to = Math.max(0, first);
    this.open();
  }

  /** As a cursor's; documents whose window was left early may come again. */
  async next(): Promise<readonly Hit[]> {
    while (this.cursor !== undefined) {
      const { cursor, from } = this;
      const hits = await cursor.next();
      this.count += hits.length;
      if (hits.length === 0) this.leave(this.to);
      else if (this.holdsMany(cursor)) this.leave(cursor.position!.time);
      // Of several times of a document the earliest counts.
      const own = from === undefined ? hits : hits.filter(({ sort }) => Number(sort[0]) >= from);
      if (own.length > 0) return own;
    }
    return [];
  }

  /** Past the documents of its first moment, and those without a time, which a window from there on would not have. */
  private holdsMany({ hasMore, size, position }: Cursor): boolean {
    return hasMore && this.count > MANY_PAGES * size && position!.time > (this.from ?? 0);
  }

  /** Goes on at `time`, with a window as wide as this one's documents suggest. */
  private leave(time: number): void {
    const { cursor, count, width } = this;
    this.size = cursor!.size;
    const passed = Math.max(1, time - (this.from ?? this.to - width));
    const wanted = count === 0 ? Infinity : (passed / count) * SHARE * this.size;
    this.width = Math.max(1, Math.min(width * STEP, Math.max(width / STEP, wanted)));
    if (time === Infinity) this.cursor = undefined;
    else {
      this.from = time;
      this.to = time;
      this.open();
    }
  }

  /** The window from `to` on. */
  private open(): void {
    const { session, filters, slice } = this.reading;
    const end = Math.ceil(this.to + this.width);
    this.to = end > this.last ? Infinity : end;
    this.count = 0;
    this.cursor = new Cursor(session, searchOf([...filters, this.filter()], slice), this.size);
  }

  private filter(): object {
    const field = this.reading.session.order.time;
    const bounds = {
      ...(this.from === undefined ? {} : { gte: this.from }),
      ...(this.to === Infinity ? {} : { lt: this.to }),
    };
    const range = { range: { [field]: { ...bounds, format: 'epoch_millis' } } };
    if (this.from !== undefined) return range;
    // Documents without a time come with time 0.
    return {
      bool: { should: [range, { bool: { must_not: [{ exists: { field } }] } }], minimum_should_match: 1 },
    };
  }
}
