/** Bytes read equal those of zcat, zstdcat, xzcat, bzcat and lz4cat. */
import { expect, test } from 'vitest';
import type { Compression } from '../../../src/sources/compression/index.ts';
import { compressionOf } from '../../../src/sources/compression/index.ts';
import { joined, KINDS, noise, packed, run, text, unpacked } from './samples.ts';

const SAMPLES: Readonly<Record<string, Uint8Array>> = {
  empty: new Uint8Array(0),
  'one byte': Uint8Array.of(10),
  text: text(700_000),
  zeros: new Uint8Array(3_000_000),
  noise: noise(300_000),
  mixed: joined(text(200_000), noise(100_000), new Uint8Array(300_000), text(400_000)),
  'runs of four and more': Uint8Array.from({ length: 50_000 }, (_, i) => (i / (1 + ((i >> 8) % 300))) | 0),
};

/** Ways to pack that make a difference to a reader. */
const FLAGS: Readonly<Record<Compression, readonly (readonly string[])[]>> = {
  gzip: [['-1'], ['-9']],
  zstd: [['-1'], ['-15', '--no-check'], ['-12', '--long=24'], ['--fast=5', '--no-content-size']],
  xz: [
    ['-0', '-C', 'crc32'],
    ['-6', '-C', 'sha256', '--block-size=300KiB'],
    ['-3', '-C', 'none'],
    ['--lzma2=preset=1,lc=1,lp=3,pb=0'],
    ['--lzma2=preset=4,dict=4KiB,lc=4,lp=0,pb=4'],
  ],
  bzip2: [['-1'], ['-9']],
  lz4: [['-1'], ['-9', '-BD', '-B4'], ['-B5', '-BX', '--content-size'], ['--no-frame-crc'], ['-l']],
};

for (const kind of KINDS) {
  test.for(FLAGS[kind].map((flags) => [flags.join(' '), flags] as const))(`${kind} %s`, async ([, flags]) => {
    for (const [name, bytes] of Object.entries(SAMPLES)) {
      const file = packed(kind, bytes, flags);
      const { compressed, decompressed, problems, bytes: result } = await unpacked(kind, file);
      const told = compressionOf(file.subarray(0, 64));
      const isSame = Buffer.compare(result, bytes) === 0;
      expect({ name, told, isSame, problems, compressed, decompressed }).toEqual({
        name,
        told: kind,
        isSame: true,
        problems: [],
        compressed: file.length,
        decompressed: bytes.length,
      });
    }
  });

  test(`${kind}: several streams back to back, whatever pieces they come in`, async () => {
    const parts = [text(20_000), new Uint8Array(0), text(3), noise(4000), text(60_000)];
    const file = joined(...parts.map((part, i) => packed(kind, part, FLAGS[kind][i % FLAGS[kind].length])));
    const all = run(kind, ['-dc'], file).bytes;
    expect(Buffer.compare(all, joined(...parts))).toBe(0);
    for (const piece of [1, 4096, 1 << 20]) {
      const result = await unpacked(kind, file, piece);
      expect(result.problems).toEqual([]);
      expect(Buffer.compare(result.bytes, all)).toBe(0);
    }
  });

  test(`${kind}: 2,000 streams`, async () => {
    const one = packed(kind, text(90));
    const result = await unpacked(kind, joined(...Array.from({ length: 2000 }, () => one)), 10_007);
    expect(result.problems).toEqual([]);
    expect(Buffer.compare(result.bytes, joined(...Array.from({ length: 2000 }, () => text(90))))).toBe(0);
  });
}

test('gzip with every part of a header', async () => {
  const plain = packed('gzip', text(1000), ['-n']);
  const extra = [4, 0, 1, 2, 3, 4];
  const rest = [...extra, ...Buffer.from('name\0comment\0'), 0, 0];
  const file = joined(Uint8Array.of(31, 139, 8, 0x1f, 0, 0, 0, 0, 0, 3, ...rest), plain.subarray(10));
  expect((await unpacked('gzip', file, 3)).bytes).toEqual(text(1000));
});

test('zeros behind gzip, zeros between and behind xz streams', async () => {
  const zeros = new Uint8Array(400_000);
  const gzip = await unpacked(
    'gzip',
    joined(packed('gzip', text(50)), zeros, packed('gzip', text(60)), zeros),
  );
  expect(gzip.problems).toEqual([]);
  expect(gzip.bytes).toEqual(joined(text(50), text(60)));
  const xz = await unpacked('xz', joined(packed('xz', text(50)), zeros, packed('xz', text(60)), zeros));
  expect(xz.problems).toEqual([]);
  expect(xz.bytes).toEqual(joined(text(50), text(60)));
});

test.for(['zstd', 'lz4'] as const)('%s: frames to skip, at the start, between and behind', async (kind) => {
  const skip = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5);
  const file = joined(packed(kind, text(50)), skip, skip, packed(kind, text(60)), skip);
  const result = await unpacked(kind, file, 3);
  expect(result.problems).toEqual([]);
  expect(result.bytes).toEqual(joined(text(50), text(60)));
  const first = joined(skip, file);
  expect((await unpacked(compressionOf(first)!, first)).bytes).toEqual(joined(text(50), text(60)));
});
