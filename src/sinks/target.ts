/** Files that outputs go to: checked before the work, written whole or not at all. */
import { accessSync, closeSync, constants, fsyncSync, openSync, realpathSync, renameSync } from 'node:fs';
import { rmSync, statSync, writeSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../core/errors.ts';

/** What standard input was opened from, where the system tells. */
const STDIN = '/dev/stdin';

/** Why nothing can or should be written there; undefined: as far as can be seen it can. `inputs`: paths of what is read. */
export function targetProblem(path: string, inputs: readonly string[] = []): Problem | undefined {
  const problem = (message: string, fix: string): Problem => ({
    code: 'OUTPUT_FAILED',
    message,
    place: { file: path },
    fix,
  });
  const folder = dirname(path);
  const there = statOf(path);
  if (there?.isDirectory()) return problem('this is a folder', `name a file in it: ${join(path, 'out')}`);
  if (
    there?.isFile() === true &&
    inputs.some((input) => isSame(there, statOf(input === '-' ? STDIN : input)))
  )
    return problem('this is an input; it would be overwritten', 'name another file');
  if (statOf(folder)?.isDirectory() !== true)
    return problem(`there is no folder ${folder}`, `mkdir -p ${folder}`);
  const needed = there === undefined ? [folder] : there.isFile() ? [folder, path] : [path];
  const closed = needed.find((each) => !isWritable(each));
  if (closed === undefined) return undefined;
  return problem(`${closed} can't be written to`, 'write to another place, or change its rights');
}

/**
 * Writes a file as a whole: readers see the old one or the new one, also after a crash. What is no regular file (a pipe, a terminal)
 * is written to directly. `mode`: of a new file. Throws the system's error.
 */
export function writeTarget(path: string, pieces: Iterable<string>, mode = 0o666): void {
  const there = statOf(path);
  if (there !== undefined && !there.isFile()) {
    writeAll(openSync(path, 'w'), pieces);
    return;
  }
  // What a link leads to is replaced, not the link.
  const final = there === undefined ? path : realpathSync(path);
  const fresh = join(dirname(final), `.${basename(final)}.${crypto.randomUUID()}.tmp`);
  try {
    writeAll(openSync(fresh, 'wx', there === undefined ? mode : there.mode & 0o777), pieces);
    renameSync(fresh, final);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function writeAll(file: number, pieces: Iterable<string>): void {
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    }
    syncIfDisk(file);
  } finally {
    closeSync(file);
  }
}

/** Pipes and terminals know no sync. */
function syncIfDisk(file: number): void {
  try {
    fsyncSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
  }
}

function isSame(a: Stats, b: Stats | undefined): boolean {
  return b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
