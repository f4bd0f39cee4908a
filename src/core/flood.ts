/** Collects the matches of entries that are known again, for a block, and gives them to the book together. */
import { Batch } from './incidents/batch.ts';
import type { Meant, Rows } from './incidents/batch.ts';
import type { IncidentBook } from './incidents/book.ts';
import type { KeptEvidence } from './incidents/incident.ts';
import type { Match } from './rules/pack.ts';
import { own } from './text/own.ts';

/** What entries of several texts may mean: one rule in one role, with the same captures. */
export interface Meaning extends Meant {
  /** Rows of the block; the first `count` count. */
  readonly rows: number[];
  count: number;
}

/** Where one entry stands. */
export interface Row {
  /** ms since the epoch. */
  readonly time: number;
  /** For people. */
  readonly line: number;
  readonly offset: number;
  /** In the window. */
  readonly start: number;
  readonly end: number;
}

/** `bare`: without the lines around it. */
type EvidenceAt = (row: Row, bare: boolean) => KeptEvidence;

/** Rows that a meaning keeps room for from block to block. */
const FEW = 256;
/** Meanings that are shared; past that new ones stand for themselves. */
const MAX_MEANINGS = 1 << 14;

export class Flood {
  private readonly columns: Columns;
  private readonly meanings = new Map<string, Meaning>();
  /** Those with rows in this block. */
  private readonly used: Meaning[] = [];

  /** `evidenceAt` is called before the block ends only. */
  constructor(source: string, evidenceAt: EvidenceAt) {
    this.columns = new Columns(source, evidenceAt);
  }

  /** What matches of an entry on `host` mean; holds no part of larger strings. */
  meaningsOf(matches: readonly Match[], host: string): Meaning[] {
    return matches.map((match) => this.meaning(match, host));
  }

  /** An entry with these meanings came. */
  add(meanings: readonly Meaning[], row: Row): void {
    const at = this.columns.add(row);
    for (const meaning of meanings) {
      if (meaning.count === 0) this.used.push(meaning);
      meaning.rows[meaning.count++] = at;
    }
  }

  /** The block ends, and with it what `evidenceAt` can tell once the book has settled. */
  flush(book: IncidentBook): void {
    for (const meaning of this.used) {
      book.addBatch(new Batch(meaning, this.columns, meaning.rows, meaning.count));
      meaning.count = 0;
      if (meaning.rows.length > FEW) meaning.rows.length = 0;
    }
    this.used.length = 0;
    book.settle();
    this.columns.count = 0;
  }

  private meaning({ rule, role, captures }: Match, host: string): Meaning {
    const text = JSON.stringify([rule, role, host, captures]);
    const known = this.meanings.get(text);
    if (known !== undefined) return known;
    const owned = Object.fromEntries(Object.entries(captures).map(([name, value]) => [name, own(value)]));
    const meaning: Meaning = { rule, role, captures: owned, host: own(host), rows: [], count: 0 };
    if (this.meanings.size < MAX_MEANINGS) this.meanings.set(text, meaning);
    return meaning;
  }
}

class Columns implements Rows {
  readonly source: string;
  readonly times: number[] = [];
  readonly lines: number[] = [];
  readonly offsets: number[] = [];
  count = 0;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly evidenceAt: EvidenceAt;

  constructor(source: string, evidenceAt: EvidenceAt) {
    this.source = source;
    this.evidenceAt = evidenceAt;
  }

  /** Index of the new row. */
  add({ time, line, offset, start, end }: Row): number {
    const row = this.count++;
    this.times[row] = time;
    this.lines[row] = line;
    this.offsets[row] = offset;
    this.starts[row] = start;
    this.ends[row] = end;
    return row;
  }

  evidence(row: number, bare = false): KeptEvidence {
    const place: Row = {
      time: this.times[row]!,
      line: this.lines[row]!,
      offset: this.offsets[row]!,
      start: this.starts[row]!,
      end: this.ends[row]!,
    };
    return this.evidenceAt(place, bare);
  }
}
