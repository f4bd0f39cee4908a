import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DISTRIBUTIONS } from './distributions.ts';
import { canRun, sharedServer } from './shared.ts';

describe.each(DISTRIBUTIONS)('$kind $version', ({ kind, version }) => {
  test.runIf(canRun(kind, version))('starts once and answers', { timeout: 240_000 }, async () => {
    const server = await sharedServer({ kind, version });
    const again = await sharedServer({ kind, version });
    expect(again.pid).toBe(server.pid);
    expect(existsSync(server.data.folder)).toBe(true);
    const { status, body } = await server.request('GET', '/');
    expect(status).toBe(200);
    expect(body.version.number).toBe(version);
  });
});
