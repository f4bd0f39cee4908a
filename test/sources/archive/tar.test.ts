import { readFileSync, truncateSync, utimesSync, writeFileSync, linkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paxRecord, summed, tar, tarEntry, TAR_END } from './made.ts';
import { codes, folder, readFile, readStream, run, texts, written } from './reading.ts';

const text = fc.string({ unit: 'binary', maxLength: 3000 });
const part = fc.stringMatching(/^[a-zé ]{1,40}$/).filter((name) => name.trim() !== '');
const path = fc.array(part, { minLength: 1, maxLength: 9 }).map((parts) => `${parts.join('/')}.log`);
const tree = fc.uniqueArray(fc.tuple(path, text), { minLength: 1, maxLength: 8, selector: ([name]) => name });

/** Makes an archive of all files in `root`; names that the format can't hold are left out by tar. */
function packed(root: string, flags: readonly string[]): string {
  const archive = join(folder(), 'made.tar');
  try {
    run('tar', ['-C', root, ...flags, '-cf', archive, '.']);
  } catch {
    // tar ends with 2 after a name that is too long; the rest is in the archive.
  }
  return archive;
}

/** Read as a file and as a stream: what is not as tar itself gives it. */
async function differences(archive: string): Promise<unknown[]> {
  const wanted = run('tar', ['-xOf', archive]);
  const bytes = readFileSync(archive);
  const reads = [await readFile(archive), await readStream(bytes), await readStream(bytes, {}, 517)];
  return reads.flatMap(({ leaves, problems }) => {
    const isSame = Buffer.concat(leaves.map(({ bytes }) => bytes)).equals(wanted);
    // Of names that are all too long, v7 makes an archive without members.
    const others: unknown[] = problems.filter(({ code }) => code !== 'INPUT_NO_LOGS');
    return isSame ? others : others.concat('other bytes');
  });
}

describe('the same bytes as tar -xO', () => {
  it.each(['v7', 'ustar', 'oldgnu', 'gnu', 'posix'])('of random trees, as %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const archive = packed(written(files), [`--format=${format}`]);
        expect(await differences(archive)).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ['--format=oldgnu'],
    ['--format=gnu'],
    ['--format=posix', '--sparse-version=0.0'],
    ['--format=posix', '--sparse-version=0.1'],
    ['--format=posix', '--sparse-version=1.0'],
  ])('of sparse files, %s %s', async (...flags) => {
    const root = written([]);
    const holes = (name: string, pieces: number, tail: number): void => {
      const file = join(root, name);
      writeFileSync(file, '');
      for (let i = 0; i < pieces; i++) {
        truncateSync(file, i * 131_072);
        writeFileSync(file, `line ${i}\n`.repeat(1000 + i), { flag: 'a' });
      }
      truncateSync(file, pieces * 131_072 + tail);
    };
    holes('one.log', 1, 0);
    holes('few.log', 4, 5);
    holes('many.log', 60, 0);
    holes('only-a-hole.log', 0, 100_000);
    writeFileSync(join(root, 'zz-last.log'), 'behind\n');
    const archive = packed(root, ['--sparse', ...flags]);
    expect(run('tar', ['-tvf', archive]).length).toBeGreaterThan(0);
    expect(await differences(archive)).toEqual([]);
    const { leaves } = await readFile(archive);
    const names = ['few.log', 'many.log', 'one.log', 'only-a-hole.log', 'zz-last.log'];
    expect(new Set(leaves.map(({ name }) => name.split('!')[1]))).toEqual(new Set(names));
  });

  it('names and times of pax and GNU headers', async () => {
    const name = `${'a'.repeat(90)}/${'b'.repeat(200)}/ü.log`;
    const root = written([[name, 'deep\n']]);
    utimesSync(join(root, name), 1_600_000_000.25, 1_600_000_000.25);
    for (const [format, ms] of [
      ['posix', 250],
      ['gnu', 0],
    ] as const) {
      const { leaves } = await readFile(packed(root, [`--format=${format}`]));
      expect(leaves).toMatchObject([{ modified: 1_600_000_000_000 + ms }]);
      expect(leaves[0]!.name.endsWith(`!${name}`)).toBe(true);
    }
  });

  it('links and pipes are counted, not followed', async () => {
    const root = written([['a.log', 'a\n']]);
    linkSync(join(root, 'a.log'), join(root, 'b.log'));
    symlinkSync('/etc/passwd', join(root, 'c.log'));
    run('mkfifo', [join(root, 'd.log')]);
    const { leaves, problems } = await readFile(packed(root, []));
    expect(leaves.map(({ bytes }) => bytes.toString())).toEqual(['a\n']);
    expect(problems).toMatchObject([
      { code: 'ARCHIVE_LINKS', warning: true, message: '2 links and 1 device or pipe not followed' },
    ]);
  });
});

