import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { streamInput } from '../../../src/sources/input.ts';
import type { Input } from '../../../src/sources/input.ts';
import { leavesOf } from '../../../src/sources/leaves.ts';
import type { Problem } from '../../../src/core/errors.ts';
import { paxRecord, tar, tarEntry, TAR_END, zip, zipEnd, zipRecords } from './made.ts';
import { allOf, codes, folder, readFile, readStream, readSource, texts } from './reading.ts';

const MiB = 1 << 20;
/** The same bounds as always, but reached in a test's time. */
const SMALL = { free: MiB, ratio: 100, total: 64 * MiB };

function gzipped(bytes: Uint8Array, times: number): Buffer {
  let out = Buffer.from(bytes);
  for (let i = 0; i < times; i++) out = gzipSync(out);
  return out;
}

describe('what unfolds without end', () => {
  const zeros = Buffer.alloc(8 * MiB);

  it('a compressed file: what came before the bound is read', async () => {
    const { leaves, problems } = await readStream(gzipSync(zeros), SMALL);
    expect(leaves[0]!.bytes.length).toBeGreaterThanOrEqual(MiB);
    expect(leaves[0]!.bytes.length).toBeLessThan(2 * MiB);
    expect(problems).toMatchObject([
      {
        code: 'ARCHIVE_BOMB',
        message: 'stopped: it unfolds to more than 100 times its size',
        place: { file: '-' },
      },
    ]);
  });

  it('a log that compresses well is none', async () => {
    const line = 'Nov 21 10:00:00 node1 k3s[1]: the same line again and again\n';
    const log = Buffer.from(line.repeat(Math.ceil((12 * MiB) / line.length)));
    // All of it comes in one piece, and again in small ones, alone and as a member.
    const packed = gzipSync(log);
    expect(log.length / packed.length).toBeGreaterThan(200);
    for (const [bytes, piece] of [
      [packed, packed.length],
      [packed, 5000],
      [tar({ path: 'a.log', data: packed }), 1 << 20],
    ] as const) {
      const { leaves, problems } = await readStream(bytes, { free: MiB }, piece);
      expect(problems).toEqual([]);
      expect(leaves[0]!.bytes.equals(log)).toBe(true);
    }
  });

  it('members of archives: the others are read', async () => {
    const bomb = gzipSync(zeros);
    const rest = { path: 'b.log', data: 'b' };
    const file = join(folder(), 'made.zip');
    writeFileSync(file, zip([{ path: 'a.log', data: zeros, method: 8 }, rest]));
    for (const read of [
      await readFile(file, SMALL),
      await readStream(tar({ path: 'a.log', data: bomb }, rest), SMALL),
      await readStream(gzipSync(tar({ path: 'a.log', data: bomb }, rest)), SMALL),
      await readStream(zip([{ path: 'a.log', data: zeros, method: 8 }, rest]), SMALL),
    ]) {
      expect(texts(read)).toMatchObject({ 'b.log': 'b' });
      expect(read.problems).toMatchObject([
        { code: 'ARCHIVE_BOMB', place: { file: expect.stringMatching(/!a\.log$/) as string } },
      ]);
    }
  });

  it('many such members are a few lines and a number, and end with the source', async () => {
    const bomb = gzipSync(zeros);
    const members = Array.from({ length: 30 }, (_, i) => ({ path: `${i}.log`, data: bomb }));
    const { leaves, problems } = await readStream(tar(...members), SMALL);
    expect(leaves).toHaveLength(30);
    expect(problems).toHaveLength(11);
    expect(problems.at(-1)).toMatchObject({
      code: 'ARCHIVE_BOMB',
      message: '20 more of this kind in this archive',
    });
    const ended = await readStream(tar(...members), { ...SMALL, total: 3 * MiB });
    expect(ended.leaves.length).toBeLessThan(5);
    expect(ended.problems.at(-1)).toMatchObject({
      message: expect.stringContaining('unfolds to more than') as string,
    });
  });

  it('a gzip in a gzip, each below the ratio, both together above', async () => {
    const bomb = gzipped(zeros, 2);
    const { problems } = await readStream(bomb, { ...SMALL, ratio: 1030 });
    expect(codes({ leaves: [], problems })).toEqual(['ARCHIVE_BOMB']);
  });

  it('many members together reach the total', async () => {
    const noise = Buffer.from(Array.from({ length: 40_000 }, (_, i) => `${i} ${i * 7919}`).join('\n'));
    const members = Array.from({ length: 20 }, (_, i) => ({ path: `${i}.log`, data: noise, method: 8 }));
    const read = await readStream(zip(members), { total: 5 * noise.length });
    expect(codes(read).filter((code) => code !== 'ARCHIVE_BOMB')).toEqual([]);
    const all = read.leaves.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(all).toBeGreaterThanOrEqual(5 * noise.length);
    expect(all).toBeLessThan(8 * noise.length);
  });

  it('holes of sparse files', async () => {
    const map = paxRecord('GNU.sparse.size', String(2 ** 50)) + paxRecord('GNU.sparse.map', '0,2');
    const read = await readStream(
      tar({ path: 'x', type: 'x', data: map }, { path: 'a.log', data: 'ab' }, { path: 'b.log', data: 'b' }),
      SMALL,
    );
    expect(texts(read)['b.log']).toBe('b');
    expect(read.leaves[0]!.bytes.length).toBeLessThan(2 * MiB);
    expect(codes(read)).toEqual(['ARCHIVE_BOMB']);
  });

  it('members that share one kernel, as in the zip bombs of 2019', async () => {
    const kernel = Buffer.alloc(2 * MiB);
    const packed = deflateRawSync(kernel);
    const first = zipRecords(
      { path: '0.log', data: packed, method: 8, crc: crc32(kernel), size: kernel.length },
      0,
    );
    first.local.writeUInt16LE(8, 8);
    const entries = Array.from({ length: 5000 }, () => first.entry);
    const file = join(folder(), 'made.zip');
    writeFileSync(file, Buffer.concat([first.local, ...entries, zipEnd(entries, first.local.length)]));
    const { leaves, problems } = await readFile(file);
    expect(leaves).toHaveLength(1);
    expect(problems).toHaveLength(11);
    expect(problems.at(-1)!.message).toBe('4990 more of this kind in this archive');
  });
});

