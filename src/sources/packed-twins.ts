/** Files packed by gzip beside what they were made of: rotated logs whose original was kept. */
import { readSync } from 'node:fs';
import type { FileToRead } from './paths.ts';
import { opened, pathHost } from './twins.ts';
import type { Twin } from './twins.ts';

const CHUNK = 1 << 20;
/** Bytes of a gzip header without a name (RFC 1952), and of what stands behind a member: CRC-32 and size. */
const [HEADER, TRAILER] = [10, 8];
const MARK = Buffer.from([0x1f, 0x8b, 0x08]);

/**
 * Leaves out files named `.gz` of one member whose size and CRC-32 are those of a plain file. Only plain files of just that size are read.
 * Places of different nodes are never the same.
 */
export function withoutPackedCopies(files: readonly FileToRead[]): { files: FileToRead[]; twins: Twin[] } {
  const isPacked = ({ path, size }: FileToRead): boolean => size > HEADER + TRAILER && /\.gz$/i.test(path);
  if (!files.some(isPacked)) return { files: [...files], twins: [] };
  const plain = Map.groupBy(
    files.filter((file) => file.size > 0 && !isPacked(file)),
    ({ size }) => size % 2 ** 32,
  );
  const sums = new Map<string, number | undefined>();
  const sumOf = ({ path }: FileToRead): number | undefined => {
    if (!sums.has(path)) sums.set(path, checksum(path));
    return sums.get(path);
  };
  const twins: Twin[] = [];
  const kept = files.filter((file) => {
    const trailer = plain.size > 0 && isPacked(file) ? trailerOf(file) : undefined;
    const same = plain
      .get(trailer?.size ?? 0)
      ?.find((other) => pathHost(other) === pathHost(file) && sumOf(other) === trailer?.sum);
    if (same === undefined || !hasOneMember(file)) return true;
    twins.push({ path: file.path, same: same.path });
    return false;
  });
  return { files: kept, twins };
}

/** What the last member tells of its content, size modulo 2³²; undefined: it is no gzip file, or it can't be read. */
function trailerOf({ path, size }: FileToRead): { sum: number; size: number } | undefined {
  return opened([path], ([fd]) => {
    const bytes = Buffer.alloc(MARK.length + TRAILER);
    readSync(fd!, bytes, 0, MARK.length, 0);
    readSync(fd!, bytes, MARK.length, TRAILER, size - TRAILER);
    if (!bytes.subarray(0, MARK.length).equals(MARK)) return undefined;
    return { sum: bytes.readUInt32LE(MARK.length), size: bytes.readUInt32LE(MARK.length + 4) };
  });
}

function checksum(path: string): number | undefined {
  const { crc32 } = process.getBuiltinModule('node:zlib');
  return opened([path], ([fd]) => {
    const chunk = Buffer.alloc(CHUNK);
    let sum = 0;
    for (let count = 1; count > 0;) {
      count = readSync(fd!, chunk, 0, CHUNK, null);
      sum = crc32(chunk.subarray(0, count), sum);
    }
    return sum;
  });
}

/** The trailer tells of the last member only. Data that looks like another header (once in 10 GB) makes this false, which is harmless. */
function hasOneMember({ path, size }: FileToRead): boolean {
  const found = opened([path], ([fd]) => {
    const chunk = Buffer.alloc(CHUNK);
    for (let at = 1; at + HEADER <= size; at += CHUNK - HEADER) {
      const bytes = chunk.subarray(0, readSync(fd!, chunk, 0, CHUNK, at));
      for (let i = bytes.indexOf(MARK); i >= 0; i = bytes.indexOf(MARK, i + 1))
        if (isHeader(bytes.subarray(i, i + HEADER))) return true;
    }
    return false;
  });
  return found === false;
}

/** Flags and level as programs write them. */
function isHeader(bytes: Uint8Array): boolean {
  return bytes.length === HEADER && bytes[3]! < 0x20 && [0, 2, 4].includes(bytes[8]!);
}
