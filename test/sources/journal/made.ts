/** Journal files made by systemd-journal-remote, changed byte by byte where a test asks for it, and what journalctl reads from them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { Problem } from '../../../src/core/errors.ts';
import { fileInput, streamInput } from '../../../src/sources/input.ts';
import type { Input } from '../../../src/sources/input.ts';
import { journalInput } from '../../../src/sources/journal/index.ts';
import type { JournalOptions } from '../../../src/sources/journal/index.ts';

export const REMOTE = ['/lib/systemd/systemd-journal-remote', '/usr/lib/systemd/systemd-journal-remote'].find(
  (path) => existsSync(path),
);
export const BOOTS = ['0123456789abcdef0123456789abcdef', 'fedcba98765432100000000000000000'] as const;
/** 2026-11-21T10:39:56Z in µs. */
export const FIRST = 1_795_257_596_000_000;

/** What is not installed; undefined: all there. */
export function missingTools(): string | undefined {
  const commands = ['journalctl', 'xz', 'lz4'].filter((name) => spawnSync(name, ['--version']).status !== 0);
  if (REMOTE === undefined) commands.push('systemd-journal-remote');
  return commands.length === 0 ? undefined : commands.join(', ');
}

export interface Written {
  /** µs after the entry before it. */
  readonly after: number;
  /** Index into BOOTS. */
  readonly boot: number;
  readonly fields: readonly (readonly [name: string, value: Uint8Array])[];
}

/** How systemd writes a file: each is a setting of its own. */
export interface Shape {
  readonly compact: boolean;
  readonly keyedHash: boolean;
  readonly compress: boolean;
}

export const NEWEST: Shape = { compact: true, keyedHash: true, compress: true };
/** As before 2020, but for the header's length. */
export const OLD: Shape = { compact: false, keyedHash: false, compress: false };

export function text(value: string): Uint8Array {
  return Buffer.from(value);
}

/** A folder of journals, gone with `remove`. */
export class JournalFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'whynotready-journal-'));
  private made = 0;

  make(entries: readonly Written[], shape: Shape = NEWEST): string {
    const file = this.next();
    const args = ['-o', file, `--compress=${String(shape.compress)}`, '-'];
    const done = spawnSync(REMOTE ?? '', args, { input: exportOf(entries), env: envOf(shape) });
    if (done.status !== 0) throw new Error(`systemd-journal-remote failed: ${done.stderr.toString()}`);
    return file;
  }

  write(bytes: Uint8Array): string {
    const file = this.next();
    writeFileSync(file, bytes);
    return file;
  }

  next(): string {
    return join(this.path, `made-${++this.made}.journal`);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function envOf({ compact, keyedHash }: Shape): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SYSTEMD_JOURNAL_COMPACT: compact ? '1' : '0',
    SYSTEMD_JOURNAL_KEYED_HASH: keyedHash ? '1' : '0',
  };
}

/** Journal export format. */
export function exportOf(entries: readonly Written[]): Buffer {
  let at = FIRST;
  const parts = entries.flatMap(({ after, boot, fields }) => {
    at += after;
    const head = `__REALTIME_TIMESTAMP=${at}\n__MONOTONIC_TIMESTAMP=${at - FIRST + 1}\n_BOOT_ID=${BOOTS[boot]}\n`;
    return [Buffer.from(head), ...fields.map(([name, value]) => fieldOf(name, value)), Buffer.from('\n')];
  });
  return Buffer.concat(parts);
}

function fieldOf(name: string, value: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(value.length));
  return Buffer.concat([Buffer.from(`${name}\n`), length, value, Buffer.from('\n')]);
}

export type Entry = Record<string, unknown>;

const LEFT_OUT = new Set(['__CURSOR', '__SEQNUM', '__SEQNUM_ID']);

/** What journalctl reads, without what our reader leaves out. */
export function byJournalctl(file: string): Entry[] {
  const args = [`--file=${file}`, '--output=json', '--all', '--no-pager', '--quiet'];
  const { stdout } = spawnSync('journalctl', args, { maxBuffer: 1 << 29 });
  return entriesOf(stdout).map((entry) =>
    Object.fromEntries(Object.entries(entry).filter(([name]) => !LEFT_OUT.has(name))),
  );
}

function entriesOf(lines: Buffer): Entry[] {
  const parsed = lines.toString().split('\n');
  if (parsed.pop() !== '') throw new Error('the last line has no end');
  return parsed.map((line) => JSON.parse(line) as Entry);
}

export interface Read {
  readonly entries: Entry[];
  readonly problems: Problem[];
}

