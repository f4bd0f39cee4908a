import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { targetProblem, writeTarget } from '../../src/sinks/target.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'target-'));

test('a new file, an old one with its rights, what a link leads to', () => {
  const root = folder();
  const file = join(root, 'a.md');
  const link = join(root, 'link.md');
  writeTarget(file, ['one ', 'two\n']);
  expect(readFileSync(file, 'utf8')).toBe('one two\n');
  chmodSync(file, 0o640);
  symlinkSync('a.md', link);
  writeTarget(link, ['three\n']);
  expect(readFileSync(file, 'utf8')).toBe('three\n');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(root).sort()).toEqual(['a.md', 'link.md']);
});

test('what breaks off leaves the old file and nothing else', () => {
  const root = folder();
  const file = join(root, 'a.md');
  writeFileSync(file, 'old\n');
  function* breaking(): Generator<string> {
    yield 'new';
    throw new Error('broken');
  }
  expect(() => writeTarget(file, breaking())).toThrow('broken');
  expect(readFileSync(file, 'utf8')).toBe('old\n');
  expect(readdirSync(root)).toEqual(['a.md']);
});

test('a pipe is written to as it is', async () => {
  const root = folder();
  const pipe = join(root, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const reader = spawn('cat', [pipe]);
  // Both ends at once, so that opening for writing does not wait for the reader.
  const ends = openSync(pipe, 'r+');
  expect(targetProblem(pipe)).toBeUndefined();
  writeTarget(pipe, ['hello\n']);
  const [read] = (await once(reader.stdout, 'data')) as [Buffer];
  closeSync(ends);
  reader.kill();
  expect(read.toString()).toBe('hello\n');
  expect(statSync(pipe).isFIFO()).toBe(true);
});

test('places where nothing can be written', () => {
  const root = folder();
  mkdirSync(join(root, 'sub'));
  writeFileSync(join(root, 'file'), '');
  expect(targetProblem(join(root, 'new'))).toBeUndefined();
  expect(targetProblem(join(root, 'sub'))?.message).toBe('this is a folder');
  expect(targetProblem(join(root, 'file'), [root, join(root, 'gone'), '-'])).toBeUndefined();
  symlinkSync('file', join(root, 'link'));
  expect(targetProblem(join(root, 'link'), [join(root, 'file')])?.message).toBe(
    'this is an input; it would be overwritten',
  );
  expect(targetProblem(join(root, 'none', 'x'))?.message).toBe(`there is no folder ${join(root, 'none')}`);
  expect(targetProblem(join(root, 'file', 'x'))?.message).toBe(`there is no folder ${join(root, 'file')}`);
});
