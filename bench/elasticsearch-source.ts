/**
 * Question: what does it save when the cluster does the scanning? The same index is read whole and with push-down, by the built command,
 * on a real server of its own. Read the answer as: seconds of the whole command, its start-up included, the least of some runs; processor
 * time of the command and of the server; documents that came over. The first run finds a server that has answered no such query yet.
 * Run: npm run build && node bench/elasticsearch-source.ts [--documents N]      (default 100000; 1000000 takes some minutes)
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
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
  measure('push-down, first time', 1, []);
  const down = measure('push-down', 5, []);
  const all = measure('all documents', 2, ['--no-push-down', '--jobs', '1']);
  if (down.incidents !== all.incidents) throw new Error('push-down found other incidents');
  console.log(`${(all.seconds / down.seconds).toFixed(1)} times as fast`);
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

interface Run {
  readonly seconds: number;
  /** Seconds of processor time. */
  readonly command: number;
  readonly server: number;
  readonly documents: number;
  /** As text. */
  readonly incidents: string;
}

/** The quickest of some runs. */
function measure(name: string, times: number, flags: readonly string[]): Run {
  const runs = Array.from({ length: times }, () => run(flags));
  const best = runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const { seconds, command, server: servers, documents } = best;
  const processors = `processor ${command.toFixed(2)} s + server ${servers.toFixed(2)} s`;
  console.log(`${name}: ${seconds.toFixed(2)} s (${processors}), ${documents} documents came over`);
  return best;
}

function run(flags: readonly string[]): Run {
  const url = server.url.replace('http:', 'es:');
  const words = ['dist/cli.js', 'scan', url, '--es-index', 'bench', '-o', 'json', ...flags];
  const [from, before] = [performance.now(), processorTimes()];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = (performance.now() - from) / 1000;
  const after = processorTimes();
  const { summary, incidents } = JSON.parse(stdout) as { summary: { lines: number }; incidents: unknown[] };
  return {
    seconds,
    command: after.children - before.children,
    server: after.server - before.server,
    documents: summary.lines,
    incidents: JSON.stringify(incidents),
  };
}

/** Seconds so far: of the commands that were run, of the server. */
function processorTimes(): { readonly children: number; readonly server: number } {
  const [, , childrenUser, childrenSystem] = timesOf('self');
  const [user, system] = timesOf(String(server.pid));
  return { children: childrenUser + childrenSystem, server: user + system };
}

/** User and system, own and of ended children, in seconds: Linux counts hundredths. */
function timesOf(process: string): [number, number, number, number] {
  const text = readFileSync(`/proc/${process}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).map((ticks) => Number(ticks) / 100) as [number, number, number, number];
}
