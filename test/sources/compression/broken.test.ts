/** Cut and changed files: their good bytes, then one problem; never an exception, never a hang. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Compression } from '../../../src/sources/compression/index.ts';
import {
  inputOf,
  joined,
  KINDS,
  noise,
  packed,
  rereadable,
  run,
  text,
  unpacked,
  unpackedFrom,
} from './samples.ts';

const BYTES = joined(text(150_000), noise(2000), text(150_000));
const FLAGS: Readonly<Record<Compression, readonly string[]>> = {
  gzip: [],
  zstd: ['-3'],
  xz: ['--block-size=100KiB'],
  bzip2: ['-1'],
  lz4: ['-B4', '-BX'],
};
const FILES = new Map(KINDS.map((kind) => [kind, packed(kind, BYTES, FLAGS[kind])]));

function isPrefix(bytes: Uint8Array, whole: Uint8Array): boolean {
  return Buffer.compare(bytes, whole.subarray(0, bytes.length)) === 0;
}

test.for(KINDS)('%s: cut anywhere, all that the real tool can give', async (kind) => {
  const file = FILES.get(kind)!;
  const places = [20, 21, 35, 100, 1000, file.length >> 1, file.length - 30, file.length - 9];
  places.push(...[8, 7, 5, 4, 3, 1].map((count) => file.length - count));
  for (const place of places) {
    const cut = file.subarray(0, place);
    const { bytes, problems } = await unpacked(kind, cut, 5000);
    expect(
      problems.map(({ code }) => code),
      `${place}`,
    ).toEqual(['ARCHIVE_CUT']);
    expect(isPrefix(bytes, BYTES), `${place}`).toBe(true);
    expect(bytes.length, `${place}`).toBeGreaterThanOrEqual(run(kind, ['-dc'], cut).bytes.length);
  }
});

test.for(KINDS)('%s: cut within its second stream', async (kind) => {
  const first = packed(kind, text(500));
  const both = joined(first, packed(kind, text(500)));
  for (let place = first.length + 1; place < both.length; place++) {
    const { bytes, problems } = await unpacked(kind, both.subarray(0, place));
    expect(problems.length, `${place}`).toBe(1);
    expect(bytes.length, `${place}`).toBeGreaterThanOrEqual(500);
    expect(isPrefix(bytes, joined(text(500), text(500))), `${place}`).toBe(true);
  }
});

test.for(KINDS)('%s: something else behind its end is one line', async (kind) => {
  for (const rest of ['x', 'garbage', 'Nov 21 13:00:05 node1 k3s[1]: a line\n'.repeat(50)]) {
    const { bytes, problems } = await unpacked(
      kind,
      joined(FILES.get(kind)!, new TextEncoder().encode(rest)),
    );
    expect(Buffer.compare(bytes, BYTES)).toBe(0);
    expect(problems.map(({ code }) => code)).toEqual(['ARCHIVE_BROKEN']);
    expect(problems[0]!.message).toMatch(/follows after 302000 decompressed bytes/);
  }
});

test.for(KINDS)('%s: any byte changed', async (kind) => {
  const file = FILES.get(kind)!;
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
      const changed = file.slice();
      changed[place]! ^= change;
      const { bytes, problems } = await unpacked(kind, changed);
      expect(problems.length).toBeLessThanOrEqual(1);
      // What no checksum covers may change unseen: gzip's header, for one.
      expect(problems.length === 1 || Buffer.compare(bytes, BYTES) === 0).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test.for(['gzip', 'zstd'] as const)(
  '%s: changed in the middle, all that the real tool can give',
  async (kind) => {
    const file = FILES.get(kind)!;
    const inputs = { once: inputOf, again: rereadable };
    for (const place of [file.length >> 1, file.length - 60]) {
      const changed = file.slice();
      changed.fill(0xff, place, place + 40);
      const least = run(kind, ['-dc'], changed).bytes;
      for (const make of Object.values(inputs)) {
        const { bytes, problems } = await unpackedFrom(kind, make(joined(file, changed)));
        expect(problems.map(({ code }) => code)).toEqual(['ARCHIVE_BROKEN']);
        expect(bytes.length).toBeGreaterThanOrEqual(BYTES.length + (make === rereadable ? least.length : 0));
        expect(isPrefix(bytes.subarray(0, BYTES.length + least.length), joined(BYTES, least))).toBe(true);
      }
    }
  },
);

test.for(KINDS)('%s: noise behind its first bytes', async (kind) => {
  const start = FILES.get(kind)!.subarray(0, 14);
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 3000 }),
      fc.integer({ min: 4, max: 14 }),
      async (bytes, kept) => {
        const { problems } = await unpacked(kind, joined(start.subarray(0, kept), bytes));
        expect(problems.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 100 },
  );
});

test('memory that a frame asks for is bounded', async () => {
  const zstd = await unpacked('zstd', packed('zstd', noise(100), ['--long=31', '--no-content-size']));
  expect(zstd.problems[0]?.message).toMatch(/needs 2048 MiB of memory/);
  const xz = await unpacked('xz', packed('xz', noise(100), ['--lzma2=preset=0,dict=512MiB']));
  expect(xz.problems[0]?.message).toMatch(/needs 512 MiB of memory/);
});

test('a filter that is not read is named', async () => {
  const { problems } = await unpacked('xz', packed('xz', text(1000), ['--x86', '--lzma2=preset=1']));
  expect(problems[0]?.message).toMatch(/a filter that is not read/);
});