describe('numbers and headers', () => {
  it('sizes and times in base 256, before 1970, too', async () => {
    const entry = tarEntry({ path: 'a.log', data: 'x\n' });
    const header = entry.subarray(0, 512);
    header.fill(0, 124, 148);
    header[124] = 0x80;
    header[135] = 2;
    header.fill(0xff, 136, 148);
    summed(header);
    const { leaves } = await readStream(tar(entry, { path: 'b.log', data: 'y' }));
    expect(leaves.map(({ name, modified }) => [name, modified])).toEqual([
      ['-!a.log', -1000],
      ['-!b.log', 0o14700000000 * 1000],
    ]);
  });

  it('global pax headers hold until taken back, local ones for one member', async () => {
    const archive = tar(
      { path: 'g', type: 'g', data: paxRecord('mtime', '100') },
      { path: 'x', type: 'x', data: paxRecord('path', 'renamed.log') + paxRecord('size', '3') },
      { path: 'a.log', data: 'abc', size: 0 },
      { path: 'b.log', data: 'b' },
      { path: 'g', type: 'g', data: paxRecord('mtime', '') },
      { path: 'c.log', data: 'c' },
    );
    const { leaves, problems } = await readStream(archive);
    expect(problems).toEqual([]);
    expect(leaves.map(({ name, modified, bytes }) => [name, modified, bytes.toString()])).toEqual([
      ['-!renamed.log', 100_000, 'abc'],
      ['-!b.log', 100_000, 'b'],
      ['-!c.log', 0o14700000000 * 1000, 'c'],
    ]);
  });

  it('a lone block of zeros is passed over, two are the end, and what follows is said', async () => {
    const [a, b] = [tarEntry({ path: 'a.log', data: 'a' }), tarEntry({ path: 'b.log', data: 'b' })];
    expect(texts(await readStream(Buffer.concat([a, Buffer.alloc(512), b, TAR_END])))).toEqual({
      'a.log': 'a',
      'b.log': 'b',
    });
    const two = await readStream(Buffer.concat([a, Buffer.alloc(10_240 - 1024), b, TAR_END]));
    expect(texts(two)).toEqual({ 'a.log': 'a' });
    expect(two.problems).toMatchObject([
      { code: 'ARCHIVE_BROKEN', message: "another archive follows behind the archive's end; not read" },
    ]);
    expect(codes(await readStream(Buffer.concat([a, Buffer.alloc(20_480)])))).toEqual([]);
    expect(codes(await readStream(a))).toEqual([]);
  });
});

