/**
 * Sources whose records are not lines (journal export, JSON documents) are turned into lines first: one record, one line of JSON.
 * From there on everything is the same path.
 */
import type { Problem } from '../errors.ts';

/** One record as one line of JSON without a line end, and where the record began in the source. */
export interface RecordLine {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
}

/** Push bytes in, take records out; a broken record is a problem with its place, and the rest goes on. */
export interface RecordFramer {
  push(chunk: Uint8Array): RecordLine[];
  end(): RecordLine[];
  /** Problems since the start. */
  readonly problems: readonly Problem[];
  /** `\n` seen so far. */
  readonly lines: number;
}
