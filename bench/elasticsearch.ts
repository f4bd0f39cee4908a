/**
 * How much of what Elasticsearch takes does the sink use? The same documents in the same batches, by the sink and by a bare loop of
 * `client.bulk`, into a real server of its own, in turns.
 *
 *     node bench/elasticsearch.ts [documents, default 20000]
 *
 * Read it so: documents a second, the best of the rounds (client and server share the machine); the ratio is to be 80 % or more.
 */
import { Client } from '@elastic/elasticsearch';
import { availableParallelism } from 'node:os';
import { connect } from '../src/sinks/elasticsearch/client.ts';
import { DEFAULTS } from '../src/sinks/elasticsearch/config.ts';
import { bulkLines } from '../src/sinks/elasticsearch/request.ts';
import type { Operation } from '../src/sinks/elasticsearch/request.ts';
import { setUp } from '../src/sinks/elasticsearch/setup.ts';
import { deliver } from '../src/sinks/elasticsearch/sink.ts';
import { startServer } from '../test/servers/server.ts';

const COUNT = Number(process.argv[2] ?? 20_000);
const ROUNDS = 4;
const TEXT = 'x y z '.repeat(200);

function* documents(alias: string, round: number): Generator<Operation> {
  for (let i = 0; i < COUNT; i++) {
    const document = JSON.stringify({
      '@timestamp': new Date(1_795_253_997_000 + i).toISOString(),
      message: `${i} ${TEXT}`,
      host: { name: `node-${i % 50}` },
      whynotready: { type: 'incident', count: i, captures: { node: [`node-${i}`] } },
    });
    yield { action: 'index', index: alias, id: `${round}-${i}`, version: 1, document };
  }
}

const server = await startServer({ kind: 'elasticsearch', version: '9.5.3' });
try {
  const config = { ...DEFAULTS, urls: [server.url], deadLetters: '/dev/null' };
  for (const alias of ['sink', 'bare']) await prepare(alias);
  const best = { sink: 0, bare: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    best.bare = Math.max(best.bare, await rate(() => bare(round)));
    best.sink = Math.max(
      best.sink,
      await rate(async () => {
        const { problems } = await deliver(documents('sink', round), config);
        if (problems.length > 0) throw new Error(problems[0]!.message);
      }),
    );
  }
  const row = (name: string, value: number): string =>
    `${name.padEnd(20)} ${Math.round(value).toLocaleString('en')} documents/s`;
  console.log(`${COUNT} documents of 1.4 KB, ${availableParallelism()} cores, best of ${ROUNDS}`);
  console.log(row('sink', best.sink));
  console.log(row('bare client.bulk', best.bare));
  console.log(`ratio                ${Math.round((100 * best.sink) / best.bare)} %`);
  console.log(`peak memory          ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
} finally {
  await server.end();
}

async function prepare(alias: string): Promise<void> {
  const connection = connect({ ...DEFAULTS, urls: [server.url] });
  const outcomes = await setUp(connection, { alias });
  await connection.close();
  const failed = outcomes.find(({ ok }) => !ok);
  if (failed !== undefined) throw new Error(failed.text);
}

/** As anybody would write it who trusts the server. */
async function bare(round: number): Promise<void> {
  const client = new Client({ node: server.url, compression: true, maxRetries: 0 });
  let batch: Operation[] = [];
  const send = async (): Promise<void> => {
    const { errors } = await client.bulk({ operations: bulkLines(batch) });
    if (errors) throw new Error('not taken');
    batch = [];
  };
  for (const operation of documents('bare', round)) {
    batch.push(operation);
    if (batch.length === DEFAULTS.maxOperations) await send();
  }
  if (batch.length > 0) await send();
  await client.close();
}

async function rate(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (COUNT * 1000) / (performance.now() - started);
}
