/** A point in time of some indices, shared by all searches of a scan: opened, kept, opened anew when the cluster lost it. */
import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../../core/errors.ts';
import type { Cluster } from './cluster.ts';
import { orderOf } from './field-caps.ts';
import type { Order } from './field-caps.ts';
import { judgeSearch } from './verdict.ts';
import type { SearchVerdict } from './verdict.ts';

const KEEP_ALIVE = '5m';
const BY_TIME = { order: 'asc', numeric_type: 'date', missing: 0, unmapped_type: 'date' };

export interface SessionOptions {
  readonly cluster: Cluster;
  readonly index: string;
  /** Shown where something is wrong. */
  readonly name: string;
  /** ms without any answer after which reading is given up. */
  readonly retryFor: number;
  readonly signal?: AbortSignal | undefined;
  /** Takes what is worth telling while it lasts. */
  readonly onNotice?: ((text: string) => void) | undefined;
}

export interface Hit {
  readonly _index: string;
  readonly _id: string;
  readonly _source?: Readonly<Record<string, unknown>>;
  /** ms of the time field (0 without one), and what tells documents of the same time apart. */
  readonly sort: readonly (number | string)[];
}

export type Search = Readonly<Record<string, unknown>> & { readonly size: number };

export type Outcome =
  | { readonly kind: 'found'; readonly hits: readonly Hit[]; readonly generation: number }
  | { readonly kind: 'smaller' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'clauses'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** The two ways of asking for a point in time. */
const WAYS = {
  elasticsearch: {
    open: (index: string) => `/${index}/_pit?keep_alive=${KEEP_ALIVE}`,
    id: 'id',
    close: (id: string) => ['/_pit', { id }] as const,
  },
  opensearch: {
    open: (index: string) => `/${index}/_search/point_in_time?keep_alive=${KEEP_ALIVE}`,
    id: 'pit_id',
    close: (id: string) => ['/_search/point_in_time', { pit_id: [id] }] as const,
  },
} as const;

export class Session {
  readonly options: SessionOptions;
  /** What documents are ordered by. */
  order: Order = { time: '@timestamp', slice: '@timestamp' };
  /** Grows with each point in time. */
  generation = 0;
  private way: keyof typeof WAYS = 'elasticsearch';
  private id = '';
  /** OpenSearch before 3.3 can't sort by the place in the shard. */
  private tie = '_shard_doc';
  private opening: Promise<void> | undefined;

  private constructor(options: SessionOptions) {
    this.options = options;
  }

  /** Throws ProblemError when the cluster refuses or does not answer. */
  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options);
    session.order = await orderOf(session);
    await session.openPoint();
    return session;
  }

  /** One page. Transient faults are tried again; throws ProblemError when they last too long. */
  async search(search: Search): Promise<Outcome> {
    const { generation } = this;
    const sort = [{ [this.order.time]: BY_TIME }, ...this.ties.map((name) => ({ [name]: 'asc' }))];
    const pit = { id: this.id, keep_alive: KEEP_ALIVE };
    const query = 'allow_partial_search_results=false&filter_path=pit_id,hits.hits';
    const verdict = await this.ask('POST', `/_search?${query}`, { ...search, sort, pit }, search.size > 1);
    if (verdict.kind === 'ok') return { kind: 'found', hits: this.hitsIn(verdict.body), generation };
    if (verdict.kind === 'retry') return { kind: 'smaller' };
    if (verdict.kind === 'lost') return { kind: 'lost' };
    if (verdict.kind === 'clauses') return verdict;
    if (this.tie === '_shard_doc' && verdict.reason.includes('_shard_doc')) {
      this.tie = '_id';
      return this.search(search);
    }
    return verdict;
  }

  /** OpenSearch counts places in an index, Elasticsearch in all that are searched; ids are an index's own in both. */
  private get ties(): readonly string[] {
    const { way, tie } = this;
    return way === 'elasticsearch' && tie === '_shard_doc' ? [tie] : ['_index', tie];
  }

  /** The point in time of `generation` is gone. */
  async reopen(generation: number): Promise<void> {
    if (generation !== this.generation) return;
    this.opening ??= this.openPoint().finally(() => {
      this.opening = undefined;
    });
    await this.opening;
  }

  async close(): Promise<void> {
    if (this.id === '') return;
    const [path, body] = WAYS[this.way].close(this.id);
    await this.options.cluster.request('DELETE', path, body);
  }

  /** Any other request that reads; transient faults are tried again. */
  async read(method: string, path: string, body?: unknown): Promise<SearchVerdict> {
    return this.ask(method, path, body, false);
  }

  /** How many documents of the point in time each query finds, up to `most`; undefined: the cluster does not say. */
  async counts(queries: readonly object[], most: number): Promise<readonly number[] | undefined> {
    const pit = { id: this.id, keep_alive: KEEP_ALIVE };
    const lines = queries.flatMap((query) => [
      '{"allow_partial_search_results":false}',
      JSON.stringify({ pit, size: 0, track_total_hits: most, query }),
    ]);
    const path = '/_msearch?max_concurrent_searches=2&filter_path=responses.hits.total,responses.status';
    const verdict = await this.read('POST', path, `${lines.join('\n')}\n`);
    if (verdict.kind !== 'ok') return undefined;
    const { responses = [] } = verdict.body as {
      responses?: readonly { hits?: { total?: { value: number } } }[];
    };
    return responses.map(({ hits }) => hits?.total?.value ?? Infinity);
  }

  private async openPoint(): Promise<void> {
    const index = this.options.index.split(',').map(encodeURIComponent).join(',');
    let verdict = await this.ask('POST', WAYS[this.way].open(index), undefined, false);
    // OpenSearch knows no such path.
    if (verdict.kind === 'refused' && this.generation === 0 && [400, 404, 405].includes(verdict.status)) {
      const other = await this.ask('POST', WAYS.opensearch.open(index), undefined, false);
      if (other.kind === 'ok') {
        this.way = 'opensearch';
        verdict = other;
      } else if (other.kind === 'refused' && /no handler found|unknown|invalid/i.test(verdict.reason))
        verdict = other;
    }
    if (verdict.kind !== 'ok') throw this.problem(verdict.reason);
    const id = (verdict.body as Readonly<Record<string, unknown>>)[WAYS[this.way].id];
    if (typeof id !== 'string') throw this.problem('the answer holds no point in time');
    this.id = id;
    this.generation++;
  }

  private hitsIn(body: unknown): readonly Hit[] {
    const { pit_id: id, hits } = body as { pit_id?: string; hits?: { hits?: readonly Hit[] } };
    if (id !== undefined) this.id = id;
    return hits?.hits ?? [];
  }

  /** `gives`: a fault that fewer documents may mend is the caller's. */
  private async ask(method: string, path: string, body: unknown, gives: boolean): Promise<SearchVerdict> {
    const { cluster, retryFor, signal, onNotice } = this.options;
    const deadline = performance.now() + retryFor;
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const answer = await cluster.request(method, path, body);
      const verdict = judgeSearch(answer, cluster.explain(answer));
      if (verdict.kind !== 'retry' || (verdict.smaller && gives)) return verdict;
      const wait = cluster.backOff(attempt, verdict.wait);
      if (performance.now() + wait > deadline)
        throw this.problem(`given up after ${Math.round(retryFor / 1000)} s: ${verdict.reason}`);
      if (attempt === 2) onNotice?.(`${this.options.name}: ${verdict.reason}; trying again`);
      await delay(wait, undefined, signal === undefined ? {} : { signal });
    }
  }

  problem(reason: string): ProblemError {
    return new ProblemError([
      {
        code: 'ELASTIC_READ_FAILED',
        message: `documents were not read: ${reason}`,
        place: { file: this.options.name },
        fix: 'see the address, --es-index and the rights: docs/elasticsearch.md',
      },
    ]);
  }
}
