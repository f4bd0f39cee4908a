/** Elasticsearch and OpenSearch as a source: log documents, a page at a time, sliced, with the rules' literals as a query. */
import { DOCUMENT_FIELDS } from '../../core/formats/envelopes/es-document.ts';
import type { DocumentOptions, DocumentSource } from '../documents.ts';
import { clusterName } from './config.ts';
import type { SourceConfig } from './config.ts';
import { Cursor, Refused, TooManyClauses } from './cursor.ts';
import { interleaved, merged, TooManyTies } from './merged.ts';
import { Session } from './session.ts';
import type { Hit } from './session.ts';

export interface SourceHooks {
  /** Takes what is worth telling while it lasts: how the rules became a query, that the cluster is slow. */
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** Opens nothing yet: the first page does. */
export function elasticsearchSource(config: SourceConfig, hooks: SourceHooks = {}): DocumentSource {
  const cluster = clusterName(config);
  const name = `${cluster}/${config.index}`;
  return { name, cluster, pages: (options) => pages({ config, hooks, name }, options) };
}

interface Reading {
  readonly config: SourceConfig;
  readonly hooks: SourceHooks;
  readonly name: string;
}

async function* pages(reading: Reading, options: DocumentOptions): AsyncGenerator<readonly string[]> {
  const { config, hooks, name } = reading;
  const { index, retryFor } = config;
  const cluster = config.open();
  let session: Session | undefined;
  try {
    session = await Session.open({ cluster, index, name, retryFor, ...options, ...hooks });
    for await (const hits of await found(session, config, options)) yield hits.map(lineOf);
  } catch (error) {
    throw problemOf(error, session);
  } finally {
    await session?.close();
    await cluster.close();
  }
}

async function found(
  session: Session,
  config: SourceConfig,
  { pack }: DocumentOptions,
): Promise<AsyncIterable<readonly Hit[]>> {
  const filters = filtersOf(config);
  if (config.pushDown && pack !== undefined) {
    const { pushedDown } = await import('./push-down.ts');
    const cursors = await pushedDown({ session, pack, filters, slices: slicesOf(config, 1) });
    if (cursors !== undefined) return interleaved(cursors.map((slice) => merged(slice)));
  }
  const slices = slicesOf(config, config.jobs);
  const cursors = slices.map((slice) => new Cursor(session, searchOf(filters, slice)));
  return interleaved(cursors.map((cursor) => merged([cursor])));
}

/** What this tool itself sent there is no log. */
const OTHERS = { bool: { must_not: [{ wildcard: { _index: { value: '*logs-whynotready.match-*' } } }] } };

/** Filters of all searches. */
function filtersOf({ since, until, query }: SourceConfig): readonly object[] {
  const range = {
    ...(since === undefined ? {} : { gte: since }),
    ...(until === undefined ? {} : { lte: until }),
  };
  const hasRange = since !== undefined || until !== undefined;
  return [
    OTHERS,
    ...(hasRange ? [{ range: { '@timestamp': { ...range, format: 'epoch_millis' } } }] : []),
    ...(query === undefined ? [] : [userQuery(query)]),
  ];
}

/** A query as JSON, or the text of a query string. */
export function userQuery(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // A query string.
  }
  return { query_string: { query: text } };
}

/** A part of the documents that no other part has, whoever asks for it and when. */
export interface Slice {
  /** Restricts a search to it. */
  readonly search: object;
  readonly filters: readonly object[];
}

/**
 * The slices of this process. They go by the hash of `@timestamp`, so that processes with points in time of their own share the documents
 * without overlap; documents without it, which no such slice holds, are one slice more, of the first process.
 */
export function slicesOf({ slice, since, until }: SourceConfig, jobs: number): readonly Slice[] {
  const { number, count } = slice ?? { number: 1, count: 1 };
  const max = count * jobs;
  if (max === 1) return [{ search: {}, filters: [] }];
  const slices = Array.from({ length: jobs }, (_, i) => ({
    search: { slice: { field: '@timestamp', id: number - 1 + i * count, max } },
    filters: [],
  }));
  if (number > 1 || since !== undefined || until !== undefined) return slices;
  return [
    ...slices,
    { search: {}, filters: [{ bool: { must_not: [{ exists: { field: '@timestamp' } }] } }] },
  ];
}

/** What all searches have in common. */
export function searchOf(filters: readonly object[], slice: Slice): Readonly<Record<string, unknown>> {
  return {
    ...slice.search,
    _source: DOCUMENT_FIELDS,
    query: { bool: { filter: [...filters, ...slice.filters] } },
  };
}

function lineOf({ _index, _id, _source }: Hit): string {
  return JSON.stringify({ _index, _id, _source: _source ?? {} });
}

function problemOf(error: unknown, session: Session | undefined): unknown {
  const told = error instanceof Refused || error instanceof TooManyClauses || error instanceof TooManyTies;
  return told && session !== undefined ? session.problem(error.message) : error;
}
