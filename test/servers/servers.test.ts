import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DISTRIBUTIONS } from './distributions.ts';
import { canRun, sharedServer } from './shared.ts';

describe.each(DISTRIBUTIONS)('$kind $version', ({ kind, version }) => {
  test.runIf(canRun(kind, version))('starts once and answers', { timeout: 240_000 }, async () => {
    // Those that other files use, too.
    const options = { kind, version, ...(version === '9.5.3' ? { security: true } : {}) };
    const server = await sharedServer(options);
    const again = await sharedServer(options);
    expect(again.pid).toBe(server.pid);
    expect(existsSync(server.data.folder)).toBe(true);
    const { status, body } = await server.request('GET', '/');
    expect(status).toBe(200);
    expect(body.version.number).toBe(version);
  });
});
