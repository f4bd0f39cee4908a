/** Files with the same content: copies, and rotated files that were copied. */
import { closeSync, openSync, readSync } from 'node:fs';
import { fromPath } from '../core/formats/context.ts';
import type { FileToRead } from './paths.ts';
import { isSystemError } from './system-error.ts';

const EDGE = 4096;
const CHUNK = 1 << 20;
/** One at a time. */
const edges = Buffer.alloc(2 * EDGE);

/** A file that is not read because `same` is. */
export interface Twin {
  readonly path: string;
  readonly same: string;
}

/**
 * Leaves of files with the same bytes the first one. Only files of one size are looked at, and read whole only where their first and last
 * bytes agree. Places of different nodes are never the same: equal lines there are two facts.
 */
export function withoutCopies(files: readonly FileToRead[]): { files: FileToRead[]; twins: Twin[] } {
  const originals = new Map<string, FileToRead[]>();
  const twins: Twin[] = [];
  const hosts = new Map<FileToRead, string>();
  const hostOf = (file: FileToRead): string => {
    if (!hosts.has(file)) hosts.set(file, pathHost(file));
    return hosts.get(file)!;
  };
  const sizes = new Map<number, number>();
  for (const { size } of files) sizes.set(size, (sizes.get(size) ?? 0) + 1);
  const kept = files.filter((file) => {
    if (file.size === 0 || sizes.get(file.size) === 1) return true;
    const key = keyOf(file);
    if (key === undefined) return true;
    const alike = originals.get(key) ?? [];
    const same = alike.find((other) => hostOf(file) === hostOf(other) && areEqual(file, other));
    if (same === undefined) originals.set(key, [...alike, file]);
    else twins.push({ path: file.path, same: same.path });
    return same === undefined;
  });
  return { files: kept, twins };
}

/** Size, first and last bytes; undefined: it can't be read, which is said when it is. */
function keyOf({ path, size }: FileToRead): string | undefined {
  return opened([path], ([fd]) => {
    const head = readSync(fd!, edges, 0, EDGE, 0);
    const tail = size <= EDGE ? 0 : readSync(fd!, edges, head, EDGE, Math.max(head, size - EDGE));
    return `${size} ${edges.toString('latin1', 0, head + tail)}`;
  });
}

/** The node that the path tells; empty: none. */
export function pathHost({ path }: FileToRead): string {
  return fromPath(path).host ?? '';
}

function areEqual(a: FileToRead, b: FileToRead): boolean {
  const isEqual = opened([a.path, b.path], ([one, other]) => {
    const left = Buffer.alloc(CHUNK);
    const right = Buffer.alloc(CHUNK);
    for (let at = 0; at < a.size; at += CHUNK) {
      const count = readSync(one!, left, 0, CHUNK, at);
      if (count !== readSync(other!, right, 0, CHUNK, at)) return false;
      if (left.compare(right, 0, count, 0, count) !== 0) return false;
    }
    return true;
  });
  return isEqual === true;
}

/** Calls with the files' descriptors; undefined when the system refuses. */
export function opened<T>(
  paths: readonly string[],
  use: (descriptors: readonly number[]) => T,
): T | undefined {
  const descriptors: number[] = [];
  try {
    for (const path of paths) descriptors.push(openSync(path, 'r'));
    return use(descriptors);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  } finally {
    descriptors.forEach((fd) => closeSync(fd));
  }
}
