/** The work as it is handed out: pieces, each read by one reader, in the order of the input. */

/** A file, or the part of it whose lines start in `range`. */
export interface Part {
  readonly name: string;
  /** Path, or an open descriptor (standard input that is a file). */
  readonly path: string | number;
  readonly size: number;
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

export interface Piece {
  /** Place in the order of the input, from 0. */
  readonly index: number;
  readonly parts: readonly Part[];
  /** Only the main thread can read it. */
  readonly own?: true;
}

/** Does it go on with the file of the piece before? */
export function continues({ parts }: Piece): boolean {
  return (parts[0]?.range?.from ?? 0) > 0;
}
