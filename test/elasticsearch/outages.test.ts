/** The built command while a real server is killed, stands still, or is small. The servers are this file's own, one of each kind. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, FAILING, start } from '../e2e/command.ts';
import { canRun, startServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { Front } from './front.ts';
import { count, documents, elastic, figures, folder, logOf, says, SERVERS } from './run.ts';

/** Small in what they take at once, so that batches have to be halved and split. */
const SETTINGS = { 'indexing_pressure.memory.limit': '300kb', 'http.max_content_length': '1mb' };
const KINDS = SERVERS.map(({ kind, version }) => ({ kind, version })).filter(({ kind, version }) =>
  canRun(kind, version),
);
const isSmall = ({ version }: { readonly version: string }): boolean => version === '9.5.3';
/** Logs of tests that run at the same time. */
const LOGS = mkdtempSync(join(tmpdir(), 'elasticsearch-outages-'));
/** How long a server stands still, ms. */
const STILL = 20_000;

describe.runIf(KINDS.length > 0)('outages', { timeout: 600_000 }, () => {
  const servers = new Map<string, Server>();
  beforeAll(async () => {
    await Promise.all(
      KINDS.map(async (options) => {
        const small = isSmall(options) ? { settings: SETTINGS } : {};
        servers.set(options.version, await startServer({ ...options, ...small }));
      }),
    );
  }, 600_000);
  afterAll(async () => {
    rmSync(LOGS, { recursive: true, force: true });
    await Promise.all([...servers.values()].map((server) => server.end()));
  });

  /** Sets up under this name; returns how to send there. */
  async function target(server: Server, alias: string): Promise<string[]> {
    const { code, stderr } = await elastic(server, ['elastic', 'setup', '--es-alias', alias]);
    if (code !== 0) throw new Error(stderr);
    return ['-o', 'elasticsearch', '--es-alias', alias];
  }

  describe('too much at once (429) and too large (413)', () => {
    test.runIf(canRun('elasticsearch', '9.5.3'))('smaller batches, all arrives', async () => {
      const server = servers.get('9.5.3')!;
      const to = await target(server, 'pressure');
      const log = logOf({ hosts: 150, times: 2 });
      const { code, stderr } = await elastic(server, ['scan', log, ...to, '--no-es-gzip']);
      expect(code).toBe(0);
      expect(figures(stderr)).toMatchObject({ sent: 300, already: 0, dead: 0 });
      expect(figures(stderr).retried).toBeGreaterThan(0);
      expect(await count(server, 'pressure')).toBe(300);
    });
  });

  // Of each kind at the same time: most of it is waiting.
  describe('kill -9 before the answer is out, and up again', () => {
    test.concurrent.for(KINDS)('$kind $version: all arrives, each once', async (options) => {
      const server = servers.get(options.version)!;
      const hosts = isSmall(options) ? 150 : 1500;
      const to = await target(server, 'killed');
      const front = await Front.open(server.url);
      try {
        const log = logOf({ hosts, times: 2 }, LOGS);
        const kept = front.keep(1);
        const there = ['--es-url', front.url, '--es-timeout', '2min'];
        const running = ended(start(['scan', log, ...to, '--es-evidence', ...there]));
        await kept;
        await server.kill();
        front.release('cut');
        await server.launch();
        const { code, stderr } = await running;
        expect([code, stderr]).toEqual([0, expect.stringContaining('dead 0')]);
        const { sent, already, retried } = figures(stderr);
        // Two lines, an incident and a diagnosis of each host.
        expect(sent + already).toBe(4 * hosts);
        // What the server had taken and could not say was sent again.
        expect(already).toBeGreaterThan(0);
        expect(retried).toBeGreaterThanOrEqual(already);
      } finally {
        front.close();
      }
      const hits = await documents(server, 'killed');
      expect(hits.length).toBe(2 * hosts);
      expect(hits.every(({ _source }) => _source.whynotready.count === 2)).toBe(true);
      expect(await count(server, 'logs-whynotready.match-default')).toBe(2 * hosts);
    });
  });

  describe('SIGSTOP for 20 s', () => {
    test.concurrent.for(KINDS)('$kind $version: time-outs, then all arrives', async ({ version }) => {
      const server = servers.get(version)!;
      const to = await target(server, 'still');
      server.pause();
      const since = performance.now();
      try {
        const child = start(['scan', FAILING, ...to, '--es-url', server.url, '--es-timeout', '1s']);
        const running = ended(child);
        await says(child, /no answer in time; trying again/);
        await sleep(Math.max(0, since + STILL - performance.now()));
        server.resume();
        const { code, stderr } = await running;
        expect(code).toBe(0);
        const { sent, already, retried, dead } = figures(stderr);
        expect([sent + already, dead]).toEqual([3, 0]);
        expect(retried).toBeGreaterThan(0);
      } finally {
        server.resume();
      }
      expect(await count(server, 'still')).toBe(3);
    });
  });

  describe('a server that does not come back', () => {
    test.for(KINDS.slice(0, 1))('everything is kept, and sent again later', async ({ version }) => {
      const server = servers.get(version)!;
      const to = await target(server, 'away');
      const cwd = folder();
      server.pause();
      const given = ['--es-url', server.url, '--es-timeout', '1s', '--es-retry-for', '1s'];
      const lost = await ended(start(['scan', FAILING, ...to, ...given], { cwd }));
      server.resume();
      expect(lost.code).toBe(3);
      expect(lost.stderr).toMatch(/could not be delivered to Elasticsearch: no answer in time/);
      const letters = join(cwd, 'whynotready-dead-letters.ndjson');
      const again = await elastic(server, ['elastic', 'resend', letters, '--es-alias', 'away']);
      expect([again.code, existsSync(letters)]).toEqual([0, false]);
      expect(await count(server, 'away')).toBe(3);
    });
  });
});
