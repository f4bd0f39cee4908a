/** `-o elasticsearch` on each kind of server. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FAILING, command } from '../e2e/command.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { count, documents, elastic, figures, folder, logOf, SERVERS } from './run.ts';

describe.each(SERVERS)('$kind $version', (options) => {
  describe.runIf(canRun(options.kind, options.version))('real', { timeout: 240_000 }, () => {
    let server: Server;
    beforeAll(async () => {
      server = await sharedServer(options);
    });

    test('not set up: nothing is lost; set up as often as you like, then sent again', async () => {
      const alias = ['--es-alias', 'first'];
      const space = ['--es-namespace', 'first'];
      const cwd = folder();
      const unready = await elastic(server, ['elastic', 'check', ...alias]);
      expect(unready.code).toBe(3);
      expect(unready.stdout).toContain(options.version);
      expect(unready.stderr).toContain('there is no alias first; run: whynotready elastic setup');

      const scan = await elastic(
        server,
        ['scan', FAILING, '-o', 'elasticsearch', '--es-evidence', '--es-retry-for', '0s', ...alias, ...space],
        { cwd },
      );
      expect(scan.code).toBe(3);
      expect(scan.stdout).toBe('');
      // The question whether it is set up, six lines, two incidents, a diagnosis, and one that is to be taken back.
      expect(scan.stderr).toMatch(/^Elasticsearch: sent 0, already there 0, retried 0, dead 11$/m);
      const streams = await server.request(
        'GET',
        '/logs-whynotready.match-first/_count?ignore_unavailable=true',
      );
      expect(streams.body.count).toBe(0);
      expect(scan.stderr).toMatch(
        /DELIVERY_FAILED 11 documents could not be delivered to Elasticsearch: index_not_found_exception/,
      );
      expect(scan.stderr).toContain(
        'whynotready elastic setup, then whynotready elastic resend whynotready-dead-letters.ndjson',
      );
      const letters = join(cwd, 'whynotready-dead-letters.ndjson');
      expect(readFileSync(letters, 'utf8').trim().split('\n').length).toBe(11);

      for (let i = 0; i < 2; i++) {
        const setup = await elastic(server, ['elastic', 'setup', ...alias]);
        expect([setup.code, setup.stderr]).toEqual([0, '']);
        expect(setup.stdout.trim().split('\n').length).toBe(4);
      }
      const ready = await elastic(server, ['elastic', 'check', ...alias]);
      expect([ready.code, ready.stderr]).toEqual([0, '']);
      expect(ready.stdout).toContain('set up: yes, alias first on first-000001');

      const again = await elastic(server, ['elastic', 'resend', letters, ...alias], { cwd });
      expect(again.code).toBe(0);
      expect(figures(again.stderr)).toMatchObject({ sent: 9, already: 0, dead: 0 });
      expect(existsSync(letters)).toBe(false);
      expect(await count(server, 'first')).toBe(3);
    });

    test('incidents, diagnoses and matching lines arrive once, in ECS', async () => {
      await elastic(server, ['elastic', 'setup', '--es-alias', 'ecs']);
      const words = [
        'scan',
        FAILING,
        '-o',
        'elasticsearch',
        '--es-evidence',
        '--es-alias',
        'ecs',
        '--es-namespace',
        'ecs',
      ];
      const first = await elastic(server, words);
      expect(first.code).toBe(0);
      expect(figures(first.stderr)).toMatchObject({ sent: 9, already: 0, dead: 0 });
      const second = await elastic(server, words);
      expect(figures(second.stderr)).toMatchObject({ sent: 0, already: 9, dead: 0 });

      const hits = await documents(server, 'ecs');
      expect(hits.map(({ _source }) => _source.whynotready.type).sort()).toEqual([
        'diagnosis',
        'incident',
        'incident',
      ]);
      const incident = hits.find(
        ({ _source }) => _source.whynotready.count === 5 && _source.whynotready.type === 'incident',
      )!;
      expect(incident._source).toMatchObject({
        '@timestamp': '2026-11-21T10:40:21.000Z',
        event: {
          kind: 'alert',
          category: ['host'],
          type: ['error'],
          severity: 99,
          start: '2026-11-21T10:39:57.000Z',
          end: '2026-11-21T10:40:21.000Z',
          duration: 24_000_000_000,
          id: incident._id,
        },
        rule: { id: 'k3s/node-password-rejected' },
        orchestrator: { type: 'kubernetes' },
        whynotready: { severity: 'critical', resolved: false, caused_by: [] },
      });
      const matches = await documents(server, 'logs-whynotready.match-ecs');
      // Five lines that one rule meets, of which another meets one, too.
      expect(matches.length).toBe(6);
      for (const { _source } of matches)
        expect(_source).toMatchObject({ event: { kind: 'event' }, data_stream: { namespace: 'ecs' } });
    });

    test('1,000 incidents twice, three times, from two at once, and stale after fresh', async () => {
      await elastic(server, ['elastic', 'setup', '--es-alias', 'many']);
      const [fresh, stale] = [logOf({ hosts: 1000, times: 3 }), logOf({ hosts: 1000, times: 2 })];
      const send = (file: string) =>
        elastic(server, ['scan', file, '-o', 'elasticsearch', '--es-alias', 'many']);
      const early = await send(stale);
      expect(figures(early.stderr)).toMatchObject({ sent: 2000, already: 0, dead: 0 });
      const both = await Promise.all([send(fresh), send(fresh)]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      const sums = both.map(({ stderr }) =>
        [/sent (\d+)/, /there (\d+)/].map((pattern) => Number(pattern.exec(stderr)![1])),
      );
      expect(sums[0]![0]! + sums[1]![0]!).toBe(2000);
      expect(sums[0]![1]! + sums[1]![1]!).toBe(2000);
      const before = await documents(server, 'many');
      for (const file of [stale, fresh]) {
        const { stderr } = await send(file);
        // Another path of the same log: one of the two texts wins, whoever writes last.
        expect(figures(stderr)).toMatchObject({ sent: 0, already: 2000, dead: 0 });
      }
      const after = await documents(server, 'many');
      expect(after).toEqual(before);
      expect(after.length).toBe(2000);
      expect(after.every(({ _source }) => _source.whynotready.count === 3)).toBe(true);
    });
  });
});

test('elastic setup --dry-run prints what would be made, and asks nobody', async () => {
  const { code, stdout, stderr } = await command(['elastic', 'setup', '--dry-run']);
  expect([code, stderr]).toEqual([0, '']);
  const requests = JSON.parse(stdout) as { method: string; path: string; body: object }[];
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /_component_template/whynotready',
    'PUT /_index_template/whynotready-incidents',
    'PUT /_index_template/logs-whynotready.match',
    'PUT /whynotready-incidents-000001',
  ]);
});
