/** Follows docs/rules-howto.md, step by step, as a reader would. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const LOG = 'fixtures/failing/kubelet-apiserver-cert-san-mismatch/input.log';
const root = mkdtempSync(join(tmpdir(), 'whynotready-howto-'));
afterAll(() => rmSync(root, { recursive: true }));
copyFileSync(LOG, join(root, 'node.log'));

const [explain, draft, move, lint, file, check, scan, why] = [
  ...readFileSync('docs/rules-howto.md', 'utf8').matchAll(/^```(?:sh|yaml)\n([^]*?)^```$/gm),
].map(([, block]) => block!);

function shell(block: string | undefined): { code: number | null; out: string } {
  const tool = `whynotready() { '${resolve('node_modules/.bin/node')}' '${resolve('src/cli/main.ts')}' "$@"; }`;
  const { status, stdout, stderr } = spawnSync('bash', ['-ec', `${tool}\n${block}`], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: root, LANG: 'C.UTF-8', TZ: 'UTC' },
  });
  return { code: status, out: stdout + stderr };
}

test('from the line to the tested rule', { timeout: 60_000 }, () => {
  expect(shell(explain).out).toContain('Message    Failed to wait until node is registered');
  expect(shell(draft)).toMatchObject({ code: 0 });
  expect(shell(move)).toMatchObject({ code: 0 });
  expect(shell(lint)).toMatchObject({ code: 2, out: expect.stringContaining('RULE_TODO') as string });
  writeFileSync(join(root, /^# (\S+)/.exec(file!)![1]!), file!);
  expect(shell(check)).toEqual({
    code: 0,
    out: expect.stringMatching(/0 errors, 0 warnings\n.*2 passed, 0 failed/) as string,
  });
  expect(shell(scan).code).toBe(0);
  expect(shell(why)).toMatchObject({ code: 0, out: expect.stringMatching(/^Met +\d+$/m) as string });
});
