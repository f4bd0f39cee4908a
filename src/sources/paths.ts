/** From what the user named to the files to read: sorted, each file once, what is no log left aside with its reason. */
import { openSync, closeSync, readSync, readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../core/errors.ts';

/** A file to read. `named`: the user gave this very path, so it is read whatever its name. */
export interface FileToRead {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly named: boolean;
}

export interface Expanded {
  readonly files: readonly FileToRead[];
  readonly problems: readonly Problem[];
}

/** Endings of files in a folder of logs that hold no logs. A file that is named itself is read all the same. */
const NO_LOGS =
  /\.(?:md|markdown|ya?ml|html?|css|[cm]?[jt]s|go|py|sh|toml|conf|cfg|ini|crt|cert|pem|key|csr|pub|service|socket|png|jpe?g|svg|gif|pdf|docx?|so|o|a|db|sqlite|wasm)$/i;
const MAX_DEPTH = 32;
const MAX_FILES = 1_000_000;

/** Files below the given paths, in order of their names. Standard input is not handled here. */
export function expandPaths(paths: readonly string[]): Expanded {
  const walk = new Walk();
  for (const path of paths) walk.named(path);
  return { files: walk.files, problems: walk.problems };
}

class Walk {
  readonly files: FileToRead[] = [];
  readonly problems: Problem[] = [];
  private readonly seen = new Set<string>();

  named(path: string): void {
    const stat = this.stat(path);
    if (stat === undefined) return;
    if (!stat.isDirectory()) return this.file(path, stat, true);
    const before = this.files.length + this.problems.length;
    this.folder(path, 0);
    if (this.files.length + this.problems.length === before) {
      this.problems.push({
        code: 'INPUT_NO_LOGS',
        message: 'no log files in this folder',
        place: { file: path },
        fix: 'name a folder with logs, or the file itself',
      });
    }
  }

  private folder(path: string, depth: number): void {
    if (depth > MAX_DEPTH || this.files.length >= MAX_FILES) {
      this.problem(
        path,
        'INPUT_NOT_READABLE',
        'folders nested too deep or too many files; not read',
        'name the part you need',
      );
      return;
    }
    for (const name of this.names(path)) {
      const child = join(path, name);
      const stat = this.stat(child);
      if (stat === undefined) continue;
      if (stat.isDirectory()) this.folder(child, depth + 1);
      else if (stat.isFile() && takes(child, name)) this.file(child, stat, false);
    }
  }

  private names(path: string): string[] {
    try {
      // Byte order, not the machine's language: the same everywhere.
      return readdirSync(path)
        .filter((name) => !name.startsWith('.'))
        .sort((a, b) => (a < b ? -1 : Number(a > b)));
    } catch (error) {
      this.failed(path, error);
      return [];
    }
  }

  private file(path: string, stat: Stats, named: boolean): void {
    const key = `${stat.dev}:${stat.ino}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.files.push({ path, size: stat.size, modified: stat.mtimeMs, named });
  }

  private stat(path: string): Stats | undefined {
    try {
      const stat = statSync(path);
      if (stat.isDirectory() && this.seenFolder(stat)) return undefined;
      return stat;
    } catch (error) {
      this.failed(path, error);
      return undefined;
    }
  }

  /** Links may lead in a circle: each folder is entered once. */
  private seenFolder(stat: Stats): boolean {
    const key = `folder ${stat.dev}:${stat.ino}`;
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    return false;
  }

  private failed(path: string, error: unknown): void {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') this.problem(path, 'INPUT_NOT_FOUND', 'no such file or folder', 'check the path');
    else
      this.problem(
        path,
        'INPUT_NOT_READABLE',
        reasonOf(error),
        code === 'EACCES' ? 'run with sudo, or as a user who may read it' : undefined,
      );
  }

  private problem(file: string, code: Problem['code'], message: string, fix: string | undefined): void {
    this.problems.push({ code, message, place: { file }, ...(fix === undefined ? {} : { fix }) });
  }
}

/** In a folder, by name: no sources, settings or pictures; JSON only when it holds records of a log. */
function takes(path: string, name: string): boolean {
  if (!takesName(name)) return false;
  return (
    !/\.json$/i.test(name) ||
    /"(?:kind":\s*"(?:Event|List|EventList)"|apiVersion":\s*"audit\.k8s\.io|MESSAGE"|log":|msg":|message":)/.test(
      headOf(path),
    )
  );
}

/** Whether a file in a folder or archive may be a log, by its name alone. */
export function takesName(name: string): boolean {
  return !NO_LOGS.test(name);
}

function headOf(path: string): string {
  try {
    const fd = openSync(path, 'r');
    try {
      const head = Buffer.alloc(4096);
      return head.toString('latin1', 0, readSync(fd, head, 0, head.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch {
    // Reading it will fail again and be reported then.
    return '"log":';
  }
}

/** The system's own words without its code names. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^[A-Z]+: /, '')
    .replace(/, \w+ '.*'$/, '')
    .replace(/, (?:read|open|stat|scandir)$/, '');
}
