import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, ended, FAILING, idle, QUIET, start, temporaryFolder } from './command.ts';

/** Starts on a pipe that stays open, gives it the log, and waits for `sight` on stdout. */
async function interrupted(args: readonly string[], signal: NodeJS.Signals) {
  const child = start(['--stream', '-o', 'ndjson', ...args], { input: '' });
  const end = ended(child);
  child.stdin!.write(readFileSync(FAILING));
  await once(child.stdout!, 'data');
  child.kill(signal);
  return end;
}

test.each(['SIGINT', 'SIGTERM'] as const)('%s prints what was found so far', async (signal) => {
  const { code, stdout, stderr } = await interrupted([], signal);
  const objects = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(130);
  expect(stderr).toBe('');
  expect(objects[0]).toMatchObject({ type: 'incident', partial: true });
  const whole = objects.filter(({ type, partial }) => type === 'incident' && partial === undefined);
  expect(whole.length).toBeGreaterThan(0);
  expect(objects.at(-1)).toMatchObject({ type: 'summary', complete: false });
});

test('what an interrupted scan keeps with --partial says so, and so does what is merged from it', async () => {
  const [cut, whole] = ['cut', 'whole'].map((name) => join(temporaryFolder(), name)) as [string, string];
  expect(await interrupted(['--partial', cut], 'SIGINT')).toMatchObject({ code: 130 });
  expect(await command(['scan', QUIET, '--partial', whole])).toMatchObject({ code: 0 });
  for (const files of [
    [cut, whole],
    [whole, cut],
  ]) {
    const { code, stdout } = await command(['merge', ...files, '-o', 'json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([3, { summary: { complete: false } }]);
  }
});

test('Ctrl-C on a pipe that has gone quiet: what it handed over is read', async () => {
  const child = start([], { input: '' });
  const end = ended(child);
  child.stdin!.write(readFileSync(FAILING));
  await idle(child);
  child.kill('SIGINT');
  const { code, stdout } = await end;
  expect(code).toBe(130);
  expect(stdout).toContain("The server rejects this node's password");
  expect(stdout).toContain('Stopped early');
});

describe('Ctrl-C on a named pipe whose writer stays and is silent', () => {
  /** Interrupts a scan of the pipe when it has read all there is. */
  async function interruptedPipe(writes: string, args: readonly string[] = []) {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('bash', ['-c', `exec 3>"$0"; ${writes} >&3; exec sleep 60`, pipe]);
    try {
      const child = start(['scan', pipe, ...args]);
      const end = ended(child);
      await idle(child);
      child.kill('SIGINT');
      return await end;
    } finally {
      writer.kill('SIGKILL');
    }
  }

  test('gives the answer so far', async () => {
    const { code, stdout, stderr } = await interruptedPipe(`cat ${FAILING}`);
    expect([code, stderr]).toEqual([130, '']);
    expect(stdout).toContain("The server rejects this node's password");
    expect(stdout).toContain('Stopped early');
  });

  test('of which nothing came: no word about an empty file', async () => {
    const { code, stdout, stderr } = await interruptedPipe('true');
    expect([code, stderr]).toEqual([130, '']);
    expect(stdout).toContain('Stopped early');
  });

  test('that had begun to give a compressed log', async () => {
    const { code, stdout, stderr } = await interruptedPipe(`cat ${FAILING} | gzip -c | head -c -8`);
    expect([code, stderr]).toEqual([130, '']);
    expect(stdout).toContain("The server rejects this node's password");
  });
});