describe('nesting', () => {
  it('gzip in gzip, as a quine goes on for ever', async () => {
    expect(texts(await readStream(gzipped(Buffer.from('log\n'), 5)))).toEqual({ '-': 'log\n' });
    const deep = await readStream(gzipped(Buffer.from('log\n'), 40));
    expect(deep.leaves).toEqual([]);
    expect(deep.problems).toMatchObject([
      { code: 'ARCHIVE_LIMIT', message: 'inside more than 4 archives; not read', place: { file: '-' } },
    ]);
  });

  it('the fifth archive is not opened, those beside it are read', async () => {
    let inner: Buffer = Buffer.from('log\n');
    for (let i = 0; i < 5; i++) {
      const inside = { path: `${i}.log`, data: inner };
      const beside = { path: 'beside.log', data: `${i}` };
      inner = i % 2 === 0 ? tar(inside, beside) : zip([{ ...inside, method: 8 }, beside]);
    }
    const read = await readStream(inner);
    expect(Object.values(texts(read))).toEqual(['1', '2', '3', '4']);
    expect(read.problems).toMatchObject([
      { code: 'ARCHIVE_LIMIT', place: { file: '-!4.log!3.log!2.log!1.log' } },
    ]);
  });
});

describe('names', () => {
  it('lead nowhere, and stay as they are', async () => {
    const names = [
      '../../etc/passwd',
      '/etc/shadow',
      'a\x1b[31m\n.log',
      '-rf',
      'C:\\windows\\a.log',
      '\u202egol.evil',
    ];
    const read = await readStream(tar(...names.map((path) => ({ path, data: path }))));
    expect(texts(read)).toEqual(Object.fromEntries(names.map((name) => [name, name])));
    expect(read.problems).toEqual([]);
  });

  it('too long ones are cut in the middle', async () => {
    const data = paxRecord('path', `${'a/'.repeat(100_000)}b.log`);
    const { leaves } = await readStream(tar({ path: 'x', type: 'x', data }, { path: 'a.log', data: 'a' }));
    expect(leaves[0]!.name.length).toBeLessThan(1100);
    expect(leaves[0]!.name).toMatch(/^-!a\/.*…\/?a\/.*b\.log$/);
  });

  it('the same twice: both are read and told apart', async () => {
    const both = [
      { path: 'a.log', data: 'first' },
      { path: './a.log', data: 'second' },
      { path: 'a.log', data: 'third' },
    ];
    for (const bytes of [tar(...both), zip(both)]) {
      expect(texts(await readStream(bytes))).toEqual({
        'a.log': 'first',
        'a.log#2': 'second',
        'a.log#3': 'third',
      });
    }
  });

  it('that are no UTF-8', async () => {
    const entry = tarEntry({ path: 'x.log', data: 'a' });
    entry[0] = 0xfc;
    entry.write('0000000', 148);
    const sum = entry
      .subarray(0, 512)
      .fill(' ', 148, 156)
      .reduce((total, byte) => total + byte, 0);
    entry.write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
    expect(texts(await readStream(tar(entry)))).toEqual({ 'ü.log': 'a' });
  });
});

