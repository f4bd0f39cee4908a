/** Elasticsearch and OpenSearch as a source: log documents, a page at a time, sliced, with the rules' literals as a query. */
import type { DocumentOptions, DocumentSource } from '../documents.ts';
import { clusterName } from './config.ts';
import type { SourceConfig } from './config.ts';
import { Refused, TooManyClauses } from './cursor.ts';
import { interleaved, merged, TooManyTies } from './merged.ts';
import { filtersOf, slicesOf } from './searches.ts';
import { Session } from './session.ts';
import type { Hit } from './session.ts';
import { readingOf, spanOf } from './windows.ts';

export interface SourceHooks {
  /** Takes what is worth telling while it lasts: how the rules became a query, that the cluster is slow. */
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** Opens nothing yet: the first page does. */
export function elasticsearchSource(config: SourceConfig, hooks: SourceHooks = {}): DocumentSource {
  const cluster = clusterName(config);
  const name = `${cluster}/${config.index}`;
  const { index, query, since, until, slice = { number: 1, count: 1 } } = config;
  const share = { cluster, index, query, since, until, ...slice };
  return { name, cluster, share, pages: (options) => pages({ config, hooks, name }, options) };
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
  const { order } = session;
  const filters = filtersOf(config, order.time);
  if (config.pushDown && pack !== undefined) {
    const { pushedDown } = await import('./push-down.ts');
    const cursors = await pushedDown({ session, pack, filters, slices: slicesOf(config, 1, order) });
    if (cursors !== undefined) return interleaved(cursors.map((slice) => merged(slice)));
  }
  const slices = slicesOf(config, config.jobs, order);
  const span = await spanOf(session, filters);
  return interleaved(slices.map((slice) => merged([readingOf({ session, filters, slice }, span)])));
}

function lineOf({ _index, _id, _source }: Hit): string {
  return JSON.stringify({ _index, _id, _source: _source ?? {} });
}

function problemOf(error: unknown, session: Session | undefined): unknown {
  const told = error instanceof Refused || error instanceof TooManyClauses || error instanceof TooManyTies;
  return told && session !== undefined ? session.problem(error.message) : error;
}
