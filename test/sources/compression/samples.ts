/** What the compression tests share: bytes, the real tools, and a reader that takes it all. */
import { spawnSync } from 'node:child_process';
import type { Problem } from '../../../src/core/errors.ts';
import { decompress } from '../../../src/sources/compression/index.ts';
import type { Compression } from '../../../src/sources/compression/index.ts';
import { streamInput } from '../../../src/sources/input.ts';
import type { Input } from '../../../src/sources/input.ts';

export const KINDS: readonly Compression[] = ['gzip', 'zstd', 'xz', 'bzip2', 'lz4'];

/** What the real tool makes of `bytes`. Flags decide which way. */
export function run(tool: string, flags: readonly string[], bytes: Uint8Array) {
  const { stdout, status, error } = spawnSync(tool, flags, { input: bytes, maxBuffer: 1 << 30 });
  if (error) throw new Error(`${tool} is needed for this test; run scripts/setup-tests.sh`, { cause: error });
  return { bytes: new Uint8Array(stdout), status };
}

export function packed(kind: Compression, bytes: Uint8Array, flags: readonly string[] = []): Uint8Array {
  return run(kind, ['-c', ...flags], bytes).bytes;
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** An input that gives `piece` bytes at a time. */
export function inputOf(bytes: Uint8Array, piece = 64 << 10): Input {
  function* chunks(): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const source = chunks();
  const stream: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve(source.next()),
    }),
  };
  return streamInput({ name: 'k3s.log.packed', chunks: stream, close: () => {}, now: 42, pause: undefined });
}

export interface Unpacked {
  readonly bytes: Uint8Array;
  readonly problems: readonly Problem[];
  readonly compressed: number;
  readonly decompressed: number;
}

/** As a file on disk gives it. */
export function rereadable(bytes: Uint8Array): Input {
  const readAt = (target: Uint8Array, at: number): number => {
    const part = bytes.subarray(at, at + target.length);
    target.set(part);
    return part.length;
  };
  return { ...inputOf(bytes, 10_000), readAt };
}

export function unpacked(kind: Compression, bytes: Uint8Array, piece?: number): Promise<Unpacked> {
  return unpackedFrom(kind, inputOf(bytes, piece));
}

export async function unpackedFrom(kind: Compression, inner: Input): Promise<Unpacked> {
  const problems: Problem[] = [];
  const input = decompress(kind, inner, { onProblem: (problem) => problems.push(problem) });
  const parts: Uint8Array[] = [];
  const target = new Uint8Array(100_000);
  for (let count = await input.read(target); count > 0; count = await input.read(target)) {
    parts.push(target.slice(0, count));
  }
  const { compressed, decompressed } = input;
  input.close();
  return { bytes: joined(...parts), problems, compressed, decompressed };
}

/** Lines as a log has them, of many words. */
export function text(bytes: number): Uint8Array {
  const lines: string[] = [];
  let seed = 1;
  for (let size = 0; size < bytes; size += lines.at(-1)!.length) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    lines.push(
      `Nov 21 13:00:${seed % 60} node${seed % 7} k3s[${seed % 9999}]: request ${seed.toString(36)} done\n`,
    );
  }
  return new TextEncoder().encode(lines.join('')).subarray(0, bytes);
}

/** Bytes that nothing compresses. */
export function noise(bytes: number): Uint8Array {
  let seed = 7;
  return Uint8Array.from({ length: bytes }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed >>> 16;
  });
}
