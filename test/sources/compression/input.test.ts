/** A decompressed stream is an input like any other, and inflates no further than it is asked to. */
import { expect, test } from 'vitest';
import { compressionOf, decompress, unreadCompressionOf } from '../../../src/sources/compression/index.ts';
import { inputOf, joined, KINDS, noise, packed, run, text } from './samples.ts';

const options = { onProblem: () => {} };

test.for(KINDS)('%s: the head is given again', async (kind) => {
  const bytes = text(400_000);
  const input = decompress(kind, inputOf(packed(kind, bytes)), options);
  expect(input).toMatchObject({ name: 'k3s.log.packed', size: undefined, modified: 42 });
  const head = (await input.head()).slice();
  expect(Buffer.compare(head, bytes.subarray(0, 64 << 10))).toBe(0);
  expect(Buffer.compare(await input.head(), head)).toBe(0);
  const target = new Uint8Array(500_000);
  let at = 0;
  for (let count = 1; count > 0; at += count) count = await input.read(target.subarray(at, at + 77_777));
  expect(Buffer.compare(target.subarray(0, at), bytes)).toBe(0);
});

test.for(KINDS)('%s: a bomb goes off no further than it is read', async (kind) => {
  const bomb = packed(kind, new Uint8Array(24 << 20));
  const input = decompress(kind, inputOf(bomb), options);
  const target = new Uint8Array(1000);
  let peak = 0;
  for (let total = 0; total < 3_000_000;) {
    total += await input.read(target);
    peak = Math.max(peak, input.decompressed - total);
  }
  expect(peak).toBeLessThanOrEqual(4 << 20);
  input.close();
});

test.for(KINDS)('%s: closed in the middle, it closes what it reads', async (kind) => {
  let closed = 0;
  const inner = { ...inputOf(packed(kind, text(1_000_000))), close: () => void closed++ };
  const input = decompress(kind, inner, options);
  await input.read(new Uint8Array(10));
  input.close();
  expect(closed).toBe(1);
});

test('what the system says of the file is thrown on', async () => {
  const file = packed('gzip', noise(600_000));
  const inner = inputOf(file);
  let left = 3;
  const read = (target: Uint8Array) => {
    if (left-- === 0) throw Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' });
    return inner.read(target);
  };
  const input = decompress('gzip', { ...inner, read }, options);
  const drain = async () => {
    while ((await input.read(new Uint8Array(99_999))) > 0);
  };
  await expect(drain()).rejects.toThrow('EIO');
});

test('compression is told by content', () => {
  for (const kind of KINDS) expect(compressionOf(packed(kind, text(10)))).toBe(kind);
  for (const start of ['', 'B', 'BZh', 'BZhello world', '\x1f', 'Nov 21']) {
    expect(compressionOf(new TextEncoder().encode(start))).toBeUndefined();
  }
  expect(compressionOf(Uint8Array.of(0x1f, 0x8b, 7, 0))).toBeUndefined();
});

test('what is not read is named with what to run', () => {
  const lzma = run('xz', ['--format=lzma', '-c'], text(100)).bytes;
  expect(unreadCompressionOf(lzma)).toEqual({ format: 'lzma', cat: 'xz --format=lzma -dc' });
  expect(unreadCompressionOf(Uint8Array.of(0x1f, 0x9d, 0x90))?.format).toBe('compress (.Z)');
  expect(unreadCompressionOf(new TextEncoder().encode('LZIP\x01'))?.cat).toBe('lzip -dc');
  expect(unreadCompressionOf(text(100))).toBeUndefined();
  expect(unreadCompressionOf(joined(Uint8Array.of(0x5d, 0, 0), text(20)))).toBeUndefined();
});
