/**
 * Sparse files in tar archives (GNU tar manual, "Storing Sparse Files"): the old GNU header, pax versions 0.0, 0.1 and 1.0. Holes are read as
 * zeros, as tar does, so that offsets are those of the file.
 */
import type { PaxRecords } from './extended.ts';

/** A piece of data in the file, at `offset`; before it a hole. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

export interface SparseFile {
  readonly path: string;
  /** Bytes with its holes. */
  readonly size: number;
  /** Bytes without. */
  readonly stored: number;
  readonly pieces: readonly Piece[];
}

export const MAX_PIECES = 100_000;

/** Pieces in order, none past the end, as many bytes as are stored. */
export function isSound({ pieces, size, stored }: SparseFile): boolean {
  let end = 0;
  let sum = 0;
  for (const { offset, length } of pieces) {
    if (!(offset >= end) || !(length >= 0)) return false;
    end = offset + length;
    sum += length;
  }
  return Number.isSafeInteger(size) && end <= size && sum === stored && pieces.length <= MAX_PIECES;
}

/** What pax records say of a sparse file. */
export interface PaxSparse {
  readonly path: string | undefined;
  readonly size: number;
  /** Undefined: version 1.0, the map stands before the data. */
  readonly pieces: readonly Piece[] | undefined;
}

/** Undefined when the file is not sparse. */
export function paxSparse(records: PaxRecords): PaxSparse | undefined {
  if (!records.some(([keyword]) => keyword.startsWith('GNU.sparse.'))) return undefined;
  const of = (keyword: string): string | undefined =>
    records.findLast(([name]) => name === `GNU.sparse.${keyword}`)?.[1];
  const size = Number(of('realsize') ?? of('size') ?? NaN);
  const path = of('name');
  if (of('major') === '1') return { path, size, pieces: undefined };
  const map = of('map');
  const numbers =
    map === undefined
      ? records
          .filter(([keyword]) => /^GNU\.sparse\.(?:offset|numbytes)$/.test(keyword))
          .map(([, value]) => value)
      : map.split(',');
  return { path, size, pieces: inPairs(numbers.map(Number)) };
}

/** Offset and length by turns. */
export function inPairs(numbers: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    pieces.push({ offset: numbers[i]!, length: numbers[i + 1] ?? NaN });
  }
  return pieces;
}
