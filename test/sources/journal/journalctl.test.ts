/** Our reader beside the real journalctl, field by field, on real journals of every shape. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  bytesOf,
  byJournalctl,
  JournalFolder,
  missingTools,
  NEWEST,
  OLD,
  readFile,
  readStream,
  repack,
  text,
  withOldHeader,
} from './made.ts';
import type { Packer, Shape, Written } from './made.ts';

const missing = missingTools();
if (missing !== undefined && process.env['CI'] === undefined)
  process.stderr.write(
    `\n*** NOT TESTED: journals. Missing: ${missing}. Run scripts/setup-tests.sh as root. ***\n`,
  );

test('has what the tests of journals need in CI', () => {
  expect(process.env['CI'] === undefined ? undefined : missing).toBeUndefined();
});

const SHAPES: Shape[] = [true, false].flatMap((compact) =>
  [true, false].flatMap((keyedHash) => [true, false].map((compress) => ({ compact, keyedHash, compress }))),
);

const name = fc.stringMatching(/^_?[A-Z][A-Z0-9_]{0,20}$/).filter((name) => name !== '_BOOT_ID');
/** Text that prints, text that does not, any bytes, and values that systemd compresses. */
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }).map(text),
  fc.string({ unit: 'binary', maxLength: 40 }).map(text),
  fc.uint8Array({ maxLength: 60 }),
  fc
    .constantFrom(
      '',
      '"',
      '\\',
      'a\tb\nc',
      '\u0080',
      '\u00a0',
      '\ufffe',
      '\ufdd0',
      '\u{1fffe}',
      '\u007f',
      'x=y',
    )
    .map(text),
  fc
    .tuple(fc.string({ maxLength: 10 }), fc.nat(12_000))
    .map(([part, length]) => text(`${part} `.repeat(length).slice(0, length))),
);
const field = fc.tuple(name, value);
const written: fc.Arbitrary<Written> = fc.record({
  after: fc.integer({ min: 0, max: 5_000_000 }),
  boot: fc.nat(1),
  // A few fields from a small pool, so that entries share them and have some twice.
  fields: fc
    .tuple(
      fc.array(field, { maxLength: 8 }),
      fc.array(fc.tuple(fc.constantFrom('A', 'B', 'MESSAGE'), value), { minLength: 1, maxLength: 4 }),
    )
    .map(([some, more]) => some.concat(more)),
});

describe.skipIf(missing !== undefined)('the same entries as journalctl', () => {
  const folder = new JournalFolder();
  afterAll(() => folder.remove());

  async function same(file: string): Promise<number> {
    const expected = byJournalctl(file);
    expect(await readFile(file)).toEqual({ entries: expected, problems: [] });
    expect(await readStream(bytesOf(file), 100_000)).toEqual({ entries: expected, problems: [] });
    return expected.length;
  }

  test('any entries, in files of any shape', async () => {
    const property = fc.asyncProperty(
      fc.array(written, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...SHAPES),
      async (entries, shape) => {
        expect(await same(folder.make(entries, shape))).toBeGreaterThan(0);
      },
    );
    await fc.assert(property, { numRuns: 30, seed: 1 });
  });

  test.each<Packer>(['xz', 'lz4', 'zstd'])('data compressed with %s', async (packer) => {
    for (const shape of [NEWEST, OLD]) {
      const journal = bytesOf(folder.make(manyEntries(12), { ...shape, compress: false }));
      expect(repack(journal, packer)).toBeGreaterThan(10);
      expect(await same(folder.write(journal))).toBe(12);
    }
  });

  test('the header of the first versions', async () => {
    const journal = bytesOf(folder.make(manyEntries(5), OLD));
    withOldHeader(journal);
    expect(await same(folder.write(journal))).toBe(5);
  });

  test('thousands of entries', async () => {
    expect(await same(folder.make(manyEntries(5000, 'lease'), NEWEST))).toBe(5000);
  });

  test('fields of some MiB', async () => {
    const long = Buffer.alloc(3 << 20, 'E1121 10:39:57 a "quoted" line\n');
    // Each byte becomes a number.
    const binary = Buffer.alloc(100_000, 'an \u001b[31merror\u001b[0m');
    const fields = [
      ['LONG', long],
      ['BINARY', binary],
      ['MESSAGE', text('after them')],
    ] as const;
    const file = folder.make([{ after: 1, boot: 0, fields }], { ...NEWEST, compress: false });
    expect(await same(file)).toBe(1);
  });

  test('in a stream, what is used up is given up, and nothing else', async () => {
    const file = folder.make(manyEntries(2000, 'lease'), NEWEST);
    const read = await readStream(bytesOf(file), 100_000, { ceiling: 20_000 });
    expect(read).toEqual({ entries: byJournalctl(file), problems: [] });
  });

  test('with hardly any memory: a file is read again, of a stream it is said', async () => {
    const shared = Array.from({ length: 300 }, (_, i) => [`F${i}`, text(`value ${i}`)] as const);
    const entries = Array.from({ length: 30 }, (_, index) => ({
      after: 1,
      boot: 0,
      fields: shared.filter((_, i) => i % 30 !== index % 7),
    }));
    const file = folder.make(entries, NEWEST);
    const expected = byJournalctl(file);
    for (const ceiling of [1, 10_000, 100_000])
      expect(await readFile(file, { ceiling })).toEqual({ entries: expected, problems: [] });
    const { problems } = await readStream(bytesOf(file), 50_000, { ceiling: 10_000 });
    expect(problems.map(({ code }) => code)).toEqual(['INPUT_JOURNAL_TOO_LARGE']);
  });

  test('no entries', async () => {
    const file = folder.make([], NEWEST);
    expect(await same(file)).toBe(0);
  });

  test('journalctl as the reader gives the same', async () => {
    const file = folder.make(manyEntries(20), NEWEST);
    const { entries, problems } = await readFile(file, { reader: 'journalctl' });
    expect([entries.length, problems]).toEqual([20, []]);
    expect(entries.map(({ MESSAGE }) => MESSAGE)).toEqual(byJournalctl(file).map(({ MESSAGE }) => MESSAGE));
  });
});

/** Entries that share fields, each with a message of its own. */
function manyEntries(count: number, filler = 'Unable to authenticate the request; '.repeat(30)): Written[] {
  return Array.from({ length: count }, (_, index) => ({
    after: 1000,
    boot: index * 2 < count ? 0 : 1,
    fields: [
      ['_HOSTNAME', text('node1')],
      ['SYSLOG_IDENTIFIER', text(['k3s', 'kubelet'][index % 2]!)],
      ['MESSAGE', text(`${index}: ${filler}`)],
    ],
  }));
}
