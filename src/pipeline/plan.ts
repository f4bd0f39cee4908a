/** Cuts the input into pieces that can be read side by side. */
import { sniff } from '../core/formats/sniff.ts';
import { fileInput } from '../sources/input.ts';
import type { FileToRead } from '../sources/paths.ts';
import type { Part, Piece } from './piece.ts';

export interface CutOptions {
  /** Files may be split. */
  readonly split: boolean;
  /** Bytes of a piece, about. */
  readonly pieceBytes: number;
}

/** Small files go together up to so many bytes and files: less than that is not worth a message. */
const BATCH_BYTES = 1 << 20;
const BATCH_FILES = 64;

/** Pieces in the order of the files. Opens large files to see whether they hold plain lines. */
export async function cutIntoPieces(files: readonly Part[], options: CutOptions): Promise<Piece[]> {
  const groups: Part[][] = [];
  let batch: Part[] = [];
  let batchBytes = 0;
  for (const file of files) {
    const parts =
      file.size > 2 * options.pieceBytes && options.split ? await split(file, options.pieceBytes) : [file];
    if (parts.length > 1) {
      batch = [];
      groups.push(...parts.map((part) => [part]));
      continue;
    }
    if (batch.length === 0 || batch.length >= BATCH_FILES || batchBytes + file.size > batchLimit(options)) {
      batch = [];
      batchBytes = 0;
      groups.push(batch);
    }
    batch.push(file);
    batchBytes += file.size;
  }
  return groups.map((parts, index) => ({ index, parts }));
}

function batchLimit({ pieceBytes }: CutOptions): number {
  return Math.min(BATCH_BYTES, pieceBytes);
}

export function partOf({ path, size, named }: FileToRead): Part {
  return { name: path, path, size, named };
}

async function split(file: Part, pieceBytes: number): Promise<Part[]> {
  if (!(await holdsLines(file))) return [file];
  const count = Math.floor(file.size / pieceBytes);
  return Array.from({ length: count }, (_, i) => ({
    ...file,
    range: { from: i * pieceBytes, to: i === count - 1 ? undefined : (i + 1) * pieceBytes },
  }));
}

/** Plain lines can be read from any line on. What can't be opened is said when it is read. */
async function holdsLines({ name, path }: Part): Promise<boolean> {
  try {
    const input = fileInput(name, path);
    try {
      return sniff(await input.head()).shape === 'lines';
    } finally {
      input.close();
    }
  } catch {
    return false;
  }
}
