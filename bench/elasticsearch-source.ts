/**
 * Question: what does it save when the cluster does the scanning? The same index is read whole and with push-down, by the built command,
 * on a real server of its own. Read the answer as: seconds of the whole command, its start-up included; documents that came over.
 * Run: npm run build && node bench/elasticsearch-source.ts [--documents N]      (default 100000; 1000000 takes some minutes)
 */
import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startServer } from '../test/servers/server.ts';
import type { Server } from '../test/servers/server.ts';
import { logFile } from './generate.ts';
import { packLiterals } from './pack.ts';

const { values } = parseArgs({ options: { documents: { type: 'string', default: '100000' } } });
const wanted = Number(values.documents);
/** Bytes of a generated line, on the average. */
const LINE = 277;
const BATCH = 3000;

const server = await startServer({ kind: 'elasticsearch', version: '9.5.3' });
try {
  const megabytes = Math.ceil((wanted * LINE * 1.1) / 1e6);
  await fill(server, logFile({ kind: 'sparse', megabytes, seed: 1 }, await packLiterals()));
  run('push-down, first time', []);
  run('push-down', []);
  run('all documents', ['--no-push-down', '--jobs', '1']);
} finally {
  await server.end();
}

async function fill({ request }: Pick<Server, 'request'>, file: string): Promise<void> {
  const send = request.bind(server);
  const properties = { '@timestamp': { type: 'date' }, message: { type: 'text' } };
  const settings = { number_of_shards: 1, number_of_replicas: 0, refresh_interval: -1 };
  await send('PUT', '/bench', { settings, mappings: { properties } });
  let count = 0;
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, day, message] = /^(\w{3} \d\d \d\d:\d\d:\d\d) node1 k3s\[\d+\]: (.*)$/.exec(line) ?? [];
    if (message === undefined) continue;
    const time = new Date(Date.parse(`${day} 2026 UTC`) + (count % 1000)).toISOString();
    lines.push('{"create":{}}', JSON.stringify({ '@timestamp': time, host: { name: 'node1' }, message }));
    if (++count % BATCH === 0 || count === wanted) {
      await send('POST', '/bench/_bulk?filter_path=errors', `${lines.join('\n')}\n`);
      lines = [];
    }
    if (count === wanted) break;
  }
  await send('POST', '/bench/_forcemerge?max_num_segments=5', undefined, { timeout: 600_000 });
  await send('POST', '/bench/_refresh');
  console.log(`${count} documents`);
}

function run(name: string, flags: readonly string[]): void {
  const words = [
    'dist/cli.js',
    'scan',
    server.url.replace('http:', 'es:'),
    '--es-index',
    'bench',
    '-o',
    'json',
  ];
  const from = performance.now();
  const { stdout } = spawnSync(process.execPath, [...words, ...flags], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - from) / 1000;
  const { summary, incidents } = JSON.parse(stdout) as { summary: { lines: number }; incidents: unknown[] };
  console.log(
    `${name}: ${seconds.toFixed(2)} s, ${summary.lines} documents read, ${incidents.length} incidents`,
  );
}
