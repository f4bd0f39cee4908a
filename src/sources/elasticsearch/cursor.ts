/**
 * Goes through what one query finds, oldest first, a page at a time. Where it stands is `Position`: a later run could go on from there
 * (a `watch` on an index would keep the last one, and open a new point in time for each look).
 */
import type { Hit, Search, Session } from './session.ts';

/** Behind the documents of time `time` (ms of `@timestamp`) up to `ties`. */
export interface Position {
  readonly time: number;
  /** In this point in time only; in another one all documents of that time come again. */
  readonly ties: readonly (number | string)[];
}

/** A page should come to about so many bytes. */
const PAGE_BYTES = 8 << 20;
const FIRST_PAGE = 1000;
/** The server's own bound: index.max_result_window. */
const LARGEST_PAGE = 10_000;

export class Cursor {
  position: Position | undefined;
  private readonly session: Session;
  private readonly search: Omit<Search, 'size'>;
  /** Documents that the next page may have. */
  size: number;
  private ended = false;
  /** Looked up beforehand. */
  private waiting: readonly Hit[] | undefined;
  private generation = 0;

  constructor(session: Session, search: Omit<Search, 'size'>, size = FIRST_PAGE) {
    this.session = session;
    this.search = search;
    this.size = size;
  }

  /** There may be more than the pages so far. */
  get hasMore(): boolean {
    return !this.ended;
  }

  /** Looks up the first page, which is kept. Throws TooManyClauses and Refused. */
  async prime(): Promise<void> {
    this.waiting = await this.fetch();
  }

  /** The next page, in order of time; empty at the end. After the point in time was lost, documents of the last time may come again. */
  async next(): Promise<readonly Hit[]> {
    if (this.waiting !== undefined) {
      const { waiting } = this;
      this.waiting = undefined;
      return waiting;
    }
    return this.ended ? [] : this.fetch();
  }

  private async fetch(): Promise<readonly Hit[]> {
    for (;;) {
      const { size } = this;
      const after = this.position && { search_after: this.after(this.position) };
      const outcome = await this.session.search({ ...this.search, ...after, track_total_hits: false, size });
      if (outcome.kind === 'smaller') this.size = Math.max(1, size >> 1);
      else if (outcome.kind === 'lost') await this.session.reopen(this.generation || this.session.generation);
      else if (outcome.kind === 'clauses') throw new TooManyClauses(outcome.reason);
      else if (outcome.kind === 'refused') throw new Refused(outcome.reason);
      else {
        this.generation = outcome.generation;
        this.took(outcome.hits, size);
        return outcome.hits;
      }
    }
  }

  /** Ties are of this very point in time. */
  private after({ time, ties }: Position): readonly (number | string)[] {
    if (this.generation === this.session.generation) return [time, ...ties];
    return [time, ...ties.map((tie) => (typeof tie === 'string' ? '' : -1))];
  }

  private took(hits: readonly Hit[], size: number): void {
    this.ended = hits.length < size;
    const last = hits.at(-1);
    if (last === undefined) return;
    const [time, ...ties] = last.sort;
    this.position = { time: Number(time), ties };
    const bytes = Math.max(1, averageBytes(hits));
    this.size = Math.max(10, Math.min(LARGEST_PAGE, Math.floor(PAGE_BYTES / bytes), size * 4));
  }
}

/** Of a few of them; strings are most of a document. */
function averageBytes(hits: readonly Hit[]): number {
  const step = Math.max(1, hits.length >> 4);
  let bytes = 0;
  let count = 0;
  for (let i = 0; i < hits.length; i += step, count++) bytes += JSON.stringify(hits[i]).length;
  return bytes / count;
}

/** The query has more clauses than the server takes. */
export class TooManyClauses extends Error {}

/** The query is refused. */
export class Refused extends Error {}
