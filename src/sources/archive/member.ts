/** What the readers of archives give. */
import type { Meter } from './bounds.ts';
import type { Trouble } from './trouble.ts';

/** A member that is a file. It is read before the next one is asked for; what is left is passed over. */
export interface Member {
  /** As the archive writes it. */
  readonly path: string;
  /** ms since the epoch; undefined: not written. */
  readonly modified: number | undefined;
  /** Bytes; undefined where only reading tells. */
  readonly size: number | undefined;
  /** Reads on into `target`: number of bytes, 0 at the end, or where it is cut (which is reported). */
  read(target: Uint8Array): number | Promise<number>;
}

/** What a reader of archives is given beside the bytes. */
export interface Opening {
  readonly meter: Meter;
  readonly trouble: Trouble;
}
