/** The work as it is handed out: pieces, each read by one reader, in the order of the input. */

/** A file, or the part of it whose lines start in `range`. */
export interface Part {
  readonly name: string;
  /** Path, or an open descriptor (standard input that is a file). */
  readonly path: string | number;
  readonly size: number;
  /** ms since the epoch. */
  readonly modified: number;
  /** The user named it, so it is said when it holds no log. */
  readonly named: boolean;
  /** Undefined: the whole file, with all that it contains. */
  readonly range?: Range;
}

/** Lines that start in [from, to) of a file; `to` undefined: all to its end. Offsets of any bytes, not only of line starts. */
export interface Range {
  readonly from: number;
  readonly to: number | undefined;
}

export type RangePart = Part & { readonly range: Range };

export interface Piece {
  /** Tells it from others. */
  readonly id: number;
  /** Place of its files in the order of the input. */
  readonly index: number;
  /** One with a range stands alone. */
  readonly parts: readonly Part[];
  /** Only the main thread can read it. */
  readonly own?: true;
}

export function rangeOf({ parts }: Piece): RangePart | undefined {
  const [part] = parts;
  return part?.range === undefined ? undefined : { ...part, range: part.range };
}

/** Does it go on with the file of the piece before? */
export function continues(piece: Piece): boolean {
  return (rangeOf(piece)?.range.from ?? 0) > 0;
}

/** Of compressed files as they are. */
export function bytesOf({ parts }: Piece): number {
  return parts.reduce((sum, { size, range }) => sum + (range?.to ?? size) - (range?.from ?? 0), 0);
}
