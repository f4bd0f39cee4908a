/** One match of a rule on one entry, as it goes into the book, and the order of all of them. */
import type { Origin } from '../entry.ts';
import type { Captures, Role } from '../rules/pack.ts';
import type { Evidence, KeptEvidence } from './incident.ts';

export interface Observation {
  /** Index of the rule in the pack. */
  readonly rule: number;
  readonly role: Role;
  readonly captures: Captures;
  readonly host: string;
  /** ms since the epoch. */
  readonly time: number | undefined;
  readonly origin: Origin;
  /** Called only when this observation may become proof, at the latest in `IncidentBook.settle`. `bare`: its own line is enough. */
  readonly evidence: (bare?: boolean) => Evidence | KeptEvidence;
}

/** Where an observation stands among all: by time (those without come last), source, offset; documents by offset before source. */
export interface Position {
  readonly time: number | undefined;
  readonly source: string;
  readonly offset: number;
}

/** Order of positions; 0 only for the same place at the same time. */
export function comparePositions(a: Position, b: Position): number {
  if (a.time !== b.time) {
    if (a.time === undefined) return 1;
    if (b.time === undefined) return -1;
    return a.time - b.time;
  }
  if (a.source === b.source) return a.offset - b.offset;
  const areDocuments = a.source.startsWith(DOCUMENT) && b.source.startsWith(DOCUMENT);
  if (areDocuments && a.offset !== b.offset) return a.offset - b.offset;
  return a.source < b.source ? -1 : 1;
}

/** How the sources of documents of an index begin: each is its own, and their offsets say which of the same time comes first. */
export const DOCUMENT = 'es://';

/** The whole second that a time lies in, seconds since the epoch. */
export function secondOf(time: number): number {
  return Math.floor(time / 1000);
}

/** Longest value that a capture is counted or grouped by, in UTF-16 units; what is longer is cut. */
export const MAX_VALUE = 1024;
