/** All documents of real servers come once and in order of time, however they lie in time. */
import { beforeAll, describe, expect, it } from 'vitest';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { documentsOf } from './reading.ts';

const SERVERS = [
  { kind: 'elasticsearch', version: '9.5.3' },
  { kind: 'elasticsearch', version: '8.19.21' },
  { kind: 'opensearch', version: '3.6.0' },
] as const;

const INDEX = 'windows';
const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/** Times of a document; the earliest counts. */
type Times = readonly number[];

/** A year with hardly any, one second with most of them, one moment with more than a page, and what has no time or an odd one. */
const TIMES: readonly Times[] = [
  ...Array.from({ length: 300 }, (_, i): Times => [START + i * DAY]),
  ...Array.from({ length: 6000 }, (_, i): Times => [START + 100 * DAY + (i % 1000)]),
  ...Array.from({ length: 2500 }, (): Times => [START + 200 * DAY + 5]),
  ...Array.from({ length: 50 }, (): Times => []),
  ...Array.from({ length: 20 }, (_, i): Times => [-1000 * i - 1]),
  ...Array.from({ length: 200 }, (_, i): Times => [START + (300 - i) * DAY, START + i * DAY + 7]),
];

const timeOf = (times: Times) => (times.length === 0 ? 0 : Math.min(...times));
const WANTED = TIMES.map((times, i) => ({ id: `d${i}`, time: timeOf(times) })).sort(
  (a, b) => a.time - b.time,
);

async function fill(server: Server): Promise<void> {
  const mappings = { properties: { '@timestamp': { type: 'date' }, message: { type: 'text' } } };
  await server.request('PUT', `/${INDEX}`, {
    settings: { number_of_shards: 2, number_of_replicas: 0 },
    mappings,
  });
  // In an order that is not that of time.
  const lines = TIMES.map((times, i) => ({ times, i, at: (i * 7919) % TIMES.length }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ times, i }) => {
      const stamps = times.map((time) => new Date(time).toISOString());
      return [
        JSON.stringify({ create: { _id: `d${i}` } }),
        JSON.stringify({ message: 'x', ...(stamps.length === 0 ? {} : { '@timestamp': stamps }) }),
      ];
    });
  const { body } = await server.request('POST', `/${INDEX}/_bulk?refresh=true`, `${lines.join('\n')}\n`);
  expect(body.errors).toBe(false);
}

/** In the order in which they come. */
async function idsOf(server: Server, more: Parameters<typeof documentsOf>[1]): Promise<string[]> {
  const { documents } = documentsOf(server, { index: INDEX, pushDown: false, ...more });
  const ids: string[] = [];
  for await (const lines of documents.pages({ pack: undefined }))
    ids.push(...lines.map((line) => (JSON.parse(line) as { _id: string })._id));
  return ids;
}

for (const options of SERVERS)
  describe.runIf(canRun(options.kind, options.version))(
    `${options.kind} ${options.version}`,
    { timeout: 120_000 },
    () => {
      let server: Server;
      beforeAll(async () => {
        server = await sharedServer(options);
        await fill(server);
      }, 120_000);

      it('gives each document once, the earliest first', async () => {
        const ids = await idsOf(server, {});
        expect(ids.toSorted()).toEqual(WANTED.map(({ id }) => id).sort());
        const times = ids.map((id) => timeOf(TIMES[Number(id.slice(1))]!));
        expect(times).toEqual(WANTED.map(({ time }) => time));
      });

      it('gives each document to one of several readers', async () => {
        const slices = [1, 2, 3].map((number) => ({ slice: { number, count: 3 }, jobs: 2 }));
        const ids: string[] = [];
        for (const more of slices) ids.push(...(await idsOf(server, more)));
        // Slices go by the hash of times: a document with two of them may be in two slices.
        const isPlain = (id: string) => TIMES[Number(id.slice(1))]!.length < 2;
        const wanted = WANTED.map(({ id }) => id);
        expect(ids.filter(isPlain).sort()).toEqual(wanted.filter(isPlain).sort());
      });

      it('gives those of a range', async () => {
        const [since, until] = [START + 100 * DAY + 200, START + 100 * DAY + 700];
        const ids = await idsOf(server, { since, until });
        const hasTime = (times: Times) => times.some((time) => time >= since && time <= until);
        const wanted = TIMES.flatMap((times, i) => (times.length === 0 || hasTime(times) ? [`d${i}`] : []));
        expect(ids.toSorted()).toEqual(wanted.sort());
      });
    },
  );
