/**
 * Question: what does --es-evidence cost, in time and in memory, and does a slow server slow the reading? A flood of matching lines is
 * scanned by the built command; each line becomes a document of a real server of its own. "Slow": each answer to a batch comes later.
 * Run: npm run build && node bench/elasticsearch-evidence.ts [--lines N] [--delay MS]      (default 100000, 300)
 * Read the answer as: seconds of the whole command; its processor time; its memory at the peak, which must not grow with the lines or with
 * the delay. The server runs on the same machine.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Front } from '../test/elasticsearch/front.ts';
import { startServer } from '../test/servers/server.ts';
import { race } from './measure.ts';

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '100000' }, delay: { type: 'string', default: '300' } },
});
const lines = Number(values.lines);
const REJECTED = `msg="Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"`;

const folder = mkdtempSync(join(tmpdir(), 'bench-evidence-'));
const log = join(folder, 'k3s.log');
writeFileSync(log, flood(lines));
const server = await startServer({ kind: 'elasticsearch', version: '9.5.3' });
const front = await Front.open(server.url);
front.delay = Number(values.delay);
try {
  console.log(`${lines} lines of ${REJECTED.length + 88} bytes`);
  await measure('incidents as JSON', ['-o', 'json']);
  await measure('incidents sent', sending(server.url, 'plain'));
  await measure('every line sent', [...sending(server.url, 'every'), '--es-evidence']);
  await measure(`every line, slow server`, [...sending(front.url, 'slow'), '--es-evidence']);
  const { body } = await server.request('GET', '/logs-whynotready.match-*/_count');
  console.log(`${body.count} lines arrived, of ${2 * lines}`);
} finally {
  front.close();
  await server.end();
  rmSync(folder, { recursive: true });
}

/** Twenty lines a second. */
function flood(count: number): string {
  const text: string[] = [];
  for (let i = 0; i < count; i++) {
    const at = new Date(Date.UTC(2026, 10, 20, 0, 0, Math.floor(i / 20))).toISOString().slice(0, 19);
    text.push(`${at}.000000+00:00 node-1 k3s[1234]: time="${at}Z" level=info ${REJECTED}\n`);
  }
  return text.join('');
}

function sending(url: string, name: string): string[] {
  return ['-o', 'elasticsearch', '--es-url', url, '--es-alias', `bench-${name}`, '--es-namespace', name];
}

async function measure(name: string, words: readonly string[]): Promise<void> {
  const command = [process.execPath, 'bin/whynotready.js'];
  if (words.includes('elasticsearch'))
    await race([{ name: 'setup', command: [...command, 'elastic', 'setup', ...words.slice(2, 6)] }], 0);
  const started = performance.now();
  const { results } = await race([{ name, command: [...command, 'scan', log, ...words] }], 0);
  const seconds = (performance.now() - started) / 1000;
  const [{ cpu = NaN, memory = NaN, failure }] = results as [(typeof results)[number]];
  if (failure !== undefined) throw new Error(`${name}: ${failure}`);
  const figures = `${seconds.toFixed(1).padStart(6)} s ${cpu.toFixed(1).padStart(6)} s ${memory.toFixed(0).padStart(6)} MB`;
  console.log(`${name.padEnd(24)} ${figures}`);
}
