/** However an index keeps the text of a line: the cluster's search finds what reading all finds. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { read } from './reading.ts';
import { REJECTED } from './run.ts';

const SERVERS = [
  { kind: 'elasticsearch', version: '9.5.3' },
  { kind: 'elasticsearch', version: '8.19.21' },
  { kind: 'opensearch', version: '3.6.0' },
] as const;

const rules = await loadRules({ only: ['k3s/node-password-rejected'] });

interface Variant {
  readonly mappings: object;
  /** Puts a line where it stands. */
  readonly source?: (line: string) => object;
  /** Not in the minimal distribution of Elasticsearch, or not in OpenSearch. */
  readonly only?: 'elasticsearch' | 'opensearch';
  /** All documents have to be read. */
  readonly isRead?: true;
}

const date = { type: 'date' };
const time = { '@timestamp': date };
const message = (mapping: object): object => ({ properties: { ...time, message: mapping } });
const original = (line: string): object => ({ event: { original: line } });

const VARIANTS: Readonly<Record<string, Variant>> = {
  text: { mappings: message({ type: 'text' }) },
  'text-of-log': {
    mappings: { properties: { ...time, log: { type: 'text' } } },
    source: (log) => ({ log }),
  },
  'text-of-journal': {
    mappings: { properties: { ...time, MESSAGE: { type: 'text' } } },
    source: (MESSAGE) => ({ MESSAGE }),
  },
  'text-of-body': {
    mappings: { properties: { ...time, body: { properties: { text: { type: 'text' } } } } },
    source: (text) => ({ body: { text } }),
  },
  'text-not-searched': { mappings: message({ type: 'text', index: false }), isRead: true },
  'text-behind-keyword': {
    mappings: message({ type: 'keyword', ignore_above: 60, fields: { text: { type: 'text' } } }),
  },
  keyword: { mappings: message({ type: 'keyword' }) },
  'keyword-of-short-ones': { mappings: message({ type: 'keyword', ignore_above: 60 }) },
  'keyword-lowercase': { mappings: message({ type: 'keyword', normalizer: 'lowercase' }), isRead: true },
  'keyword-not-searched': {
    mappings: {
      properties: {
        ...time,
        event: { properties: { original: { type: 'keyword', index: false, doc_values: false } } },
      },
    },
    source: original,
    isRead: true,
  },
  'match-only-text': { mappings: message({ type: 'match_only_text' }), only: 'opensearch' },
  wildcard: { mappings: message({ type: 'wildcard' }), only: 'opensearch' },
  'wildcard-of-short-ones': { mappings: message({ type: 'wildcard', ignore_above: 60 }), only: 'opensearch' },
  'constant-keyword': {
    mappings: message({ type: 'constant_keyword', value: REJECTED }),
    source: () => ({ message: REJECTED }),
    only: 'opensearch',
    isRead: true,
  },
  runtime: {
    mappings: { runtime: { message: { type: 'keyword' } }, properties: time },
    only: 'elasticsearch',
    isRead: true,
  },
  'not-mapped': { mappings: { dynamic: false, properties: time }, isRead: true },
  'not-mapped-in-object': {
    mappings: { properties: { ...time, event: { type: 'object', dynamic: false } } },
    source: original,
    isRead: true,
  },
  'object-not-looked-at': {
    mappings: { properties: { ...time, event: { type: 'object', enabled: false } } },
    source: original,
    isRead: true,
  },
  nothing: { mappings: { enabled: false }, isRead: true },
  nested: {
    mappings: { properties: { ...time, event: { type: 'nested' } } },
    source: original,
    isRead: true,
  },
  dynamic: { mappings: {} },
  'taken-apart': { mappings: {}, source: (msg) => ({ json: { msg } }), isRead: true },
};

const QUIET = 12;

function bulk(index: string, source: Variant['source'] = (line) => ({ message: line })): string {
  return Array.from({ length: QUIET }, (_, i) => (i === 7 ? REJECTED : `Started Session ${i} of User core.`))
    .flatMap((line, i) => [
      { create: { _id: `${index}-${i}` } },
      {
        '@timestamp': new Date(Date.UTC(2026, 10, 21, 10, i)).toISOString(),
        host: { name: index },
        ...source(line),
      },
    ])
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
}

async function fill(server: Server, name: string, { mappings, source }: Variant): Promise<void> {
  const settings = { number_of_shards: 1, number_of_replicas: 0 };
  const made = await server.request('PUT', `/texts-${name}`, { settings, mappings });
  expect(made).toMatchObject({ status: 200 });
  const { body } = await server.request('POST', `/texts-${name}/_bulk?refresh=true`, bulk(name, source));
  expect([name, body.errors]).toEqual([name, false]);
}

for (const options of SERVERS)
  describe.runIf(canRun(options.kind, options.version))(
    `${options.kind} ${options.version}`,
    { timeout: 120_000 },
    () => {
      const variants = Object.entries(VARIANTS).filter(
        ([, { only }]) => (only ?? options.kind) === options.kind,
      );
      let server: Server;
      beforeAll(async () => {
        server = await sharedServer(options);
        for (const [name, variant] of variants) await fill(server, name, variant);
      });

      it.each(variants)('%s', async (name, { isRead }) => {
        const index = `texts-${name}`;
        const whole = await read(server, rules, { index, pushDown: false });
        expect(whole.report.incidents).toMatchObject([
          { host: name, count: name === 'constant-keyword' ? QUIET : 1 },
        ]);
        const down = await read(server, rules, { index });
        expect(down.report.incidents).toEqual(whole.report.incidents);
        const lines = down.report.summary.lines;
        expect(isRead === true ? lines === QUIET : lines < QUIET).toBe(true);
      });

      it('all of them together', async () => {
        const whole = await read(server, rules, { index: 'texts-*', pushDown: false });
        expect(whole.report.incidents).toHaveLength(variants.length);
        const down = await read(server, rules, { index: 'texts-*' });
        expect(down.report.incidents).toEqual(whole.report.incidents);
        expect(down.report.summary.lines).toBeLessThan(whole.report.summary.lines);
      });
    },
  );
