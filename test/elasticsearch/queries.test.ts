/** The queries of docs/elasticsearch.md find something on each kind of server. */
import { describe, expect, test } from 'vitest';
import { canRun, sharedServer } from '../servers/shared.ts';
import { FAILING } from '../e2e/command.ts';
import { queries } from './docs.ts';
import { elastic, SERVERS } from './run.ts';

describe.each(SERVERS)('$kind $version', (options) => {
  test.runIf(canRun(options.kind, options.version))('five queries', { timeout: 240_000 }, async () => {
    const server = await sharedServer(options);
    await elastic(server, ['elastic', 'setup']);
    const { code, stderr } = await elastic(server, ['scan', FAILING, '-o', 'elasticsearch']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/sent 3, /)]);
    await server.request('POST', '/whynotready-incidents/_refresh');
    expect(queries().length).toBe(5);
    for (const { method, path, body } of queries()) {
      const reply = await server.request(method, path, body);
      expect([reply.status, reply.body.error]).toEqual([200, undefined]);
      const { hosts, days } = (reply.body.aggregations ?? {}) as Record<
        string,
        { buckets: unknown[] } | undefined
      >;
      // The log names no host, so the query by host has none; all others find something.
      const found =
        hosts !== undefined
          ? reply.body.hits.total.value
          : (days?.buckets.length ?? reply.body.hits.hits.length);
      expect([path, body, found > 0]).toEqual([path, body, true]);
    }
  });
});
