/** Which field tells the time of documents, and what is done without one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { read, tried } from './reading.ts';
import { REJECTED } from './run.ts';

const SERVERS = [
  { kind: 'elasticsearch', version: '9.5.3' },
  { kind: 'elasticsearch', version: '8.19.21' },
  { kind: 'opensearch', version: '3.6.0' },
] as const;

const rules = await loadRules({ only: ['k3s/node-password-rejected'] });

const START = Date.UTC(2026, 10, 21, 10);
const COUNT = 60;

/** One document a minute, each of another host. */
function bulk(timeOf: (i: number) => object): string {
  return Array.from({ length: COUNT }, (_, i) => [
    { create: { _id: `d${i}` } },
    { ...timeOf(i), host: `node${i}`, message: REJECTED },
  ])
    .flat()
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
}

function minute(i: number): string {
  return new Date(START + i * 60_000).toISOString();
}

const INDICES: Readonly<Record<string, (i: number) => object>> = {
  'times-usual': (i) => ({ '@timestamp': minute(i) }),
  'times-vector': (i) => ({ timestamp: minute(i), source_type: 'journald' }),
  'times-both': (i) => (i % 2 === 0 ? { '@timestamp': minute(i) } : { timestamp: minute(i) }),
  'times-none': () => ({}),
  'times-wrong': (i) => ({ '@timestamp': `minute ${i}` }),
};

for (const options of SERVERS)
  describe.runIf(canRun(options.kind, options.version))(
    `${options.kind} ${options.version}`,
    { timeout: 120_000 },
    () => {
      let server: Server;
      beforeAll(async () => {
        server = await sharedServer(options);
        for (const [index, timeOf] of Object.entries(INDICES)) {
          const { body } = await server.request('POST', `/${index}/_bulk?refresh=true`, bulk(timeOf));
          if (body.errors !== false) throw new Error(JSON.stringify(body).slice(0, 500));
        }
      });

      async function hosts(index: string, more: Parameters<typeof read>[2] = {}): Promise<string[]> {
        const { report } = await read(server, rules, { index, ...more });
        return report.incidents.map(({ host }) => host).sort();
      }

      async function refusal(index: string): Promise<string> {
        const { report } = await tried(server, rules, { index });
        expect(report.summary.problems).toMatchObject([{ code: 'ELASTIC_READ_FAILED' }]);
        return report.summary.problems[0]!.message;
      }

      function nodes(from: number, to: number): string[] {
        return Array.from({ length: to - from }, (_, i) => `node${from + i}`).sort();
      }

      it.each(['times-usual', 'times-vector', 'times-both'])('%s: a time range', async (index) => {
        const [since, until] = [START + 20 * 60_000, START + 39.5 * 60_000];
        for (const pushDown of [true, false]) {
          expect(await hosts(index, { since, until, pushDown })).toEqual(nodes(20, 40));
          expect(await hosts(index, { since, pushDown, jobs: 3 })).toEqual(nodes(20, COUNT));
        }
      });

      it.each(['times-usual', 'times-vector', 'times-both', 'times-none'])(
        '%s: slices hold each document once',
        async (index) => {
          const found: string[] = [];
          for (const number of [1, 2, 3])
            found.push(...(await hosts(index, { slice: { number, count: 3 }, jobs: 2 })));
          expect(found.sort()).toEqual(nodes(0, COUNT));
        },
      );

      it('slices of indices with and without a time', async () => {
        const index = 'times-none,times-usual,times-vector';
        const found: string[] = [];
        for (const number of [1, 2])
          found.push(...(await hosts(index, { slice: { number, count: 2 }, jobs: 2, pushDown: false })));
        const { report } = await read(server, rules, { index, jobs: 3 });
        expect(report.incidents.reduce((sum, { count }) => sum + count, 0)).toBe(3 * COUNT);
        expect(new Set(found)).toEqual(new Set(nodes(0, COUNT)));
      });

      it('only what is in the range comes over, by whatever field', async () => {
        const since = START + 50 * 60_000;
        for (const index of ['times-usual', 'times-vector']) {
          const { report } = await read(server, rules, { index, since, pushDown: false });
          expect(report.summary.lines).toBe(10);
        }
      });

      it('documents without a time are in every range', async () => {
        expect(await hosts('times-none', { since: START })).toEqual(nodes(0, COUNT));
      });

      it('a time that is none is said, with what to leave out', async () => {
        expect(await refusal('times-wrong')).toContain('times-wrong keeps @timestamp as text, not as a date');
        expect(await refusal('times-*')).toContain("leave it out: --es-index 'times-*,-times-wrong'");
        expect(new Set(await hosts('times-*,-times-wrong'))).toEqual(new Set(nodes(0, COUNT)));
      });

      it.each(['times-nowhere-*', 'times-nowhere'])('%s: no such index', async (index) => {
        expect(await refusal(index)).toMatch(
          /no index is called times-nowhere-\*|no such index \[times-nowhere\]/,
        );
      });
    },
  );
