/** Scans documents of a real server as the command does, in this process. */
import { expect } from 'vitest';
import { clusterOf } from '../../src/cli/elastic-source.ts';
import type { Report } from '../../src/core/report.ts';
import type { RulePack } from '../../src/core/rules/pack.ts';
import { scan } from '../../src/pipeline/scan.ts';
import { DEFAULTS } from '../../src/sinks/elasticsearch/config.ts';
import type { SourceConfig } from '../../src/sources/elasticsearch/config.ts';
import { elasticsearchSource } from '../../src/sources/elasticsearch/source.ts';
import type { Server } from '../servers/shared.ts';

export interface Reading {
  readonly report: Report;
  readonly notices: readonly string[];
}

/** Nothing may go wrong. */
export async function read(server: Server, rules: RulePack, more: Partial<SourceConfig>): Promise<Reading> {
  const reading = await tried(server, rules, more);
  expect(reading.report.summary.problems).toEqual([]);
  return reading;
}

/** The documents of a server without security. */
export function documentsOf(server: Server, more: Partial<SourceConfig>) {
  const connection = { ...DEFAULTS, urls: [server.url] };
  const notices: string[] = [];
  const config: SourceConfig = {
    urls: connection.urls,
    open: () => clusterOf(connection),
    index: '*',
    jobs: 1,
    pushDown: true,
    retryFor: 30_000,
    ...more,
  };
  return { documents: elasticsearchSource(config, { onNotice: (text) => notices.push(text) }), notices };
}

/** Whatever goes wrong. */
export async function tried(server: Server, rules: RulePack, more: Partial<SourceConfig>): Promise<Reading> {
  const { documents, notices } = documentsOf(server, more);
  const { since, until } = more;
  const range = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  const report = await scan({ paths: [], documents, rules, timeZone: 'UTC', jobs: 1, ...range });
  return { report, notices };
}
