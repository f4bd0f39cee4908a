import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HEAD_BYTES } from '../../src/sources/input.ts';
import type { Input } from '../../src/sources/input.ts';
import { pipeInput } from '../../src/sources/pipe.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipe-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the shell command writes, as a pipe. */
function pipeOf(command: string, signal?: AbortSignal): Input {
  const path = join(folder, 'fifo');
  execFileSync('mkfifo', [path]);
  spawn('sh', ['-c', `exec >"$0"; ${command}`, path], { stdio: 'ignore' });
  return pipeInput({ name: '-', fd: openSync(path, 'r'), now: 0, signal });
}

async function readAll(input: Input, size: number, pause?: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const target = new Uint8Array(size);
  for (;;) {
    const count = await input.read(target);
    if (count === 0) break;
    parts.push(target.slice(0, count));
    if (pause !== undefined) await delay(pause);
  }
  input.close();
  return Buffer.concat(parts);
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test.each([
  ['smaller than what comes at once', 1000, undefined],
  ['larger', 3 << 20, undefined],
  ['and a slow reader', 50_000, 1],
])('every byte arrives once, in order: targets %s', async (_, size, pause) => {
  const input = pipeOf('seq 1 200000');
  const expected = execFileSync('seq', ['1', '200000'], { maxBuffer: 1 << 24 });
  expect(digest(await readAll(input, size, pause))).toBe(digest(expected));
});

test('a slow writer is waited for', async () => {
  const input = pipeOf('printf one; sleep 0.1; printf two; sleep 0.1; printf three');
  expect((await readAll(input, 100)).toString()).toBe('onetwothree');
});

test('the head is given again', async () => {
  const input = pipeOf('seq 1 200000');
  const head = Buffer.from(await input.head());
  expect(head.length).toBe(HEAD_BYTES);
  expect((await readAll(input, 1 << 20)).subarray(0, HEAD_BYTES).equals(head)).toBe(true);
});

test('the head of a short pipe is all of it, that of an empty one nothing', async () => {
  const input = pipeOf('printf short');
  expect(Buffer.from(await input.head()).toString()).toBe('short');
  expect((await readAll(input, 100)).toString()).toBe('short');
  rmSync(join(folder, 'fifo'));
  const empty = pipeOf('true');
  expect((await empty.head()).length).toBe(0);
  expect(await empty.read(new Uint8Array(10))).toBe(0);
  empty.close();
});

test('the signal ends a pipe that stays open; what came before is kept', async () => {
  const abort = new AbortController();
  const input = pipeOf('printf before; exec sleep 2', abort.signal);
  const target = new Uint8Array(10);
  expect(await input.read(target)).toBe(6);
  const next = input.read(target);
  abort.abort();
  expect(await next).toBe(0);
  expect(await input.read(target)).toBe(0);
  input.close();
});
