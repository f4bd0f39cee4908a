/** From what the user named to the files to read: sorted, each file once, what is no log left aside with its reason. */
import { closeSync, existsSync, openSync, readSync, readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Problem } from '../core/errors.ts';
import { matchingPaths } from './glob-arguments.ts';
import { RECORD_BYTES, takesContent, takesName } from './log-names.ts';
import { withoutPackedCopies } from './packed-twins.ts';
import { hasGlob, pathFilter } from './path-glob.ts';
import type { PathFilter } from './path-glob.ts';
import { withoutCopies } from './twins.ts';
import type { Twin } from './twins.ts';
import { refusalFix } from './refusal.ts';

export { takesName } from './log-names.ts';
export type { Twin } from './twins.ts';

/** A file to read, or a named pipe (of size 0). `named`: the user gave this very path, so it is read whatever its name. */
export interface FileToRead {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly named: boolean;
}

export interface PathOptions {
  /** What to take of folders, as `--glob` says it (`!` leaves out); default: all that may be a log by its name. */
  readonly globs?: readonly string[] | undefined;
  /** Take hidden files and folders, too. */
  readonly hidden?: boolean | undefined;
}

export interface Expanded {
  readonly files: readonly FileToRead[];
  /** Second names of files that are read. */
  readonly twins: readonly Twin[];
  readonly problems: readonly Problem[];
}

const MAX_DEPTH = 32;
const MAX_FILES = 1_000_000;

/**
 * Files below the given paths, in order of their names. What exists is taken as it is named; else it may be a glob. Standard input is not
 * handled here. Throws ProblemError (USAGE) for globs that are not well-formed.
 */
export function expandPaths(paths: readonly string[], options: PathOptions = {}): Expanded {
  const walk = new Walk(options);
  for (const path of paths) walk.argument(path);
  const plain = withoutCopies([...walk.files.values()]);
  const { files, twins } = withoutPackedCopies(plain.files);
  return { files, twins: withOriginals([...walk.twins, ...plain.twins, ...twins]), problems: walk.problems };
}

/** A link to a copy is told to be the file that is read. */
function withOriginals(twins: readonly Twin[]): Twin[] {
  const sames = new Map(twins.map(({ path, same }) => [path, same]));
  return twins.map(({ path, same }) => {
    let original = same;
    for (let next = sames.get(original); next !== undefined; next = sames.get(original)) original = next;
    return { path, same: original };
  });
}

/** A folder on the way, with its place below the one that was named. */
interface Folder {
  readonly path: string;
  readonly inside: string;
  readonly depth: number;
}

class Walk {
  /** By device and inode. */
  readonly files = new Map<string, FileToRead>();
  readonly twins: Twin[] = [];
  readonly problems: Problem[] = [];
  private readonly folders = new Map<string, string>();
  private readonly filter: PathFilter;
  private readonly hidden: boolean;
  private readonly filtered: boolean;

  constructor({ globs = [], hidden = false }: PathOptions) {
    this.filter = pathFilter(globs);
    this.hidden = hidden;
    this.filtered = globs.length > 0;
  }

  argument(path: string): void {
    if (!hasGlob(path) || existsSync(path)) return this.named(path);
    const found = matchingPaths(path);
    if (found.length === 0)
      this.problem(path, 'INPUT_NOT_FOUND', 'nothing fits this pattern', 'check the path');
    for (const one of found) this.named(one);
  }

  private named(path: string): void {
    const stat = this.stat(path);
    if (stat === undefined) return;
    if (!stat.isDirectory()) return this.namedFile(path, stat);
    const before = this.files.size + this.twins.length + this.problems.length;
    if (this.isEntered(path, stat)) return;
    this.folder({ path, inside: '', depth: 0 });
    if (this.files.size + this.twins.length + this.problems.length > before) return;
    this.problem(
      path,
      'INPUT_NO_LOGS',
      this.filtered ? 'no files in this folder fit --glob and --exclude' : 'no log files in this folder',
      this.filtered
        ? 'change the globs, or name the file itself'
        : 'name a folder with logs, or the file itself',
    );
  }

