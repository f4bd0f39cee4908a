/** Cuts the input into pieces that can be read side by side, and says how many threads read them. */
import { availableParallelism } from 'node:os';
import { hasHeadings } from '../core/formats/paths/headings.ts';
import { isNodeFile } from '../core/formats/paths/node-files.ts';
import { sniff } from '../core/formats/sniff.ts';
import { isContainer } from '../sources/archive/kinds.ts';
import { fileInput } from '../sources/input.ts';
import type { FileToRead } from '../sources/paths.ts';
import { unmeasured } from './pack-recipe.ts';
import type { Part, Piece } from './piece.ts';
import type { ScanOptions } from './scan.ts';
import { redirectedFile } from './standard-input.ts';

export interface Plan {
  /** In the order of the input: standard input, then the files. */
  readonly pieces: readonly Piece[];
  /** Threads that read at the same time, from 1. */
  readonly jobs: number;
  /** Rules under watch for slow regexes, by index. */
  readonly watched: readonly number[];
  /** Rules of users that have regexes, by index. */
  readonly unmeasured: readonly number[];
  /** Of all files, compressed ones as they are. */
  readonly bytes: number;
  /** Of the whole input; undefined: not known. */
  readonly total: number | undefined;
}

/** Files of so many bytes may be shared by several threads. */
const SHARED_BYTES = 8 << 20;
/** Small files go together up to so many bytes and files: one alone is not worth a message. */
const BATCH_BYTES = 1 << 20;
const BATCH_FILES = 64;

export async function planOf(options: ScanOptions, found: readonly FileToRead[]): Promise<Plan> {
  const { paths, rules, tuning } = options;
  // What must be seen in order or by the caller's own functions stays in one thread.
  const alone = [options.onIncident, options.analyse, options.matches].some((each) => each !== undefined);
  const jobs = alone ? 1 : (options.jobs ?? availableParallelism());
  const redirected = paths.includes('-') ? redirectedFile() : undefined;
  const files = [...(redirected === undefined ? [] : [redirected]), ...found.map(partOf)];
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  // Rules that look at groups of lines see others when a file is cut.
  const groups = await grouped(
    files,
    jobs > 1 && !rules.looksAtLines ? cutter(tuning?.pieceBytes) : undefined,
  );
  const own = unmeasured(rules);
  const piped = paths.includes('-') && redirected === undefined;
  const pieces = groups.map((parts, i) => ({ id: i + Number(piped), index: i + Number(piped), parts }));
  return {
    pieces: piped ? [{ id: 0, index: 0, parts: [], own: true }, ...pieces] : pieces,
    jobs,
    watched: alone ? [] : own,
    unmeasured: own,
    bytes,
    total: piped ? undefined : bytes,
  };
}

function partOf({ path, size, modified, named }: FileToRead): Part {
  return { name: path, path, size, modified, named };
}

/** Small files together, in order. */
async function grouped(files: readonly Part[], cut: Cutter | undefined): Promise<Part[][]> {
  const groups: Part[][] = [];
  let room = 0;
  for (const file of files) {
    const parts =
      cut !== undefined && file.size >= cut.from && (await holdsLines(file)) ? cut.into(file) : undefined;
    const last = groups.at(-1);
    if (parts !== undefined) {
      groups.push(...parts.map((part) => [part]));
      room = 0;
    } else if (last !== undefined && file.size <= room && last.length < BATCH_FILES) {
      last.push(file);
      room -= file.size;
    } else {
      groups.push([file]);
      room = (cut?.batch ?? BATCH_BYTES) - file.size;
    }
  }
  return groups;
}

/** Makes ranges of files of at least `from` bytes. */
interface Cutter {
  readonly from: number;
  readonly batch: number;
  readonly into: (file: Part) => Part[];
}

/** Ranges are cut while they are read, where a thread has nothing to do; only tests cut them before. */
function cutter(pieceBytes: number | undefined): Cutter {
  if (pieceBytes === undefined)
    return {
      from: SHARED_BYTES,
      batch: BATCH_BYTES,
      into: (file) => [{ ...file, range: { from: 0, to: undefined } }],
    };
  return { from: 2 * pieceBytes, batch: pieceBytes, into: (file) => inPieces(file, pieceBytes) };
}

function inPieces(file: Part, pieceBytes: number): Part[] {
  const count = Math.floor(file.size / pieceBytes);
  return Array.from({ length: count }, (_, i) => ({
    ...file,
    range: { from: i * pieceBytes, to: i === count - 1 ? undefined : (i + 1) * pieceBytes },
  }));
}

/** Plain lines can be read from any line on. What can't be opened is said when it is read. */
async function holdsLines({ name, path }: Part): Promise<boolean> {
  if (isNodeFile(name)) return false;
  try {
    const input = fileInput(name, path);
    try {
      const head = await input.head();
      return sniff(head).shape === 'lines' && !isContainer(head) && !hasHeadings(head);
    } finally {
      input.close();
    }
  } catch {
    return false;
  }
}
