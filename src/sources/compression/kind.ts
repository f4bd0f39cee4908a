/** Tells compressed bytes by their first ones, never by a name. */

export type Compression = 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'lz4';

export const ZSTD_MAGIC = 0xfd2fb528;
export const LZ4_MAGIC = 0x184d2204;
export const LZ4_LEGACY = 0x184c2102;

/** undefined: not compressed, or in a way that is not read (see `unreadCompressionOf`). `head`: the first bytes of the source. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  const [a, b, c, d] = head;
  // RFC 1952: the only method there is, and no reserved flags.
  if (a === 0x1f && b === 0x8b && c === 8 && (d ?? 0) < 0x20) return 'gzip';
  if (startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])) return 'xz';
  if (isBzip2(head)) return 'bzip2';
  const magic = magicOf(head);
  if (magic === ZSTD_MAGIC) return 'zstd';
  if (magic === LZ4_MAGIC || magic === LZ4_LEGACY) return 'lz4';
  // Frames to skip are the same for zstd and lz4; zstd's reader takes both.
  return (magic & 0xfffffff0) >>> 0 === 0x184d2a50 ? 'zstd' : undefined;
}

/** First bytes of formats that are not read, with what to run instead. */
export function unreadCompressionOf(head: Uint8Array): { format: string; cat: string } | undefined {
  if (head[0] === 0x1f && head[1] === 0x9d) return { format: 'compress (.Z)', cat: 'zcat' };
  if (startsWith(head, [0x4c, 0x5a, 0x49, 0x50])) return { format: 'lzip', cat: 'lzip -dc' };
  if (startsWith(head, [0x89, 0x4c, 0x5a, 0x4f, 0])) return { format: 'lzop', cat: 'lzop -dc' };
  return isLzma(head) ? { format: 'lzma', cat: 'xz --format=lzma -dc' } : undefined;
}

/** `BZh`, a digit, then a block (or the end of an empty stream). */
function isBzip2(head: Uint8Array): boolean {
  if (!startsWith(head, [0x42, 0x5a, 0x68]) || head[3]! < 0x31 || head[3]! > 0x39) return false;
  return [
    [0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
    [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
  ].some((block) => startsWith(head.subarray(4), block.slice(0, Math.max(1, head.length - 4))));
}

/** Usual properties, a dictionary of a whole power of two, and a size that is unknown or below 1 TiB. */
function isLzma(head: Uint8Array): boolean {
  if (head.length < 13 || head[0] !== 0x5d || head[1] !== 0 || head[2] !== 0) return false;
  const size = head.subarray(5, 13);
  return size.every((byte) => byte === 0xff) || (size[5] === 0 && size[6] === 0 && size[7] === 0);
}

function magicOf(head: Uint8Array): number {
  if (head.length < 4) return 0;
  return (head[0]! | (head[1]! << 8) | (head[2]! << 16) | (head[3]! << 24)) >>> 0;
}

function startsWith(head: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => head[i] === byte);
}
