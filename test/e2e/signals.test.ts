import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ended, FAILING, start } from './command.ts';

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

test('Ctrl-C on a pipe that has gone quiet: what it handed over is read', async () => {
  const child = start([], { input: '' });
  const end = ended(child);
  child.stdin!.write(readFileSync(FAILING));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  child.kill('SIGINT');
  const { code, stdout } = await end;
  expect(code).toBe(130);
  expect(stdout).toContain("The server rejects this node's password");
  expect(stdout).toContain('Stopped early');
});
