/** `--es-evidence` with a real server that gives no answer for a while: reading waits for it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ended, idle, start } from '../e2e/command.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import { Front } from './front.ts';
import { count, elastic, figures, folder, REJECTED, SERVERS } from './run.ts';

const [, PLAIN] = SERVERS;
/** Bytes of the log, all of them in matching lines. */
const SIZE = 64 << 20;
const LINE = 1 << 10;

/** Told again behind the message, so that few lines make many bytes. */
function largeLog(): string {
  const at = '2026-11-21T10:39:57';
  const line = `${at}.000000+00:00 node-1 k3s[1234]: time="${at}Z" level=info ${REJECTED}`;
  return `${line.padEnd(LINE - 1, ` ${REJECTED}`).slice(0, LINE - 1)}\n`.repeat(SIZE / LINE);
}

/** Bytes that the process has read so far, of files and all else. */
function bytesRead(pid: number): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))![1]);
}

describe.runIf(canRun(PLAIN.kind, PLAIN.version))('back-pressure', { timeout: 240_000 }, () => {
  test('reading stands still with the server; on Ctrl-C what was read is kept, and sent later', async () => {
    const server = await sharedServer(PLAIN);
    const names = ['--es-alias', 'pressed', '--es-namespace', 'pressed'];
    const setup = await elastic(server, ['elastic', 'setup', ...names]);
    expect([setup.code, setup.stderr]).toEqual([0, '']);
    const cwd = folder();
    writeFileSync(join(cwd, 'large.log'), largeLog());
    const front = await Front.open(server.url);
    try {
      const kept = front.keep(1);
      const to = ['-o', 'elasticsearch', '--es-evidence', '--es-url', front.url, '--es-timeout', '10min'];
      const child = start(['scan', 'large.log', ...to, ...names], { cwd });
      const running = ended(child);
      await kept;
      await idle(child);
      expect(bytesRead(child.pid!)).toBeLessThan(SIZE / 2);
      child.kill('SIGINT');
      const { code, stderr } = await running;
      expect(code).toBe(130);
      const { sent, dead } = figures(stderr);
      expect(sent).toBe(0);
      // A batch, a thousand that waited, and at most a block on top of each; incident and diagnosis.
      expect(dead).toBeGreaterThan(2000);
      expect(dead).toBeLessThan(8000);
      rmSync(join(cwd, 'large.log'));
      const letters = 'whynotready-dead-letters.ndjson';
      const lines = readFileSync(join(cwd, letters), 'utf8').trimEnd().split('\n');
      expect(lines.length).toBe(dead);
      const again = await elastic(server, ['elastic', 'resend', letters, ...names], { cwd });
      expect(again.code).toBe(0);
      // The batch whose answer was kept is there already.
      expect(figures(again.stderr)).toMatchObject({ sent: dead - 999, already: 999, dead: 0 });
      const matches = lines.filter((line) => line.includes('"action":"create"'));
      expect(await count(server, 'logs-whynotready.match-pressed')).toBe(matches.length);
    } finally {
      front.close();
    }
  });
});
