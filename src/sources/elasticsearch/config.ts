/** What is read of a cluster, and how it is reached. */
import type { Cluster } from './cluster.ts';

export interface SourceConfig {
  /** Nodes. */
  readonly urls: readonly string[];
  /** Opens nothing yet: the first request does. */
  readonly open: () => Cluster;
  /** Indices, data streams, aliases, patterns: `filebeat-*,logs-*`. */
  readonly index: string;
  /** ms since the epoch, of `@timestamp`. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Which documents, in Elasticsearch's own words: a query as JSON, or the text of a query string. */
  readonly query?: string | undefined;
  /** One of several processes that share the documents; `number` from 1. */
  readonly slice?: { readonly number: number; readonly count: number } | undefined;
  /** Slices that are asked for side by side, from 1. */
  readonly jobs: number;
  /** Literals of the rules become part of the query. */
  readonly pushDown: boolean;
  /** ms without any answer after which reading is given up. */
  readonly retryFor: number;
}

/** How the sources of the cluster's documents begin: `es://host:9200`. */
export function clusterName({ urls }: Pick<SourceConfig, 'urls'>): string {
  const url = URL.parse(urls[0] ?? '');
  return `es://${url?.host ?? ''}${url === null || url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '')}`;
}
