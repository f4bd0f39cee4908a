/** Log documents of real servers: push-down on and off, slices, and the same documents from a file give the same answer. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import type { FindingsData } from '../../src/pipeline/findings.ts';
import { mergePartials, partialOf, reportOf } from '../../src/pipeline/merge.ts';
import { scan } from '../../src/pipeline/scan.ts';
import type { Report } from '../../src/core/report.ts';
import type { SourceConfig } from '../../src/sources/elasticsearch/config.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { documentsOf } from './reading.ts';
import { folder } from './run.ts';

const rules = await loadRules();
/** `every`: of the documents each server but the first has every third, each another one, as all three take minutes. */
const SERVERS = [
  { kind: 'elasticsearch', version: '9.5.3', every: [0, 1] },
  { kind: 'elasticsearch', version: '8.19.21', every: [0, 3] },
  { kind: 'opensearch', version: '3.6.0', every: [1, 3] },
] as const;

const MESSAGES: Readonly<Record<string, object>> = {
  standard: { type: 'text' },
  whitespace: { type: 'text', analyzer: 'whitespace' },
  words: { type: 'text', analyzer: 'words' },
  'no-positions': { type: 'text', index_options: 'freqs' },
  keyword: { type: 'keyword', ignore_above: 200 },
  whole: { type: 'text', analyzer: 'keyword' },
  letters: { type: 'text', analyzer: 'simple' },
};

const ANALYSIS = {
  analyzer: { words: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'stop'] } },
};

/** The last ones make words that servers cut anywhere: 255 letters are their bound. */
const GLUE = ['', ' ', 'x', '7', '.', ':', '_', '-', "'", '"', '(', ']', '=', ',', 'a.', '1,'].concat(
  'x'.repeat(250),
  '{"a":"b",'.repeat(28),
);

interface Hit {
  readonly _index: string;
  readonly _id: string;
  readonly _source: Readonly<Record<string, unknown>>;
}

/** The rules' own test lines, as they are and with something glued to each literal in them. */
function messages(): string[] {
  const lines = globSync('rules/**/*.yaml')
    .sort()
    .flatMap((file) => (parse(readFileSync(file, 'utf8')) as { tests?: { log: string }[] }).tests ?? [])
    .flatMap(({ log }) => log.trimEnd().split('\n'));
  return lines.flatMap((line, i) => [line].concat(glued(line, i)));
}

function glued(line: string, i: number): string[] {
  const left = GLUE[i % GLUE.length]!;
  const right = GLUE[Math.floor(i / 3) % GLUE.length]!;
  const found = rules.literals.find((literal) => line.includes(literal));
  return found === undefined ? [] : [line.replace(found, () => `${left}${found}${right}`)];
}

const SOURCES = messages().map((message, i) => ({
  '@timestamp': new Date(Date.UTC(2026, 10, 21) + i * 20_000).toISOString(),
  message,
  host: { name: `node-${i % 7}` },
}));

function hitsOf(index: string, [first, step]: readonly [number, number]): Hit[] {
  const hits = SOURCES.map((source, i) => ({ _index: index, _id: `d${i}`, _source: source }));
  return hits.filter((_, i) => i % step === first);
}

async function fill(server: Server, index: string, hits: readonly Hit[]): Promise<void> {
  const body = {
    settings: { number_of_shards: 2, number_of_replicas: 0, analysis: ANALYSIS },
    mappings: { properties: { '@timestamp': { type: 'date' }, message: MESSAGES[index]! } },
  };
  expect(await server.request('PUT', `/${index}`, body)).toMatchObject({ status: 200 });
  const lines = hits.flatMap(({ _id, _source }) => [
    JSON.stringify({ create: { _id } }),
    JSON.stringify(_source),
  ]);
  const bulk = await server.request('POST', `/${index}/_bulk?refresh=true`, `${lines.join('\n')}\n`);
  expect(bulk.body.errors).toBe(false);
}

async function read(
  server: Server,
  more: Partial<SourceConfig>,
  pack = rules,
  onFindings: (findings: FindingsData) => void = () => {},
) {
  const { documents, notices } = documentsOf(server, more);
  const report = await scan({
    paths: [],
    documents,
    rules: pack,
    timeZone: 'UTC',
    jobs: 1,
    onFindings,
  });
  expect(report.summary.problems).toEqual([]);
  return { report, notices };
}

