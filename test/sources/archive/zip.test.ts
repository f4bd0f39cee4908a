import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zip, zipEnd, zipRecords } from './made.ts';
import { codes, folder, readFile, readStream, run, texts, written } from './reading.ts';
import type { ReadSource } from './reading.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc.nat(300_000).map((n) => 'line\n'.repeat(n / 5)),
);
const path = fc
  .array(fc.stringMatching(/^[a-zé][a-zé ]{0,30}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => `${parts.join('/')}.log`);
const tree = fc.uniqueArray(fc.tuple(path, text), { minLength: 1, maxLength: 8, selector: ([name]) => name });

/** As a file and as a stream. */
async function bothWays(bytes: Uint8Array): Promise<readonly [ReadSource, ReadSource]> {
  const file = join(folder(), 'made.zip');
  writeFileSync(file, bytes);
  return [await readFile(file), await readStream(bytes)];
}

describe('the same bytes as unzip -p', () => {
  it.each([['-0'], ['-9'], ['-fd'], ['-fz'], ['-0', '-fd'], ['-Z', 'bzip2']])(
    'of random trees, zip %s %s',
    async (...flags) => {
      const readStored = flags[0] !== '-Z';
      await fc.assert(
        fc.asyncProperty(tree, async (files) => {
          const archive = join(folder(), 'made.zip');
          run('zip', ['-qr', ...flags, archive, '.'], { cwd: written(files) });
          const wanted = run('unzip', ['-p', archive]);
          const bytes = readFileSync(archive);
          for (const read of readStored ? await bothWays(bytes) : [await readFile(archive)]) {
            expect(read.problems).toEqual([]);
            expect(Buffer.concat(read.leaves.map((leaf) => leaf.bytes)).equals(wanted)).toBe(true);
          }
        }),
        { numRuns: 4 },
      );
    },
  );

  it.each([256 << 10, 1 << 20, 2 << 20])(
    'of a member that fills the pieces of its decompression, %i bytes',
    async (size) => {
      const content = 'line of 16 bytes'.repeat(size / 16);
      const archive = join(folder(), 'made.zip');
      run('zip', ['-qr', archive, '.'], {
        cwd: written([
          ['a.log', content],
          ['b.log', 'b\n'],
        ]),
      });
      for (const read of await bothWays(readFileSync(archive)))
        expect(texts(read)).toEqual({ 'a.log': content, 'b.log': 'b\n' });
    },
  );

  it.each([['-0'], ['-6'], ['-fz']])('of archives that zip %s wrote into a pipe', async (flag) => {
    const content = 'PK\x07\x08 in a log, and once more PK\x07\x08\n'.repeat(9000);
    const root = written([
      ['a.log', content],
      ['b.log', 'b\n'],
      ['c.log', ''],
    ]);
    const bytes = run('bash', ['-c', `zip -qr ${flag} - . | cat`], { cwd: root });
    for (const read of await bothWays(bytes)) {
      expect(read.problems).toEqual([]);
      expect(texts(read)).toEqual({ 'a.log': content, 'b.log': 'b\n', 'c.log': '' });
    }
  });
});

describe('what the records tell', () => {
  it('times, links, folders, names in UTF-8', async () => {
    const root = written([['dir/ü.log', 'u\n']]);
    symlinkSync('ü.log', join(root, 'dir/link.log'));
    run('touch', ['-d', '2020-02-02T02:02:02Z', join(root, 'dir/ü.log')]);
    const archive = join(folder(), 'made.zip');
    run('zip', ['-qry', archive, '.'], { cwd: root });
    const { leaves, problems } = await readFile(archive);
    expect(leaves).toMatchObject([
      { name: `${archive}!dir/ü.log`, modified: Date.parse('2020-02-02T02:02:02Z') },
    ]);
    expect(problems).toMatchObject([{ code: 'ARCHIVE_LINKS', message: '1 link not followed' }]);
  });

  it('bytes before and after the archive', async () => {
    const file = join(folder(), 'made.zip');
    const members = zip([{ path: 'a.log', data: 'a', method: 8 }]);
    // An archive by itself is told by its first bytes; a prefix of another archive's marker keeps that.
    const marker = Buffer.from('PK00', 'latin1');
    writeFileSync(file, Buffer.concat([marker, members, Buffer.from('behind')]));
    expect(texts(await readFile(file))).toEqual({ 'a.log': 'a' });
    const counted = zip([{ path: 'a.log', data: 'a', method: 8 }], marker);
    for (const read of await bothWays(counted)) expect(texts(read)).toEqual({ 'a.log': 'a' });
  });

  it('an archive without logs', async () => {
    for (const bytes of [
      zip([]),
      zip([
        { path: 'a.png', data: 'x' },
        { path: 'b/', data: '' },
      ]),
    ]) {
      for (const read of await bothWays(bytes)) {
        expect(read.leaves).toEqual([]);
        expect(read.problems).toMatchObject([
          { code: 'INPUT_NO_LOGS', message: 'no log files in this archive' },
        ]);
      }
    }
  });
});

describe('what can not be read is one line, the rest goes on', () => {
  const rest = { path: 'z.log', data: 'z', method: 8 };

  it('encrypted members', async () => {
    const root = written([
      ['a.log', 'secret\n'.repeat(99)],
      ['b.log', 'b\n'],
    ]);
    const archive = join(folder(), 'made.zip');
    run('zip', ['-qP', 'pw', archive, 'a.log'], { cwd: root });
    run('zip', ['-q', archive, 'b.log'], { cwd: root });
    for (const read of await bothWays(readFileSync(archive))) {
      expect(texts(read)).toEqual({ 'b.log': 'b\n' });
      expect(read.problems).toMatchObject([{ code: 'ARCHIVE_ENCRYPTED' }]);
    }
  });

  it('methods that are not known', async () => {
    for (const read of await bothWays(zip([{ path: 'a.log', data: 'xx', method: 98 }, rest]))) {
      expect(texts(read)).toEqual({ 'z.log': 'z' });
      expect(read.problems).toMatchObject([
        {
          code: 'ARCHIVE_NOT_READ',
          message: 'packed by ppmd; not read',
          place: { file: expect.stringMatching(/!a\.log$/) as string },
        },
      ]);
    }
  });

  it('a wrong checksum: the content counts', async () => {
    for (const method of [0, 8]) {
      for (const read of await bothWays(zip([{ path: 'a.log', data: 'abc', method, crc: 5 }, rest]))) {
        expect(texts(read)).toEqual({ 'a.log': 'abc', 'z.log': 'z' });
        expect(read.problems).toMatchObject([
          { code: 'ARCHIVE_BROKEN', message: expect.stringContaining('checksum') as string },
        ]);
      }
    }
  });

  it('sizes that lie', async () => {
    const data = 'abc'.repeat(1000);
    for (const size of [0, 10, 1e6]) {
      for (const read of await bothWays(zip([{ path: 'a.log', data, method: 8, size }, rest]))) {
        expect(texts(read)).toEqual({ 'a.log': data, 'z.log': 'z' });
        expect(read.problems).toMatchObject([
          { code: 'ARCHIVE_BROKEN', message: `it has 3000 bytes, not ${size} as told; all are read` },
        ]);
      }
    }
    for (const compressed of [1, 5, 1e6]) {
      const [file, stream] = await bothWays(zip([{ path: 'a.log', data, method: 8, compressed }, rest]));
      expect(
        codes(file)
          .concat(codes(stream))
          .every((code) => /^ARCHIVE_(?:BROKEN|CUT)$/.test(code)),
      ).toBe(true);
      expect(file.problems.length).toBeGreaterThan(0);
      expect(stream.problems.length).toBeGreaterThan(0);
    }
  });

  it('a directory that disagrees with the members', async () => {
    const file = join(folder(), 'made.zip');
    writeFileSync(file, zip([{ path: 'a.log', localPath: 'b.log', data: 'a' }, rest]));
    const renamed = await readFile(file);
    expect(texts(renamed)).toEqual({ 'a.log': 'a', 'z.log': 'z' });
    expect(renamed.problems).toMatchObject([
      { code: 'ARCHIVE_BROKEN', message: expect.stringContaining('(b.log) disagree') as string },
    ]);
    for (const offset of [3, 1e6, 0xfffffff0]) {
      writeFileSync(file, zip([{ path: 'a.log', data: 'a', offset }, rest]));
      const moved = await readFile(file);
      expect(texts(moved)).toEqual({ 'z.log': 'z' });
      expect(codes(moved)).toEqual(['ARCHIVE_BROKEN']);
    }
  });

  it('cut anywhere, keeps what came before', async () => {
    const whole = zip([
      { path: 'a.log', data: 'a'.repeat(500), method: 8 },
      { path: 'b.log', data: 'b'.repeat(900) },
      rest,
    ]);
    for (let length = 31; length < whole.length; length += 7) {
      for (const read of await bothWays(whole.subarray(0, length))) {
        const { 'a.log': a = '', 'b.log': b = '' } = texts(read);
        expect('a'.repeat(500).startsWith(a) && 'b'.repeat(900).startsWith(b)).toBe(true);
        expect(new Set(codes(read)).size).toBeLessThanOrEqual(1);
      }
    }
    const [file] = await bothWays(whole.subarray(0, -30));
    expect(texts(file)).toMatchObject({ 'a.log': 'a'.repeat(500), 'b.log': 'b'.repeat(900), 'z.log': 'z' });
    expect(file.problems).toMatchObject([{ code: 'ARCHIVE_CUT' }]);
  });

  it('a part of a split archive', async () => {
    const bytes = zip([rest]);
    bytes.writeUInt16LE(3, bytes.length - 18);
    const file = join(folder(), 'made.zip');
    writeFileSync(file, bytes);
    expect(codes(await readFile(file))).toEqual(['ARCHIVE_NOT_READ']);
  });

  it('any bytes changed: it ends', async () => {
    const whole = zip([
      { path: 'a.log', data: 'a'.repeat(500), method: 8 },
      { path: 'b.log', data: 'b'.repeat(900) },
      rest,
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        async (changes) => {
          const broken = Buffer.from(whole);
          for (const [at, byte] of changes) broken[at] = byte;
          for (const { leaves } of await bothWays(broken)) expect(leaves.length).toBeLessThan(5);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('members that share their bytes', () => {
  it('none do in a directory of another order', async () => {
    const members = ['a', 'b', 'c', 'd'].map((path) => ({ path: `${path}.log`, data: path.repeat(50) }));
    const made = members.reduce<{ local: Buffer[]; entries: Buffer[]; at: number }>(
      ({ local, entries, at }, member) => {
        const records = zipRecords(member, at);
        return {
          local: [...local, records.local],
          entries: [records.entry, ...entries],
          at: at + records.local.length,
        };
      },
      { local: [], entries: [], at: 0 },
    );
    const file = join(folder(), 'made.zip');
    writeFileSync(file, Buffer.concat([...made.local, ...made.entries, zipEnd(made.entries, made.at)]));
    const read = await readFile(file);
    expect(read.problems).toEqual([]);
    expect(Object.keys(texts(read))).toEqual(['d.log', 'c.log', 'b.log', 'a.log']);
  });

  it('are read once', async () => {
    const kernel = deflateRawSync(Buffer.alloc(1 << 20));
    const { local, entry } = zipRecords({ path: '0.log', data: kernel, method: 8, size: 1 << 20 }, 0);
    const entries = [
      entry,
      ...Array.from({ length: 9 }, (_, i) => {
        const again = Buffer.from(entry);
        again.write(`${i + 1}`, 46);
        return again;
      }),
    ];
    const file = join(folder(), 'made.zip');
    writeFileSync(file, Buffer.concat([local, ...entries, zipEnd(entries, local.length)]));
    const { leaves, problems } = await readFile(file);
    expect(leaves).toHaveLength(1);
    expect(
      problems.filter(({ message }) => message === 'it shares its bytes with another member; not read'),
    ).toHaveLength(9);
  });

  it('one inside another, as in the quoting bomb', async () => {
    const inner = zipRecords({ path: 'inner.log', data: 'x'.repeat(100) }, 0);
    const outer = zipRecords({ path: 'outer.log', data: `text${inner.local.toString('latin1')}` }, 0);
    const entry = Buffer.from(inner.entry);
    entry.writeUInt32LE(outer.local.indexOf('PK\x03\x04', 4, 'latin1'), 42);
    const file = join(folder(), 'made.zip');
    const entries = [outer.entry, entry];
    writeFileSync(file, Buffer.concat([outer.local, ...entries, zipEnd(entries, outer.local.length)]));
    const { problems } = await readFile(file);
    expect(problems).toMatchObject([{ code: 'ARCHIVE_BROKEN', place: { file: `${file}!inner.log` } }]);
  });
});
