/** How the bytes of a zip's members are packed. */
import { inflateRawSync } from 'node:zlib';
import { BrokenStream, cut } from '../../compression/broken.ts';
import type { Bytes } from '../../compression/bytes.ts';
import { decompress } from '../../compression/index.ts';
import type { Compression } from '../../compression/index.ts';
import { inflateMember } from '../../compression/inflate.ts';
import type { Input } from '../../input.ts';
import type { Opening } from '../member.ts';
import { runOn } from '../names.ts';
import { FLAG } from './record.ts';
import type { ZipEntry } from './record.ts';

export const STORED = 0;
export const DEFLATED = 8;
const STREAMS: Readonly<Record<number, Compression>> = { 12: 'bzip2', 93: 'zstd', 95: 'xz' };
const NAMES: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  14: 'lzma',
  96: 'jpeg',
  97: 'wavpack',
  98: 'ppmd',
  99: 'AES encryption',
};

function isReadable(method: number): boolean {
  return method === STORED || method === DEFLATED || STREAMS[method] !== undefined;
}

export function methodName(method: number): string {
  return NAMES[method] ?? `number ${method}`;
}

/** Neither encrypted nor packed in a way that is not read. */
export function isOpen({ path, flags, method }: ZipEntry, { trouble }: Opening): boolean {
  if ((flags & FLAG.encrypted) !== 0) {
    const fix = runOn('7z x -so -p {} | whynotready', trouble.archive);
    trouble.add('ARCHIVE_ENCRYPTED', 'encrypted; not read', { member: path, fix });
  } else if (!isReadable(method)) {
    const fix = runOn('7z x -so {} | whynotready', trouble.archive);
    trouble.add('ARCHIVE_NOT_READ', `packed by ${methodName(method)}; not read`, { member: path, fix });
  } else return true;
  return false;
}

export interface Unpacked {
  readonly pieces: AsyncGenerator<Uint8Array, void>;
  /** Packed bytes used so far; undefined: not packed. */
  readonly taken: (() => number) | undefined;
}

/** `length` packed bytes from where `bytes` stands. */
export function unpacked(method: number, bytes: Bytes, length: number): Unpacked {
  const start = bytes.taken;
  if (method === STORED) return { pieces: storedPieces(bytes, length), taken: undefined };
  if (method === DEFLATED) return { pieces: inflateMember(bytes), taken: () => bytes.received - start };
  let failed: BrokenStream | undefined;
  const stream = decompress(STREAMS[method]!, limited(bytes, length), {
    onProblem: ({ code, message }) => {
      failed = new BrokenStream(code === 'ARCHIVE_CUT' ? 'cut' : 'broken', message);
    },
  });
  return { pieces: streamPieces(stream, () => failed), taken: () => stream.compressed };
}

/** Packed bytes of a member that is unpacked at once; a stream for each of a hundred thousand takes a minute. */
export const SMALL = 64 << 10;
const SMALL_UNPACKED = 1 << 20;

/** All of a small member, undefined when it is not small, or not as told: then it is read piece by piece. `data`: its packed bytes. */
export function unpackedWhole(
  method: number,
  data: Uint8Array,
  { size, compressed }: ZipEntry,
): Unpacked | undefined {
  if (data.length !== compressed || size > SMALL_UNPACKED) return undefined;
  if (method === STORED && size === compressed) return { pieces: once(data), taken: undefined };
  if (method !== DEFLATED || size === 0) return undefined;
  try {
    const whole = inflateRawSync(data, { maxOutputLength: size });
    return whole.length === size ? { pieces: once(whole), taken: () => compressed } : undefined;
  } catch {
    return undefined;
  }
}

async function* once(piece: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield piece;
}

async function* storedPieces(bytes: Bytes, length: number): AsyncGenerator<Uint8Array, void> {
  for (let left = length; left > 0;) {
    if (!(await bytes.fill(1))) throw cut();
    const piece = bytes.view.subarray(0, left);
    bytes.take(piece.length);
    left -= piece.length;
    yield piece;
  }
}

async function* streamPieces(
  stream: Input,
  failed: () => BrokenStream | undefined,
): AsyncGenerator<Uint8Array, void> {
  const space = new Uint8Array(64 << 10);
  for (let count = await stream.read(space); count !== 0; count = await stream.read(space)) {
    yield space.subarray(0, count);
  }
  const error = failed();
  if (error !== undefined) throw error;
}

/** The next `length` bytes as an input. */
function limited(bytes: Bytes, length: number): Input {
  let left = length;
  return {
    name: '',
    size: length,
    modified: 0,
    head: () => Promise.resolve(new Uint8Array(0)),
    read: async (target) => {
      if (left === 0 || !(await bytes.fill(1))) return 0;
      const piece = bytes.view.subarray(0, Math.min(left, target.length));
      target.set(piece);
      bytes.take(piece.length);
      left -= piece.length;
      return piece.length;
    },
    close: () => undefined,
  };
}