function answer({ incidents, links, diagnoses, facts, summary }: Report) {
  return { incidents, links, diagnoses, facts, harmless: summary.harmless };
}

/** The same without where the proofs stand. */
function found({ incidents }: Report) {
  return incidents.map(({ id, count, captures, host, first, last }) => ({
    id,
    count,
    captures,
    host,
    first,
    last,
  }));
}

for (const { every, ...options } of SERVERS)
  describe.runIf(canRun(options.kind, options.version))(`${options.kind} ${options.version}`, () => {
    const names = Object.keys(MESSAGES);
    it.each(names)('field %s: push-down changes nothing', { timeout: 120_000 }, async (name) => {
      const server = await sharedServer(options);
      const hits = hitsOf(name, every);
      await fill(server, name, hits);
      const all = await read(server, { index: name, pushDown: false });
      const down = await read(server, { index: name });
      expect(all.report.incidents.length).toBeGreaterThan(hits.length / 20);
      expect(answer(down.report)).toEqual(answer(all.report));
      const isSearched = ['standard', 'whitespace', 'words', 'no-positions'].includes(name);
      expect(down.notices).toHaveLength(isSearched ? 0 : 1);
    });

    it('so does it where indices keep texts in several ways', { timeout: 120_000 }, async () => {
      const server = await sharedServer(options);
      const index = 'standard,no-positions,keyword';
      const all = await read(server, { index, pushDown: false });
      const down = await read(server, { index });
      expect(answer(down.report)).toEqual(answer(all.report));
      expect(down.notices).toEqual([]);
      expect(down.report.summary.lines).toBeLessThan(all.report.summary.lines);
    });

    it('the same documents in a file give the same incidents', { timeout: 60_000 }, async () => {
      const server = await sharedServer(options);
      const file = join(folder(), 'hits.ndjson');
      writeFileSync(
        file,
        hitsOf('standard', every)
          .map((hit) => `${JSON.stringify(hit)}\n`)
          .join(''),
      );
      const fromFile = await scan({ paths: [file], rules, timeZone: 'UTC', jobs: 1 });
      const { report } = await read(server, { index: 'standard' });
      expect(found(report)).toEqual(found(fromFile));
      expect(report.incidents[0]!.evidence[0]!.source).toMatch(
        /^es:\/\/127\.0\.0\.1:\d+\/standard\/_doc\/d\d+$/,
      );
    });

    it('few rules are looked for in whole values', { timeout: 60_000 }, async () => {
      const server = await sharedServer(options);
      const few = await loadRules({ only: ['k3s/node-*'] });
      for (const index of ['keyword', 'whole']) {
        const all = await read(server, { index, pushDown: false }, few);
        const down = await read(server, { index }, few);
        expect(answer(down.report)).toEqual(answer(all.report));
        expect(down.notices).toEqual([]);
        expect(down.report.summary.lines).toBeLessThan(all.report.summary.lines / 2);
      }
    });

    it(
      'slices hold each document once, and merge to the whole in any order',
      { timeout: 60_000 },
      async () => {
        const server = await sharedServer(options);
        const whole = await read(server, { index: 'standard', pushDown: false });
        const sliced = await read(server, { index: 'standard', pushDown: false, jobs: 3 });
        expect(answer(sliced.report)).toEqual(answer(whole.report));
        let lines = 0;
        const parts: FindingsData[] = [];
        for (const number of [3, 1, 2]) {
          const slice = { number, count: 3 };
          const { report } = await read(server, { index: 'standard', slice, jobs: 2 }, rules, (part) => {
            parts.push(JSON.parse(JSON.stringify(part)) as FindingsData);
          });
          lines += report.incidents.length;
        }
        expect(lines).toBeGreaterThan(whole.report.incidents.length);
        const partials = parts.map((part, i) => partialOf(part, { id: String(i) }));
        for (const order of [partials, partials.toReversed()])
          expect(answer(reportOf(rules, mergePartials(rules, order)))).toEqual(answer(whole.report));
      },
    );
  });

it('there are documents enough', () => {
  expect(SOURCES.length).toBeGreaterThan(2000);
});
