/** The built command while a real server fails. This server is this file's own: it is killed, paused and made small. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, FAILING, start } from '../e2e/command.ts';
import { canRun, startServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { count, documents, elastic, folder, logOf } from './run.ts';

const OPTIONS = {
  kind: 'elasticsearch',
  version: '9.5.3',
  settings: {
    'indexing_pressure.memory.limit': '300kb',
    'http.max_content_length': '1mb',
    'action.auto_create_index': 'false',
  },
} as const;

describe.runIf(canRun(OPTIONS.kind, OPTIONS.version))('faults', { timeout: 240_000 }, () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(OPTIONS);
  }, 300_000);
  afterAll(async () => server?.end());

  /** Sets up under this name; `args`: of a scan that sends there. */
  async function target(alias: string): Promise<string[]> {
    const { code, stderr } = await elastic(server, ['elastic', 'setup', '--es-alias', alias]);
    expect([code, stderr]).toEqual([0, '']);
    return ['-o', 'elasticsearch', '--es-url', server.url, '--es-alias', alias];
  }

  async function waitFor(condition: () => Promise<boolean>): Promise<void> {
    for (let i = 0; i < 1200 && !(await condition().catch(() => false)); i++) await sleep(50);
  }

  const FIGURES = /sent (\d+), already there (\d+), retried (\d+), dead (\d+)/;
  function figures(stderr: string): { sent: number; already: number; retried: number; dead: number } {
    const [, sent, already, retried, dead] = FIGURES.exec(stderr)!.map(Number);
    return { sent: sent!, already: already!, retried: retried!, dead: dead! };
  }

  test('too much at once (429) and too large (413): smaller batches, all arrives', async () => {
    const to = await target('pressure');
    const log = logOf({ hosts: 150, times: 2 });
    const { code, stderr } = await ended(start(['scan', log, ...to, '--no-es-gzip']));
    expect(code).toBe(0);
    expect(figures(stderr)).toMatchObject({ sent: 300, already: 0, dead: 0 });
    expect(figures(stderr).retried).toBeGreaterThan(0);
    expect(await count(server, 'pressure')).toBe(300);
  });

  test('kill -9 in the middle, and up again: all arrives, each once', async () => {
    const to = await target('killed');
    const log = logOf({ hosts: 500, times: 2 });
    const running = ended(start(['scan', log, ...to]));
    await waitFor(async () => (await count(server, 'killed')) > 0);
    await server.kill();
    await server.launch();
    const { code, stderr } = await running;
    expect([code, stderr]).toEqual([0, expect.stringMatching(FIGURES)]);
    const { sent, already, dead } = figures(stderr);
    expect([sent + already, dead]).toEqual([1000, 0]);
    const hits = await documents(server, 'killed');
    expect(hits.length).toBe(1000);
    expect(hits.every(({ _source }) => _source.whynotready.count === 2)).toBe(true);
  });

  test('a server that stands still: time-outs, then all arrives', async () => {
    const to = await target('paused');
    server.pause();
    const running = ended(start(['scan', FAILING, ...to, '--es-timeout', '1s']));
    await sleep(8000);
    server.resume();
    const { code, stderr } = await running;
    expect(code).toBe(0);
    expect(stderr).toContain('no answer in time; trying again');
    const { sent, already, retried, dead } = figures(stderr);
    expect([sent + already, dead]).toEqual([3, 0]);
    expect(retried).toBeGreaterThan(0);
    expect(await count(server, 'paused')).toBe(3);
  });

  test('a server that does not come back: everything is kept, and sent again later', async () => {
    const to = await target('away');
    const cwd = folder();
    server.pause();
    const lost = await ended(
      start(['scan', FAILING, ...to, '--es-timeout', '1s', '--es-retry-for', '1s'], { cwd }),
    );
    server.resume();
    expect(lost.code).toBe(3);
    expect(lost.stderr).toMatch(/could not be delivered to Elasticsearch: no answer in time/);
    const letters = join(cwd, 'whynotready-dead-letters.ndjson');
    const again = await elastic(server, ['elastic', 'resend', letters, '--es-alias', 'away']);
    expect([again.code, existsSync(letters)]).toEqual([0, false]);
    expect(await count(server, 'away')).toBe(3);
  });

  test('disk full: slow tries, and it goes on when the block is lifted', async () => {
    const to = await target('full');
    await block('full', true);
    const running = ended(start(['scan', FAILING, ...to]));
    await sleep(4000);
    await block('full', false);
    const { code, stderr } = await running;
    expect([code, stderr]).toEqual([0, expect.stringMatching(/cluster_block_exception: .*; trying again/)]);
    expect(figures(stderr)).toMatchObject({ sent: 3, dead: 0 });
  });

  test('disk full, a closed index, no index: kept with the reason, and sent again later', async () => {
    const to = await target('stuck');
    for (const [off, on, reason] of [
      [() => block('stuck', true), () => block('stuck', false), 'cluster_block_exception'],
      [
        () => server.request('POST', '/stuck-000001/_close'),
        () => server.request('POST', '/stuck-000001/_open'),
        'index_closed_exception',
      ],
      [() => server.request('DELETE', '/stuck-000001'), () => target('stuck'), 'index_not_found_exception'],
    ] as const) {
      const cwd = folder();
      await off();
      const { code, stderr } = await ended(start(['scan', FAILING, ...to, '--es-retry-for', '0s'], { cwd }));
      expect([code, stderr]).toEqual([3, expect.stringContaining(reason)]);
      await on();
      await server.request('GET', '/_cluster/health/stuck?wait_for_status=yellow');
      const letters = join(cwd, 'whynotready-dead-letters.ndjson');
      const again = await elastic(server, ['elastic', 'resend', letters, '--es-alias', 'stuck']);
      expect([again.code, again.stderr]).toEqual([0, expect.stringMatching(/dead 0/)]);
      expect(await count(server, 'stuck')).toBe(3);
    }
  });

  test('wrong mapping: only the documents that do not fit are kept, each with its reason', async () => {
    const properties = { whynotready: { properties: { cause: { type: 'long' } } } };
    await server.request('PUT', '/wrong-1', { aliases: { wrong: {} }, mappings: { properties } });
    const cwd = folder();
    const to = ['-o', 'elasticsearch', '--es-url', server.url, '--es-alias', 'wrong'];
    const { code, stderr } = await ended(start(['scan', FAILING, ...to], { cwd }));
    expect([code, figures(stderr)]).toEqual([3, { sent: 2, already: 0, retried: 0, dead: 1 }]);
    expect(stderr).toMatch(
      /DELIVERY_FAILED 1 document could not be delivered to Elasticsearch: document_parsing_exception/,
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

  test('Ctrl-C while it waits: what is left is kept', async () => {
    const to = await target('stopped');
    const cwd = folder();
    await block('stopped', true);
    const child = start(['scan', FAILING, ...to], { cwd });
    const running = ended(child);
    child.stderr!.once('data', () => child.kill('SIGINT'));
    const { code, stderr } = await running;
    expect([code, stderr]).toEqual([3, expect.stringMatching(/dead 4$/m)]);
    expect(readFileSync(join(cwd, 'whynotready-dead-letters.ndjson'), 'utf8').trim().split('\n').length).toBe(
      4,
    );
  });

  async function block(alias: string, on: boolean): Promise<void> {
    const { status } = await server.request('PUT', `/${alias}/_settings`, {
      'index.blocks.read_only_allow_delete': on ? true : null,
    });
    expect(status).toBe(200);
  }
});
