/** The built command while a real server refuses, on each kind of server: full, closed, of another mapping, stopped by hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ended, FAILING } from '../e2e/command.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { begin, count, elastic, figures, folder, says, SERVERS } from './run.ts';

const KINDS = SERVERS.filter(({ kind, version }) => canRun(kind, version));
const BLOCKED = /cluster_block_exception: .*; trying again/;

describe.runIf(KINDS.length > 0)('faults', { timeout: 240_000 }, () => {
  const servers = new Map<string, Server>();
  beforeAll(async () => {
    await Promise.all(
      KINDS.map(async (options) => {
        servers.set(options.version, await sharedServer(options));
      }),
    );
  }, 300_000);

  /** Sets up under this name; returns how to send there. */
  async function target(server: Server, alias: string): Promise<string[]> {
    const { code, stderr } = await elastic(server, ['elastic', 'setup', '--es-alias', alias]);
    if (code !== 0) throw new Error(stderr);
    return ['-o', 'elasticsearch', '--es-alias', alias];
  }

  /** As the server does it itself when its disk is full. */
  async function block(server: Server, alias: string, on: boolean): Promise<void> {
    const { status, body } = await server.request('PUT', `/${alias}/_settings`, {
      'index.blocks.read_only_allow_delete': on ? true : null,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  // Of each kind at the same time: most of it is waiting.
  describe('disk full', () => {
    test.concurrent.for(KINDS)(
      '$kind $version: slow tries, and it goes on when there is room',
      async ({ version }) => {
        const server = servers.get(version)!;
        const to = await target(server, 'full');
        await block(server, 'full', true);
        const child = begin(server, ['scan', FAILING, ...to]);
        const running = ended(child);
        await says(child, BLOCKED);
        await block(server, 'full', false);
        const { code, stderr } = await running;
        expect([code, stderr]).toEqual([0, expect.stringMatching(BLOCKED)]);
        expect(figures(stderr)).toMatchObject({ sent: 3, dead: 0 });
        expect(await count(server, 'full')).toBe(3);
      },
    );
  });

  describe('wrong mapping', () => {
    test.for(KINDS)('$kind $version: what does not fit is kept, with its reason', async ({ version }) => {
      const server = servers.get(version)!;
      const properties = { whynotready: { properties: { cause: { type: 'long' } } } };
      await server.request('PUT', '/wrong-1', { aliases: { wrong: {} }, mappings: { properties } });
      const cwd = folder();
      const to = ['-o', 'elasticsearch', '--es-alias', 'wrong'];
      const { code, stderr } = await elastic(server, ['scan', FAILING, ...to], { cwd });
      expect(code).toBe(3);
      expect(figures(stderr)).toMatchObject({ sent: 2, already: 0, dead: 1 });
      expect(stderr).toMatch(
        /DELIVERY_FAILED 1 document could not be delivered to Elasticsearch: (document|mapper)_parsing_exception/,
      );
      const letters = join(cwd, 'whynotready-dead-letters.ndjson');
      const letter = JSON.parse(readFileSync(letters, 'utf8')) as Record<string, unknown>;
      expect(letter).toMatchObject({
        status: 400,
        action: 'index',
        index: 'wrong',
        document: { whynotready: { type: 'diagnosis' } },
      });
      // Still wrong: it stays in the file.
      const again = await elastic(server, ['elastic', 'resend', letters, '--es-alias', 'wrong']);
      expect(again.code).toBe(3);
      expect(JSON.parse(readFileSync(letters, 'utf8'))).toEqual(letter);
      expect(existsSync(`${letters}.left`)).toBe(false);
    });
  });

  describe('disk full, a closed index, no index', () => {
    test.for(KINDS.slice(0, 1))('kept with the reason, and sent again later', async ({ version }) => {
      const server = servers.get(version)!;
      const to = await target(server, 'stuck');
      for (const [off, on, reason] of [
        [() => block(server, 'stuck', true), () => block(server, 'stuck', false), 'cluster_block_exception'],
        [
          () => server.request('POST', '/stuck-000001/_close'),
          () => server.request('POST', '/stuck-000001/_open'),
          'index_closed_exception',
        ],
        [
          () => server.request('DELETE', '/stuck-000001'),
          () => target(server, 'stuck'),
          'index_not_found_exception',
        ],
      ] as const) {
        const cwd = folder();
        await off();
        const lost = await elastic(server, ['scan', FAILING, ...to, '--es-retry-for', '0s'], { cwd });
        expect([lost.code, lost.stderr]).toEqual([3, expect.stringContaining(reason)]);
        await on();
        await server.request('GET', '/_cluster/health/stuck?wait_for_status=yellow');
        const letters = join(cwd, 'whynotready-dead-letters.ndjson');
        const again = await elastic(server, ['elastic', 'resend', letters, '--es-alias', 'stuck']);
        expect([again.code, again.stderr]).toEqual([0, expect.stringMatching(/dead 0/)]);
        expect(await count(server, 'stuck')).toBe(3);
      }
    });
  });

  describe('Ctrl-C while it waits', () => {
    test.for(KINDS.slice(0, 1))('what is left is kept', async ({ version }) => {
      const server = servers.get(version)!;
      const to = await target(server, 'stopped');
      const cwd = folder();
      await block(server, 'stopped', true);
      const child = begin(server, ['scan', FAILING, ...to], { cwd });
      const running = ended(child);
      await says(child, BLOCKED);
      child.kill('SIGINT');
      const { code, stderr } = await running;
      expect([code, stderr]).toEqual([3, expect.stringMatching(/dead 4$/m)]);
      const letters = readFileSync(join(cwd, 'whynotready-dead-letters.ndjson'), 'utf8');
      expect(letters.trim().split('\n').length).toBe(4);
    });
  });
});
