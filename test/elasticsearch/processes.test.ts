/** Several processes share the documents of a real server; one of them is killed while it reads, and run again. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { command, ended, FAILING, QUIET, start } from '../e2e/command.ts';
import type { Ended } from '../e2e/command.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { folder, REJECTED } from './run.ts';

const SERVERS = [
  { kind: 'elasticsearch', version: '9.5.3' },
  { kind: 'opensearch', version: '3.6.0' },
] as const;

const INDEX = 'processes';
const COUNT = 6000;

function bulk(): string {
  const lines = [FAILING, QUIET].flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));
  return Array.from({ length: COUNT }, (_, i) => (i % 40 === 0 ? REJECTED : lines[i % lines.length]!))
    .flatMap((message, i) => [
      { create: { _id: `d${i}` } },
      {
        '@timestamp': new Date(Date.UTC(2026, 10, 21) + i * 1000).toISOString(),
        host: { name: `node-${i % 7}` },
        message,
      },
    ])
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
}

/** Hands requests on, up to the search of this number: that one is told, and gets no answer. */
async function silentAfter(server: Server, searches: number, onSilence: () => void): Promise<string> {
  let seen = 0;
  const proxy = createServer((incoming, outgoing) => {
    if (incoming.url!.startsWith('/_search') && ++seen >= searches) {
      onSilence();
      return;
    }
    const { method, headers, url } = incoming;
    const onward = request(`${server.url}${url}`, { method: method!, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

for (const options of SERVERS)
  describe.runIf(canRun(options.kind, options.version))(
    `${options.kind} ${options.version}`,
    { timeout: 240_000 },
    () => {
      let server: Server;
      beforeAll(async () => {
        server = await sharedServer(options);
        await server.request('PUT', `/${INDEX}`, {
          settings: { number_of_shards: 2, number_of_replicas: 0 },
          mappings: { properties: { '@timestamp': { type: 'date' }, message: { type: 'text' } } },
        });
        const { body } = await server.request('POST', `/${INDEX}/_bulk?refresh=true`, bulk());
        if (body.errors !== false) throw new Error(JSON.stringify(body).slice(0, 500));
      });

      function words(url: string, more: readonly string[]): string[] {
        return ['scan', url.replace('http:', 'es:'), '--es-index', INDEX, '-o', 'json', ...more];
      }

      test.each([[['--no-push-down']], [[]]])('three of them, with flags %j', async (how) => {
        const cwd = folder();
        const file = (number: number): string => join(cwd, `${number}.json`);
        const slice = (number: number): string[] => [
          ...how,
          '--slice',
          `${number}/3`,
          '--partial',
          file(number),
        ];
        const run = async (number: number): Promise<Ended> => command(words(server.url, slice(number)));
        const silent = await silentAfter(server, 2, () => killed.kill('SIGKILL'));
        const killed = start(words(silent, slice(2)));
        const [one, two, three] = await Promise.all([run(1), ended(killed), run(3)]);
        const told = one.stderr + three.stderr;
        expect([one.code, two.code, three.code, told]).toEqual([0, null, 0, expect.any(String)]);
        // What is half done leaves nothing behind.
        expect(readdirSync(cwd).sort()).toEqual(['1.json', '3.json']);
        expect(existsSync(file(2))).toBe(false);
        const some = await command(['merge', file(1), file(3), '-o', 'json']);
        expect(some.code).toBe(3);
        expect(some.stderr).toContain('PARTIAL_MISSING slice 2/3 is not among the files');
        expect(await run(2)).toMatchObject({ code: 0 });
        const merged = await command(['merge', file(3), file(1), file(2), '-o', 'json']);
        const whole = await command(words(server.url, how));
        // A busy server is told of on standard error.
        expect([merged.code, merged.stdout]).toEqual([0, whole.stdout]);
        expect((JSON.parse(whole.stdout) as { incidents: unknown[] }).incidents.length).toBeGreaterThan(6);
      });
    },
  );
