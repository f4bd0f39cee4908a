/** `--es-evidence` on each kind of server: every matching line is a document, once. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { count, elastic, figures, folder, REJECTED, SERVERS } from './run.ts';

/** The same line seven times a second. */
function flood(lines: number, host: string): string {
  return Array.from({ length: lines }, (_, i) => {
    const at = new Date(Date.UTC(2026, 10, 21, 10, 0, Math.floor(i / 7))).toISOString().slice(0, 19);
    return `${at}.000000+00:00 ${host} k3s[1234]: time="${at}Z" level=info ${REJECTED}\n`;
  }).join('');
}

describe.each(SERVERS)('$kind $version', (options) => {
  // What does not depend on the server is tried on one of them.
  const isFirst = options === SERVERS[0];
  const size = isFirst ? 5000 : 1000;
  describe.runIf(canRun(options.kind, options.version))('real', { timeout: 240_000 }, () => {
    let server: Server;
    const to = ['-o', 'elasticsearch', '--es-evidence', '--es-alias', 'every', '--es-namespace', 'every'];
    const stream = 'logs-whynotready.match-every';
    beforeAll(async () => {
      server = await sharedServer(options);
      const { code, stderr } = await elastic(server, ['elastic', 'setup', '--es-alias', 'every']);
      if (code !== 0) throw new Error(stderr);
    });

    test('a flood: a document a line, however often, by whatever way and under which name', async () => {
      const cwd = folder();
      writeFileSync(join(cwd, 'k3s.log'), flood(size, 'node-1'));
      copyFileSync(join(cwd, 'k3s.log'), join(cwd, 'k3s.log.1'));
      writeFileSync(join(cwd, 'k3s.log.2.gz'), gzipSync(readFileSync(join(cwd, 'k3s.log'))));
      const scan = (words: readonly string[]) => elastic(server, ['scan', ...words, ...to], { cwd });
      const first = await scan(['k3s.log', '-o', 'json=result.json']);
      expect(first.code).toBe(0);
      expect(figures(first.stderr)).toMatchObject({ sent: size + 2, already: 0, dead: 0 });
      expect(await count(server, stream)).toBe(size);
      const others = [['k3s.log.1'], ['k3s.log.2.gz', '--no-scanner']];
      for (const words of [['k3s.log', '--jobs', '2'], ...(isFirst ? others : [])]) {
        const { code, stderr } = await scan(words);
        expect([words, code, stderr]).toEqual([words, 0, expect.stringMatching(/dead 0$/m)]);
        expect(await count(server, stream)).toBe(size);
      }
      // A kept result has the report's proofs only; they are the same documents.
      const kept = await elastic(server, ['convert', 'result.json', ...to], { cwd });
      expect(kept.code).toBe(0);
      expect(figures(kept.stderr)).toMatchObject({ sent: 0, already: 6, dead: 0 });
      expect(await count(server, stream)).toBe(size);
    });

    test('lines of an incident are found by its key and its times', async () => {
      const { body } = await server.request('GET', '/every/_search', {
        query: { term: { 'whynotready.type': 'incident' } },
      });
      const { whynotready, event } = body.hits.hits[0]._source;
      const lines = await server.request('GET', `/${stream}/_count`, {
        query: {
          bool: {
            filter: [
              { term: { 'whynotready.key': whynotready.key } },
              { range: { '@timestamp': { gte: event.start, lte: event.end } } },
            ],
          },
        },
      });
      expect(lines.body.count).toBe(whynotready.count);
    });

    if (!isFirst) return;
    test('documents of an index are told apart by their ids', async () => {
      const lines = flood(3, 'node-2').trimEnd().split('\n');
      const bulk = lines.flatMap((message) => [
        '{"index":{"_index":"app-every"}}',
        JSON.stringify({ '@timestamp': '2026-11-21T10:00:00Z', message }),
      ]);
      const { status } = await server.request('POST', '/_bulk?refresh=true', `${bulk.join('\n')}\n`);
      expect(status).toBe(200);
      const before = await count(server, stream);
      for (let i = 0; i < 2; i++) {
        const { code, stderr } = await elastic(server, ['scan', 'es:', '--es-index', 'app-every', ...to]);
        expect([code, stderr]).toEqual([0, expect.stringMatching(/dead 0$/m)]);
        expect(await count(server, stream)).toBe(before + 3);
      }
    });
  });
});