type Options = Omit<JournalOptions, 'onProblem'>;

/** What our reader reads from a file. */
export async function readFile(file: string, options: Options = {}): Promise<Read> {
  return readInput(fileInput(file, file), options);
}

/** … and from a stream, in pieces of so many bytes. */
export async function readStream(bytes: Uint8Array, piece = 64 << 10, options: Options = {}): Promise<Read> {
  return readInput(streamOf(bytes, piece), options);
}

export function streamOf(bytes: Uint8Array, piece: number): Input {
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  })();
  return streamInput({
    name: 'in.tar!made.journal',
    chunks,
    close: () => undefined,
    now: 0,
    pause: undefined,
  });
}

async function readInput(inner: Input, options: Options): Promise<Read> {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => {
    problems.push(problem);
  };
  const input = journalInput(inner, { reader: 'own', ...options, onProblem });
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(64 << 10);
    const count = await input.read(part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
  }
  input.close();
  return { entries: entriesOf(Buffer.concat(parts)), problems };
}

/** An object in a journal's bytes. */
export interface Placed {
  readonly offset: number;
  readonly type: number;
  readonly size: number;
}

export const DATA = 1;
export const ENTRY = 3;

/** All objects, in order. */
export function objectsOf(journal: Buffer): Placed[] {
  const objects: Placed[] = [];
  const tail = Number(journal.readBigUInt64LE(136));
  for (let offset = Number(journal.readBigUInt64LE(88)); offset <= tail;) {
    const size = Number(journal.readBigUInt64LE(offset + 8));
    objects.push({ offset, type: journal[offset]!, size });
    offset = (offset + size + 7) & ~7;
  }
  return objects;
}

const PACKERS = {
  xz: { flag: 1, headerFlag: 1, pack: (bytes: Buffer) => xz(bytes) },
  lz4: { flag: 2, headerFlag: 2, pack: (bytes: Buffer) => lz4(bytes) },
  zstd: { flag: 4, headerFlag: 8, pack: (bytes: Buffer) => zstdCompressSync(bytes) },
} as const;
export type Packer = keyof typeof PACKERS;

/** Compresses the DATA objects of a journal in their places; the room behind them becomes objects that nothing points to. */
export function repack(journal: Buffer, packer: Packer, limit = Infinity): number {
  const { flag, headerFlag, pack } = PACKERS[packer];
  const isCompact = (journal.readUInt32LE(12) & 16) !== 0;
  let packed = 0;
  for (const { offset, type, size } of objectsOf(journal)) {
    const start = offset + (isCompact ? 72 : 64);
    if (type !== DATA || size < 200 || journal[offset + 1] !== 0 || packed === limit) continue;
    const payload = pack(journal.subarray(start, offset + size));
    const end = (start + payload.length + 7) & ~7;
    const room = ((offset + size + 7) & ~7) - end;
    if (room < 112) continue;
    journal.set(payload, start);
    journal[offset + 1] = flag;
    journal.writeBigUInt64LE(BigInt(start + payload.length - offset), offset + 8);
    fill(journal, end, room);
    packed++;
  }
  journal.writeUInt32LE(journal.readUInt32LE(12) | headerFlag, 12);
  return packed;
}

/** A TAG, as sealed journals have them, and a FIELD. */
function fill(journal: Buffer, at: number, room: number): void {
  journal.fill(0, at, at + room);
  journal[at] = 7;
  journal.writeBigUInt64LE(64n, at + 8);
  journal[at + 64] = 2;
  journal.writeBigUInt64LE(BigInt(room - 64), at + 72);
  journal.write('NAME', at + 104);
}

/** As systemd writes it: without a checksum. */
function xz(bytes: Buffer): Buffer {
  return spawnSync('xz', ['-c', '--check=none'], { input: bytes }).stdout;
}

/** The size in 8 bytes, then the block of a frame of the lz4 command. */
function lz4(bytes: Buffer): Buffer {
  const frame = spawnSync('lz4', ['-c', '--no-frame-crc'], { input: bytes }).stdout;
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([size, frame.subarray(11, 11 + (frame.readUInt32LE(7) & 0x7fffffff))]);
}

/** A header as short as the first versions had it. */
export function withOldHeader(journal: Buffer): void {
  const size = Number(journal.readBigUInt64LE(88));
  journal.fill(0, 208, size);
  journal[208] = 2;
  journal.writeBigUInt64LE(BigInt(size - 208), 216);
  journal.write('OLD', 248);
  journal.writeBigUInt64LE(208n, 88);
}

export function bytesOf(file: string): Buffer {
  return readFileSync(file);
}
