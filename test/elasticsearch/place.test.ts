/** A document that proves something can be explained by the place that the proof names. */
import { expect, test } from 'vitest';
import { canRun, sharedServer } from '../servers/shared.ts';
import { elastic, SECURE } from './run.ts';

const MESSAGE =
  "Error: Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry";

test.runIf(canRun(SECURE.kind, SECURE.version))('explain es://…/_doc/…', { timeout: 240_000 }, async () => {
  const server = await sharedServer(SECURE);
  const index = 'place-test';
  const id = 'a:1/b c';
  await server.request('PUT', `/${index}/_doc/${encodeURIComponent(id)}?refresh=true`, {
    '@timestamp': '2026-11-21T10:39:57.000Z',
    message: MESSAGE,
  });
  const { stdout } = await elastic(server, ['scan', `es:`, '--es-index', index, '-o', 'json']);
  const { incidents } = JSON.parse(stdout) as { incidents: { evidence: { source: string }[] }[] };
  const { source } = incidents[0]!.evidence[0]!;
  expect(source).toMatch(/^es:\/\/.*\/place-test\/_doc\/a:1\/b c$/);
  const found = await elastic(server, ['explain', `${source}:1`, '-o', 'json']);
  expect([found.code, found.stderr]).toEqual([0, '']);
  const { entries } = JSON.parse(found.stdout) as {
    entries: { origin: object; matches: { rule: string }[] }[];
  };
  expect(entries).toMatchObject([
    { origin: { source, line: 1 }, matches: [{ rule: 'k3s/node-password-rejected' }] },
  ]);
  const none = await elastic(server, ['explain', `${source}x:1`]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no such document')]);
});