describe('what is no log', () => {
  it('is passed over as in a folder: by name, hidden, JSON without records', async () => {
    const names = [
      'a.png',
      '.git/config',
      '__MACOSX/._a.log',
      'x/.hidden.log',
      'pods.json',
      'wtmp',
      'a.yaml.gz',
    ];
    const audit = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata"}';
    const read = await readStream(
      tar(
        ...names.map((path) => ({ path, data: '{"kind": "NodeList"}' })),
        { path: '../up.log', data: 'up' },
        { path: 'audit.json', data: audit },
        { path: 'events.json.gz', data: gzipSync('{"kind": "EventList"}') },
      ),
    );
    expect(Object.keys(texts(read))).toEqual(['../up.log', 'audit.json', 'events.json.gz']);
    expect(read.problems).toEqual([]);
  });
});

describe('a million members', () => {
  async function* members(count: number): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    const [log, picture] = [tarEntry({ path: 'a.log' }), tarEntry({ path: 'a.png', data: 'x' })];
    const block = Buffer.concat([...Array.from({ length: 999 }, () => picture), log]);
    for (let i = 0; i < count; i += 1000) yield block;
    yield TAR_END;
  }
  const input = (count: number): Input =>
    streamInput({ name: '-', chunks: members(count), close: () => undefined, now: 0, pause: undefined });

  it('pass by, and one more is too many', async () => {
    let problems: Problem[] = [];
    const options = { named: true, onProblem: (problem: Problem) => problems.push(problem) };
    let leaves = 0;
    for await (const leaf of leavesOf(input(1_000_000), options)) {
      leaves += Number((await allOf(leaf.input)).length === 0);
    }
    expect([leaves, problems]).toEqual([1000, []]);
    problems = [];
    const read = await readSource(input(3000), { entries: 2000 });
    expect(read.leaves).toHaveLength(2);
    expect(read.problems).toMatchObject([
      { code: 'ARCHIVE_LIMIT', message: 'more than 2000 members; the rest is not read' },
    ]);
  }, 60_000);
});

describe('archives that are not read', () => {
  it.each([
    ['7z', '7z\xbc\xaf\x27\x1c\0\x04', '7z x -so'],
    ['rar', 'Rar!\x1a\x07\x01\0', 'unrar'],
    ['cpio', '070701000', 'bsdtar'],
    ['deb', '!<arch>\ndebian-binary   ', 'dpkg-deb'],
    ['rpm', '\xed\xab\xee\xdb\x03\0', 'rpm2archive'],
  ])('%s is named, with what to run', async (format, start, run) => {
    const head = Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(600)]);
    const file = join(folder(), 'in a folder');
    writeFileSync(file, head);
    expect((await readFile(file)).problems[0]?.fix).toContain(`'${file}' | whynotready`);
    for (const read of [await readStream(head), await readStream(tar({ path: 'inside', data: head }))]) {
      expect(read.leaves).toEqual([]);
      expect(read.problems).toMatchObject([
        {
          code: 'ARCHIVE_NOT_READ',
          message: `${format} is not read`,
          fix: expect.stringContaining(run) as string,
        },
      ]);
    }
  });
});
