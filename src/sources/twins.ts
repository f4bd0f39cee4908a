/** Files with the same content: copies, and rotated files that were copied. */
import { closeSync, openSync, readSync } from 'node:fs';
import { contextOf } from '../core/formats/context.ts';
import type { FileToRead } from './paths.ts';
import { isSystemError } from './system-error.ts';

const EDGE = 4096;
const CHUNK = 1 << 20;

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
  const sizes = new Map<number, number>();
  for (const { size } of files) sizes.set(size, (sizes.get(size) ?? 0) + 1);
  const kept = files.filter((file) => {
    if (file.size === 0 || sizes.get(file.size) === 1) return true;
    const key = keyOf(file);
    if (key === undefined) return true;
    const alike = originals.get(key) ?? [];
    const same = alike.find((other) => areEqual(file, other));
    if (same === undefined) originals.set(key, [...alike, file]);
    else twins.push({ path: file.path, same: same.path });
    return same === undefined;
  });
  return { files: kept, twins };
}

/** Node, size, first and last bytes; undefined: it can't be read, which is said when it is. */
function keyOf(file: FileToRead): string | undefined {
  const { path, size } = file;
  return opened([path], ([fd]) => {
    const edge = Buffer.alloc(2 * EDGE);
    const head = readSync(fd!, edge, 0, EDGE, 0);
    const tail = readSync(fd!, edge, head, EDGE, Math.max(0, size - EDGE));
    return `${pathHost(file)} ${size} ${edge.toString('latin1', 0, head + tail)}`;
  });
}

/** The node that the path tells; empty: none. */
export function pathHost({ path, modified }: FileToRead): string {
  return contextOf({ name: path, modified, head: '', timeZone: 'UTC' }).pathHost ?? '';
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
