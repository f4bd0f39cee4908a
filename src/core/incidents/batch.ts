/** Many matches of one rule that differ in nothing but their time and place: a flood goes into the book by the block. */
import type { Captures, Role } from '../rules/pack.ts';
import type { Evidence, KeptEvidence } from './incident.ts';
import type { Observation } from './observation.ts';

/** Entries of one block of one source, as columns: what stands at one index belongs to one entry. All have a time (ms since the epoch). */
export interface Rows {
  readonly source: string;
  readonly times: readonly number[];
  readonly lines: readonly number[];
  readonly offsets: readonly number[];
  /** Must stay callable until the next `IncidentBook.settle`. */
  evidence(row: number, bare?: boolean): Evidence | KeptEvidence;
}

/** What the matches of a batch have in common. */
export interface Meant {
  /** Index of the rule in the pack. */
  readonly rule: number;
  readonly role: Role;
  readonly captures: Captures;
  readonly host: string;
}

/** Indices into a batch, the last one excluded. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** At least one match; in the order of positions. */
export class Batch {
  readonly meant: Meant;
  readonly count: number;
  private readonly rows: Rows;
  private readonly order: readonly number[];

  /** The first `count` of `indices` are rows, in order of their offsets; they may be put in another order. */
  constructor(meant: Meant, rows: Rows, indices: number[], count: number) {
    this.meant = meant;
    this.count = count;
    this.rows = rows;
    this.order = inOrder(rows.times, indices, count);
  }

  /** ms since the epoch. */
  time(at: number): number {
    return this.rows.times[this.order[at]!]!;
  }

  observation(at: number): Observation {
    const { rows, meant } = this;
    const row = this.order[at]!;
    const origin = { source: rows.source, line: rows.lines[row]!, offset: rows.offsets[row]! };
    const { rule, role, captures, host } = meant;
    const evidence = (bare?: boolean): Evidence | KeptEvidence => rows.evidence(row, bare);
    return { rule, role, captures, host, time: rows.times[row]!, origin, evidence };
  }
}

/** By time; of the same time by offset. Mostly they are already. */
function inOrder(times: readonly number[], indices: number[], count: number): readonly number[] {
  for (let i = 1; i < count; i++)
    if (times[indices[i]!]! < times[indices[i - 1]!]!)
      return indices.slice(0, count).sort((a, b) => times[a]! - times[b]! || a - b);
  return indices;
}
