import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, FAILING, QUIET, temporaryFolder } from './command.ts';

const folder = temporaryFolder();

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('input that is no log ends in a clear word', () => {
  test.each([
    ['empty.log', '', /INPUT_EMPTY/],
    [
      'photo.jpg',
      Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), randomBytes(5000)]),
      /INPUT_NOT_A_LOG .*JPEG/,
    ],
    ['noise', Buffer.concat([Buffer.from([0x80, 0, 0xfe]), randomBytes(100_000)]), /INPUT_NOT_A_LOG/],
  ])('%s', async (name, content, expected) => {
    const { code, stdout, stderr } = await command([await file(name, content)]);
    expect(code).toBe(3);
    expect(stderr).toMatch(expected);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stdout).toContain('Nothing was read');
  });

  test('a folder without logs', async () => {
    const path = join(folder, 'notes');
    await mkdir(path);
    await writeFile(join(path, 'readme.md'), '# notes\n');
    const { code, stderr } = await command([path]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('INPUT_NO_LOGS')]);
  });

  test('an empty pipe, and /dev/null', async () => {
    for (const call of [{ input: '' }, {}])
      expect(await command([], call)).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('INPUT_EMPTY') as string,
      });
  });

  test('one line of 64 MB', async () => {
    const { code, stdout } = await command([await file('long.log', `${'x'.repeat(64_000_000)}\n`)]);
    expect(code).toBe(0);
    expect(stdout).toContain('No failure found in 1 line');
    expect(stdout).toContain('lines longer than 1 MiB');
  });
});

describe('input that can not be read', () => {
  test.runIf(existsSync('/proc/self/mem'))('a file whose bytes the system refuses', async () => {
    const { code, stdout, stderr } = await command(['/proc/self/mem', FAILING]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^\/proc\/self\/mem: INPUT_(?:NOT_READABLE|READ_FAILED) /);
    expect(stdout).toContain("The server rejects this node's password");
  });

  test('a file without permission (root may read it all the same)', async () => {
    const path = await file('secret.log', readFileSync(FAILING));
    await chmod(path, 0);
    const { code, stderr } = await command([path]);
    const isRoot = process.getuid?.() === 0;
    expect([code, stderr.includes('INPUT_NOT_READABLE')]).toEqual(isRoot ? [0, false] : [3, true]);
  });
});

describe('ways in', () => {
  test('a pipe, a redirected file, a named file, a folder: the same incidents', async () => {
    const log = readFileSync(FAILING);
    const ids = ({ stdout }: { stdout: string }): string[] =>
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; rule?: { id: string }; count?: number })
        .filter(({ type }) => type === 'incident')
        .map(({ rule, count }) => `${rule?.id} ${count}`);
    const named = ids(await command(['-o', 'ndjson', FAILING]));
    expect(named.length).toBeGreaterThan(0);
    expect(ids(await command(['-o', 'ndjson'], { input: log }))).toEqual(named);
    expect(ids(await command(['scan', '-', '-o', 'ndjson'], { input: log }))).toEqual(named);
    const path = join(folder, 'logs');
    await mkdir(path);
    await writeFile(join(path, 'k3s.log'), log);
    expect(ids(await command(['-o', 'ndjson', path]))).toEqual(named);
  });

  test('with and without scanner: the same bytes', async () => {
    const args = ['-o', 'json', FAILING, QUIET];
    expect((await command([...args, '--no-scanner'])).stdout).toBe((await command(args)).stdout);
  });
});
