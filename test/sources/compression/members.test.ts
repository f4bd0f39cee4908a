import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { joined, unpacked } from './samples.ts';

/** A member of 7 bytes, an empty one, and one that is as small only as long as it is packed. */
const [line, empty, large] = ['a line\n', '', 'x'.repeat(3 << 20)].map((text) => gzipSync(text));
const repeated = (bytes: Uint8Array, count: number): Uint8Array =>
  joined(...Array.from({ length: count }, () => bytes));

describe('gzip of tiny members', () => {
  it('a hundred thousand of them are read without a trip to the pool for each', async () => {
    const { bytes, problems } = await unpacked('gzip', repeated(joined(line!, empty!), 50_000));
    expect([Buffer.from(bytes).toString() === 'a line\n'.repeat(50_000), problems]).toEqual([true, []]);
  });

  it.each([1, 7, 8191, 8192, 1 << 18])('in pieces of %d bytes', async (piece) => {
    const { bytes, problems } = await unpacked('gzip', joined(line!, large!, line!, empty!, line!), piece);
    expect([bytes.length, problems]).toEqual([21 + (3 << 20), []]);
  });

  it('one that is broken, or cut, ends the reading behind those before it', async () => {
    const broken = Uint8Array.from(line!);
    broken[line!.length - 6]! ^= 1;
    for (const [bytes, code] of [
      [joined(repeated(line!, 3), broken, line!), 'ARCHIVE_BROKEN'],
      [joined(repeated(line!, 3), line!.subarray(0, 14)), 'ARCHIVE_CUT'],
    ] as const) {
      const read = await unpacked('gzip', bytes);
      expect(read.problems).toMatchObject([{ code }]);
      expect(Buffer.from(read.bytes).toString()).toMatch(/^(?:a line\n){3}/);
    }
  });
});
