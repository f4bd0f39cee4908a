/** Journals that are cut, broken, hostile, or still being written: what can be read is read, and what is lost is said once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  bytesOf,
  byJournalctl,
  DATA,
  ENTRY,
  exportOf,
  JournalFolder,
  missingTools,
  NEWEST,
  objectsOf,
  OLD,
  readFile,
  readStream,
  REMOTE,
  repack,
  text,
} from './made.ts';
import type { Entry, Placed, Read, Written } from './made.ts';

const TAIL_AT = 136;
const HEADER_SIZE_AT = 88;
const STATE_AT = 16;
const ONLINE = 1;

/** Each entry has a message of its own and shares its host. */
const ENTRIES: Written[] = Array.from({ length: 40 }, (_, index) => ({
  after: 1000,
  boot: index < 20 ? 0 : 1,
  fields: [
    ['_HOSTNAME', text('node1')],
    ['MESSAGE', text(`${index}: ${'Unable to authenticate the request; '.repeat(20)}`)],
  ],
}));

const MANY: Written[] = Array.from({ length: 2000 }, (_, index) => ({
  after: 1000,
  boot: 0,
  fields: [
    ['_HOSTNAME', text('node1')],
    ['MESSAGE', text(`lease ${index}`)],
  ],
}));

describe.skipIf(missingTools() !== undefined)('a journal that is', () => {
  const folder = new JournalFolder();
  const journals = new Map<string, Buffer>();
  let whole: Entry[];
  beforeAll(() => {
    whole = byJournalctl(folder.make(ENTRIES, NEWEST));
    // Without most of the room for more entries, which is only time.
    journals.set('newest', trimmed(bytesOf(folder.make(ENTRIES, NEWEST))));
    journals.set('old', trimmed(bytesOf(folder.make(ENTRIES, OLD))));
  });
  afterAll(() => folder.remove());

  function journal(name: 'newest' | 'old' = 'newest'): Buffer {
    return Buffer.from(journals.get(name)!);
  }

  /** As a file and as a stream. */
  async function both(bytes: Buffer): Promise<{ file: Read; stream: Read }> {
    return { file: await readFile(folder.write(bytes)), stream: await readStream(bytes) };
  }

  async function oneProblem(bytes: Buffer, said: RegExp): Promise<Entry[]> {
    const { file, stream } = await both(bytes);
    for (const { problems } of [file, stream]) {
      expect(problems.map(({ code }) => code)).toEqual(['INPUT_JOURNAL_DAMAGED']);
      expect(problems[0]!.message).toMatch(said);
      expect(problems[0]!.fix).toBeDefined();
    }
    expect(stream.entries).toEqual(file.entries);
    return file.entries;
  }

  test('cut anywhere: entries that end before are read', async () => {
    const entries = objectsOf(journal()).filter(({ type }) => type === ENTRY);
    for (const { offset, size } of [entries[0]!, entries[7]!, entries[39]!]) {
      for (const end of [offset, offset + 20, offset + size - 1]) {
        const read = await oneProblem(
          journal().subarray(0, end),
          /ends before its last entry.* of 40 entries read/,
        );
        expect(read).toEqual(
          whole.slice(
            0,
            entries.findIndex((entry) => entry.offset === offset),
          ),
        );
      }
    }
  });

  test('cut in its header', async () => {
    for (const end of [8, 100, 207]) {
      const { file, stream } = await both(journal().subarray(0, end));
      expect(file).toEqual({
        entries: [],
        problems: [expect.objectContaining({ code: 'INPUT_JOURNAL_DAMAGED' })],
      });
      expect(stream.problems[0]!.message).toEqual(file.problems[0]!.message);
    }
  });

  test('cut in its room for more entries', async () => {
    const { offset, size } = objectsOf(journal()).at(-1)!;
    const { file, stream } = await both(journal().subarray(0, offset + size));
    expect([file.entries.length, stream.entries.length, ...file.problems, ...stream.problems]).toEqual([
      40, 40,
    ]);
  });

  test('overwritten with zeros in the middle: entries behind are read, too', async () => {
    const bytes = journal();
    const entries = objectsOf(bytes).filter(({ type }) => type === ENTRY);
    bytes.fill(0, entries[10]!.offset, entries[11]!.offset + entries[11]!.size);
    const read = await oneProblem(
      bytes,
      /no object at byte \d+, \d+ bytes passed over.*; 38 of 40 entries read/,
    );
    expect(read.map(({ MESSAGE }) => parseInt(String(MESSAGE)))).toEqual(
      Array.from({ length: 40 }, (_, index) => index).filter((index) => index !== 10 && index !== 11),
    );
  });

  test('broken in one compressed field: the entry is read without it', async () => {
    for (const packer of ['lz4', 'xz', 'zstd'] as const) {
      const bytes = bytesOf(folder.make(ENTRIES, { ...OLD }));
      repack(bytes, packer);
      const { offset, size } = packedIn(bytes)[5]!;
      bytes.fill(0xff, offset + 80, offset + size);
      const read = await oneProblem(bytes, /1 field broken; 40 of 40 entries read/);
      expect(read.filter(({ MESSAGE }) => MESSAGE === undefined)).toHaveLength(1);
    }
  });

  test('a bomb: fields past 4 MiB are left out, whatever they claim', async () => {
    const bytes = bytesOf(folder.make([...ENTRIES, zeros(17 << 20)], OLD));
    repack(bytes, 'lz4', 1);
    repack(bytes, 'zstd', 1);
    const [lz4, zstd] = packedIn(bytes);
    bytes.writeBigUInt64LE(1n << 40n, lz4!.offset + 64);
    writeZstdSize(bytes, zstd!, 1n << 41n);
    const message = '3 fields longer than 4 MiB are left out';
    for (const { entries, problems } of Object.values(await both(bytes))) {
      expect(entries).toHaveLength(41);
      expect(problems).toEqual([expect.objectContaining({ code: 'INPUT_LINE_CUT', message })]);
    }
  });

  test('a bomb of xz', async () => {
    const bytes = bytesOf(folder.make([zeros(17 << 20)], OLD));
    expect(repack(bytes, 'xz')).toBe(1);
    for (const { entries, problems } of Object.values(await both(bytes))) {
      expect(entries).toMatchObject([{ MESSAGE: 'short' }]);
      expect(problems.map(({ code }) => code)).toEqual(['INPUT_LINE_CUT']);
    }
  });

  test('still being written: no problem', async () => {
    const bytes = journal();
    bytes[STATE_AT] = ONLINE;
    const { file, stream } = await both(bytes);
    expect([file.entries.length, stream.entries.length, ...file.problems, ...stream.problems]).toEqual([
      40, 40,
    ]);
  });

  test('still being written while it was packed: entries behind the header it had then are no problem', async () => {
    const bytes = bytesOf(folder.make(MANY, NEWEST));
    bytes[STATE_AT] = ONLINE;
    const objects = objectsOf(bytes);
    const entries = objects.filter(({ type }) => type === ENTRY);
    // What stands in all entries had been used by half of them when its count was read.
    const shared = objects.filter(
      ({ offset, type }) => type === DATA && bytes.readBigUInt64LE(offset + 56) === 2000n,
    );
    expect(shared.length).toBeGreaterThan(0);
    for (const { offset } of shared) bytes.writeBigUInt64LE(1000n, offset + 56);
    bytes.writeBigUInt64LE(BigInt(entries[999]!.offset), TAIL_AT);
    const read = await readStream(bytes, 64 << 10, { ceiling: 20_000 });
    expect([read.entries.length, read.problems]).toEqual([2000, []]);
  });

  test('still being written by systemd-journal-remote, then killed', async () => {
    const file = folder.next();
    const writer = spawn(REMOTE ?? '', ['-o', file, '-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.write(exportOf(ENTRIES));
    // The last entry is only known to be whole when the next one begins.
    let read: Read = { entries: [], problems: [] };
    for (let tries = 0; read.entries.length < 39 && tries < 2000; tries++) {
      await wait(20);
      if (existsSync(file) && statSync(file).size > 0) read = await readFile(file);
    }
    expect([bytesOf(file)[STATE_AT], read.problems]).toEqual([ONLINE, []]);
    expect(read.entries).toEqual(byJournalctl(file));
    writer.kill('SIGKILL');
    await once(writer, 'close');
    expect(await readFile(file)).toEqual({ entries: byJournalctl(file), problems: [] });
  });

  test('too new for this program, and for the journalctl of this machine', async () => {
    const bytes = journal();
    bytes.writeUInt32LE(bytes.readUInt32LE(12) | 0x4000, 12);
    for (const { entries, problems } of Object.values(await both(bytes))) {
      expect([entries, problems.map(({ code }) => code)]).toEqual([[], ['INPUT_JOURNAL_TOO_NEW']]);
      expect(problems[0]!.message).toContain('0x4000');
    }
  });

  test('cut: journalctl itself refuses it, in its own words', async () => {
    const { offset } = objectsOf(journal()).filter(({ type }) => type === ENTRY)[30]!;
    const path = folder.write(journal().subarray(0, offset));
    const { entries, problems } = await readFile(path, { reader: 'journalctl' });
    expect(entries).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'INPUT_JOURNAL_DAMAGED',
        message: expect.stringContaining('journalctl could not read all of it: ') as string,
      }),
    ]);
  });

  test('too new, and there is no journalctl', async () => {
    const bytes = journal();
    bytes.writeUInt32LE(bytes.readUInt32LE(12) | 0x4000, 12);
    vi.stubEnv('PATH', folder.path);
    const { problems } = await readFile(folder.write(bytes));
    vi.unstubAllEnvs();
    expect(problems.map(({ code }) => code)).toEqual(['INPUT_JOURNAL_TOO_NEW']);
  });

  test('flipped anywhere: entries before that place as they were, and no loss without a word', async () => {
    const names = fc.constantFrom('newest' as const, 'old' as const);
    const where = fc.double({ min: 0, max: 0.9999, noNaN: true });
    const property = fc.asyncProperty(names, where, fc.nat(255), async (name, where, byte) => {
      const bytes = journal(name);
      const objects = objectsOf(bytes);
      const start = objects.find(({ type }) => type === DATA)!.offset;
      const at = start + Math.floor(where * (objects.at(-1)!.offset + objects.at(-1)!.size - start));
      bytes[at] = byte;
      const before = objects.filter(({ type, offset, size }) => type === ENTRY && offset + size <= at).length;
      for (const { entries, problems } of Object.values(await both(bytes))) {
        expect(entries.slice(0, before)).toEqual(whole.slice(0, before));
        expect(problems.length).toBeGreaterThanOrEqual(entries.length < ENTRIES.length ? 1 : 0);
        expect(problems.length).toBeLessThanOrEqual(2);
      }
    });
    await fc.assert(property, { numRuns: 40, seed: 3 });
  });

  test('noise: objects that point anywhere, headers that say anything', async () => {
    const word = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    const places = fc.array(fc.tuple(fc.boolean(), fc.nat(5000), word), { maxLength: 30 });
    const property = fc.asyncProperty(places, async (writes) => {
      const bytes = journal('old');
      const start = objectsOf(bytes).find(({ type }) => type === DATA)!.offset;
      for (const [inHeader, at, value] of writes)
        bytes.writeBigUInt64LE(value, inHeader ? 24 + (at % 23) * 8 : start + at * 8);
      for (const { problems } of Object.values(await both(bytes)))
        expect(problems.length).toBeLessThanOrEqual(2);
    });
    await fc.assert(property, { numRuns: 25, seed: 4 });
  });

  test.each<[string, number, bigint]>([
    ['no last object', TAIL_AT, 0n],
    ['a last object far behind the end', TAIL_AT, 1n << 50n],
    ['a header of no size', HEADER_SIZE_AT, 0n],
    ['a huge header', HEADER_SIZE_AT, 1n << 40n],
  ])('a header with %s', async (_, at, value) => {
    const bytes = journal();
    bytes.writeBigUInt64LE(value, at);
    for (const { entries, problems } of Object.values(await both(bytes)))
      expect(entries.length < 40 ? problems.length : 1).toBe(1);
  });
});

function zeros(size: number): Written {
  return {
    after: 1,
    boot: 0,
    fields: [
      ['MESSAGE', text('short')],
      ['ZEROS', Buffer.alloc(size)],
    ],
  };
}

function trimmed(journal: Buffer): Buffer {
  const { offset, size } = objectsOf(journal).at(-1)!;
  return journal.subarray(0, offset + size + 4096);
}

function packedIn(bytes: Buffer): Placed[] {
  return objectsOf(bytes).filter(({ offset, type }) => type === DATA && bytes[offset + 1] !== 0);
}

/** Makes the frame say that it is longer than it is. */
function writeZstdSize(bytes: Buffer, { offset }: Placed, size: bigint): void {
  bytes[offset + 68] = 0xe0;
  bytes.writeBigUInt64LE(size, offset + 69);
}