describe('damaged archives', () => {
  const whole = tar(
    ...Array.from({ length: 5 }, (_, i) => tarEntry({ path: `${i}.log`, data: `${i}`.repeat(i * 700) })),
  );

  it('cut anywhere, keep what came before', async () => {
    for (let length = 513; length < whole.length; length += 97) {
      const { leaves, problems } = await readStream(whole.subarray(0, length));
      const bytes = Buffer.concat(leaves.map((leaf) => leaf.bytes)).toString();
      expect('1'.repeat(700) + '2'.repeat(1400) + '3'.repeat(2100) + '4'.repeat(2800)).toMatch(
        new RegExp(`^${bytes}`),
      );
      expect(problems.length).toBeLessThanOrEqual(1);
      expect(problems.every(({ code }) => code === 'ARCHIVE_CUT')).toBe(true);
    }
    const { problems } = await readStream(whole.subarray(0, 1500));
    expect(problems).toMatchObject([{ code: 'ARCHIVE_CUT', place: { file: '-!1.log' } }]);
  });

  it('a damaged header is passed over', async () => {
    const broken = Buffer.from(whole);
    const at = broken.indexOf('2.log');
    broken.fill(0x7f, at, at + 200);
    const read = await readStream(broken);
    expect(Object.keys(texts(read))).toEqual(['0.log', '1.log', '3.log', '4.log']);
    expect(read.problems).toMatchObject([
      { code: 'ARCHIVE_BROKEN', message: `no header at byte ${at}; 2048 bytes passed over` },
    ]);
  });

  it('a size that lies', async () => {
    const short = await readStream(
      tar({ path: 'a.log', data: 'a'.repeat(2000), size: 600 }, { path: 'b.log', data: 'b' }),
    );
    expect(texts(short)).toEqual({ 'a.log': 'a'.repeat(600), 'b.log': 'b' });
    expect(codes(short)).toEqual(['ARCHIVE_BROKEN']);
    const long = await readStream(
      tar({ path: 'a.log', data: 'a', size: 0o77777777777 }, { path: 'b.log', data: 'b' }),
    );
    expect(long.leaves).toHaveLength(1);
    expect(long.problems).toMatchObject([{ code: 'ARCHIVE_CUT', place: { file: '-!a.log' } }]);
    const none = tarEntry({ path: 'a.log', data: 'a' });
    none.write('7777777777z', 124);
    summed(none.subarray(0, 512));
    const nonsense = await readStream(tar(none, { path: 'b.log', data: 'b' }));
    expect(texts(nonsense)).toEqual({ 'b.log': 'b' });
    expect(codes(nonsense)).toContain('ARCHIVE_BROKEN');
  });

  it('extended headers that make no sense, or are too large', async () => {
    for (const data of ['99 path=a\n', 'x', '5 path=abc\n', paxRecord('size', '-1'), 'p'.repeat(2 << 20)]) {
      const read = await readStream(tar({ path: 'x', type: 'x', data }, { path: 'b.log', data: 'b' }));
      expect(texts(read)).toEqual({ 'b.log': 'b' });
      expect(codes(read)).toEqual(['ARCHIVE_BROKEN']);
    }
  });

  it('maps of sparse files that make no sense', async () => {
    const map = (value: string): string =>
      paxRecord('GNU.sparse.size', '100') +
      paxRecord('GNU.sparse.map', value) +
      paxRecord('GNU.sparse.name', 's.log');
    for (const value of ['50,1,10,1', '0,3', '0,2,200,0', 'a,b', '0', '-5,2', '']) {
      const read = await readStream(
        tar(
          { path: 'x', type: 'x', data: map(value) },
          { path: 'a.log', data: 'ab' },
          { path: 'b.log', data: 'b' },
        ),
      );
      expect([value, texts(read)]).toEqual([value, { 'b.log': 'b' }]);
      expect(read.problems).toMatchObject([{ code: 'ARCHIVE_BROKEN', place: { file: '-!s.log' } }]);
    }
  });

  it('any bytes changed: it ends, and says so at most', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 }),
        async (changes) => {
          const broken = Buffer.from(whole);
          for (const [at, byte] of changes) broken[at] = byte;
          const { leaves } = await readStream(broken);
          expect(leaves.length).toBeLessThanOrEqual(5);
        },
      ),
      { numRuns: 200 },
    );
  });
});
