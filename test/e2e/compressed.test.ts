/** Compressed files, folders and globs, as a user meets them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, FAILING, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const LOG = readFileSync(FAILING);

function packed(tool: string, bytes: Uint8Array): Uint8Array {
  const { stdout, error } = spawnSync(tool, ['-c'], { input: bytes });
  if (error) throw new Error(`${tool} is needed for this test; run scripts/setup-tests.sh`, { cause: error });
  return stdout;
}

interface Answer {
  readonly incidents: readonly { readonly rule: unknown; readonly count: number }[];
  readonly summary: {
    readonly sources: readonly { readonly name: string }[];
    readonly limits: readonly unknown[];
  };
}

async function answer(...args: readonly string[]): Promise<Answer> {
  const { stdout } = await command(['scan', ...args, '-o', 'json'], { cwd: folder });
  return JSON.parse(stdout) as Answer;
}

test.for(['gzip', 'zstd', 'xz', 'bzip2', 'lz4'])(
  '%s: the same answer as from the plain log',
  async (tool) => {
    writeFileSync(join(folder, 'packed'), packed(tool, LOG));
    const [plain, other] = [await answer(FAILING), await answer('packed')];
    expect(other.incidents.map(({ rule, count }) => [rule, count])).toEqual(
      plain.incidents.map(({ rule, count }) => [rule, count]),
    );
    const piped = await command(['-o', 'json'], { cwd: folder, input: packed(tool, LOG) });
    expect((JSON.parse(piped.stdout) as Answer).incidents.length).toBe(plain.incidents.length);
  },
);

test('a cut file gives what it has, one line and exit code 3', async () => {
  const whole = packed('gzip', Buffer.concat(Array.from({ length: 50 }, () => LOG)));
  writeFileSync(join(folder, 'cut.gz'), whole.subarray(0, whole.length - 20));
  const { code, stdout, stderr } = await command(['cut.gz'], { cwd: folder });
  expect([code, stderr]).toEqual([
    3,
    expect.stringMatching(/^cut\.gz: ARCHIVE_CUT the gzip data ends too early.*\n$/),
  ]);
  expect(stdout).toContain("rejects this node's password");
});

test('globs, folders and second names', async () => {
  mkdirSync(join(folder, 'logs/old'), { recursive: true });
  writeFileSync(join(folder, 'logs/k3s.log.1.gz'), packed('gzip', LOG));
  for (const name of ['k3s.log', 'old/copy.log']) copyFileSync(FAILING, join(folder, 'logs', name));
  const names = async (...args: readonly string[]) =>
    (await answer(...args)).summary.sources.map(({ name }) => name);
  expect(await names('logs/*.gz')).toEqual(['logs/k3s.log.1.gz']);
  expect(await names('logs', '--glob', '*.gz')).toEqual(['logs/k3s.log.1.gz']);
  expect(await names('logs', '--exclude', '*.gz', '--exclude', 'old')).toEqual(['logs/k3s.log']);
  const { summary } = await answer('logs');
  expect(summary.sources.length).toBe(1);
  expect(summary.limits).toContainEqual(
    expect.objectContaining({
      code: 'same-file',
      count: 2,
      text: expect.stringContaining('(logs/old/copy.log is logs/k3s.log, and 1 more)'),
    }),
  );
});