  private namedFile(path: string, stat: Stats): void {
    if (!stat.isSocket() && !stat.isBlockDevice()) return this.file(path, stat, true);
    this.problem(path, 'INPUT_NOT_READABLE', stat.isSocket() ? 'a socket' : 'a device', 'name a log file');
  }

  private folder({ path, inside, depth }: Folder): void {
    if (depth > MAX_DEPTH || this.files.size >= MAX_FILES) {
      this.problem(
        path,
        'INPUT_NOT_READABLE',
        'folders nested too deep or too many files; not read',
        'name the part you need',
      );
      return;
    }
    for (const name of this.names(path)) {
      const child = { path: join(path, name), inside: inside + name, depth: depth + 1 };
      const stat = this.statInside(child.path);
      // Devices, pipes and sockets are never opened.
      if (stat?.isDirectory()) this.folderInside(child, stat);
      else if (stat?.isFile() && this.takes(child)) this.file(child.path, stat, false);
    }
  }

  private folderInside(child: Folder, stat: Stats): void {
    if (!this.filter.folder(child.inside) || this.isEntered(child.path, stat)) return;
    this.folder({ ...child, inside: `${child.inside}/` });
  }

  /** By its name; JSON only when it holds records of a log. */
  private takes({ path, inside }: Folder): boolean {
    return (
      this.filter.file(inside) ??
      (takesName(path) && (!/\.json$/i.test(path) || takesContent(path, headOf(path))))
    );
  }

  private names(path: string): string[] {
    try {
      // Byte order, not the machine's language: the same everywhere.
      const names = readdirSync(path, { encoding: 'buffer' }).sort((a, b) => Buffer.compare(a, b));
      return names.map(String).filter((name) => {
        if (name.startsWith('.') && !this.hidden) return false;
        const isText = !name.includes('\u{fffd}');
        if (!isText)
          this.problem(
            join(path, name),
            'INPUT_NOT_READABLE',
            'its name is no UTF-8',
            'rename it, or pipe it in',
          );
        return isText;
      });
    } catch (error) {
      this.failed(path, error);
      return [];
    }
  }

  private file(path: string, stat: Stats, named: boolean): void {
    const key = `${stat.dev}:${stat.ino}`;
    const known = this.files.get(key);
    if (known === undefined) {
      const size = stat.isFile() ? stat.size : 0;
      this.files.set(key, { path, size, modified: stat.mtimeMs, named });
      return;
    }
    if (named && !known.named) this.files.set(key, { ...known, named });
    if (resolve(known.path) !== resolve(path)) this.twins.push({ path, same: known.path });
  }

  private stat(path: string): Stats | undefined {
    try {
      return statSync(path);
    } catch (error) {
      this.failed(path, error);
      return undefined;
    }
  }

  /** A link that leads nowhere, as containers that are gone leave them, is nothing to talk about. */
  private statInside(path: string): Stats | undefined {
    try {
      return statSync(path, { throwIfNoEntry: false });
    } catch (error) {
      this.failed(path, error);
      return undefined;
    }
  }

  /** Links may lead in a circle: each folder is entered once. */
  private isEntered(path: string, { dev, ino }: Stats): boolean {
    const key = `${dev}:${ino}`;
    const known = this.folders.get(key);
    if (known === undefined) {
      this.folders.set(key, path);
      return false;
    }
    const isAround = `${resolve(path)}/`.startsWith(`${resolve(known)}/`);
    if (!isAround) this.twins.push({ path, same: known });
    return true;
  }

  private failed(path: string, error: unknown): void {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') this.problem(path, 'INPUT_NOT_FOUND', 'no such file or folder', 'check the path');
    else this.problem(path, 'INPUT_NOT_READABLE', reasonOf(error), refusalFix(path, error));
  }

  private problem(file: string, code: Problem['code'], message: string, fix: string | undefined): void {
    this.problems.push({ code, message, place: { file }, ...(fix === undefined ? {} : { fix }) });
  }
}

function headOf(path: string): string {
  try {
    const fd = openSync(path, 'r');
    try {
      const head = Buffer.alloc(RECORD_BYTES);
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
