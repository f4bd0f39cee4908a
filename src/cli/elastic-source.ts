/** From `es://…` and the flags to what is read of a cluster. Throws ProblemError (USAGE). */
import { availableParallelism } from 'node:os';
import { ProblemError } from '../core/errors.ts';
import { visible } from '../core/text/visible.ts';
import { connect } from '../sinks/elasticsearch/client.ts';
import type { ElasticsearchConfig } from '../sinks/elasticsearch/config.ts';
import { backOff, explain } from '../sinks/elasticsearch/retry.ts';
import type { DocumentSource } from '../sources/documents.ts';
import type { Cluster } from '../sources/elasticsearch/cluster.ts';
import { elasticsearchSource } from '../sources/elasticsearch/source.ts';
import type { SourceConfig } from '../sources/elasticsearch/config.ts';
import type { Context } from './context.ts';
import { elasticConfig } from './elastic-options.ts';
import type { FlagValues } from './flags.ts';
import type { ScanChoices } from './options.ts';

const DEFAULT_INDEX = 'filebeat-*,logs-*';
/** More slices than this at a time ask more of a cluster than they bring. */
const MAX_JOBS = 4;

/** `addresses`: `es://HOST:PORT/PATH` (http), `es+https://…`, or `es:` alone for what --es-url says. */
export function elasticSource(
  addresses: readonly string[],
  flags: FlagValues,
  context: Context,
  { since, until, jobs }: ScanChoices,
): DocumentSource {
  if (addresses.length > 1)
    throw usage('two clusters in one scan', 'scan one after the other, with --partial FILE, and merge them');
  const urls = urlsOf(addresses[0]!);
  const connection = elasticConfig(urls === undefined ? flags : { ...flags, esUrl: urls }, context.env);
  const config: SourceConfig = {
    urls: connection.urls,
    open: () => clusterOf(connection),
    retryFor: connection.retryFor,
    index: indexOf(flags),
    since,
    until,
    query: flags.esQuery,
    slice: sliceOf(flags),
    jobs: Math.min(MAX_JOBS, jobs ?? availableParallelism()),
    pushDown: flags.pushDown ?? true,
  };
  const onNotice = (text: string): void => {
    if (!flags.quiet) context.stderr.write(`${visible(text)}\n`);
  };
  return elasticsearchSource(config, { onNotice });
}

function urlsOf(address: string): readonly string[] | undefined {
  const [, secure, rest = ''] = /^es(\+https)?:(?:\/\/)?(.*)$/.exec(address) ?? [];
  if (rest === '') return undefined;
  const url = URL.parse(`${secure === undefined ? 'http' : 'https'}://${rest}`);
  if (url === null) throw usage('an address that is none', 'write es://HOST:9200 or es+https://HOST:9200');
  if (url.port === '') url.port = '9200';
  return [url.href];
}

function indexOf({ esIndex = DEFAULT_INDEX }: FlagValues): string {
  if (/^[^\s/?#"\\<>|]+$/.test(esIndex)) return esIndex;
  throw usage(`--es-index '${esIndex}' names no index`, "write names and patterns: 'filebeat-*,logs-*'");
}

function sliceOf({ slice }: FlagValues): SourceConfig['slice'] {
  if (slice === undefined) return undefined;
  const [, number, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(slice) ?? [];
  if (number !== undefined && Number(number) <= Number(count))
    return { number: Number(number), count: Number(count) };
  throw usage(`--slice '${slice}' is none`, 'write 1/4, 2/4, 3/4 and 4/4 for four processes');
}

function usage(message: string, fix: string): ProblemError {
  return new ProblemError([{ code: 'USAGE', message, fix }]);
}

/** A connection, judged as the sink judges it. To be closed. */
export function clusterOf(connection: ElasticsearchConfig): Cluster {
  return {
    ...connect(connection),
    explain,
    backOff: (attempt, asked) => backOff(attempt, Math.random, false, asked),
  };
}
