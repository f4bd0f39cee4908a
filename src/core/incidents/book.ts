/**
 * What was observed so far, and the incidents that follow from it. All answers depend on the set of observations only: parts of
 * the work make books of their own, which merge in any order.
 */
import type { Rule } from '../rules/rule.ts';
import type { Batch } from './batch.ts';
import { compareIncidents } from './build.ts';
import { mergeFacts } from './facts.ts';
import type { Horizon } from './horizon.ts';
import type { Fact, Incident } from './incident.ts';
import type { Observation } from './observation.ts';
import { RuleBook } from './rule-book.ts';
import type { RuleBookData } from './rule-book.ts';
import type { Sight } from './sight.ts';

export type { Observation } from './observation.ts';

/** Where a bound was reached; a sentence and how often. */
export interface BookLimit {
  readonly code: string;
  readonly text: string;
  readonly count: number;
}

export interface Findings {
  /** By first time (those without last), rule, host, group. */
  readonly incidents: Incident[];
  /** By name, host, first sight. */
  readonly facts: Fact[];
  /** Matches of benign rules, by the rule's index, rising. */
  readonly harmless: Map<number, number>;
  readonly limits: BookLimit[];
}

/** Plain form of a book, safe for JSON and structured clone. Only for a book of the same rules. */
export interface BookData {
  readonly rules: readonly (readonly [number, RuleBookData])[];
}

/** What a Date can hold, ms; a time beyond it is none. */
const MAX_TIME = 8.64e15;

export class IncidentBook {
  private readonly rules: readonly Rule[];
  private readonly horizon: Horizon | undefined;
  /** By rule index; only of rules that were observed. */
  private readonly books: (RuleBook | undefined)[];
  /** Sights that may need their evidence made. */
  private readonly pending: Sight[] = [];

  /** `horizon`: for a part of what others read, too. */
  constructor(rules: readonly Rule[], horizon?: Horizon) {
    this.rules = rules;
    this.horizon = horizon;
    this.books = rules.map(() => undefined);
  }

  static fromJSON(rules: readonly Rule[], data: BookData): IncidentBook {
    const book = new IncidentBook(rules);
    book.absorb(data);
    return book;
  }

  /** Takes one observation. Its `evidence` must stay callable until the next `settle`. */
  add(observation: Observation): void {
    const { time, rule } = observation;
    const sane =
      time === undefined || Math.abs(time) <= MAX_TIME ? observation : { ...observation, time: undefined };
    (this.books[rule] ?? this.bookOf(rule)).add(sane, this.pending);
  }

  /** As if its observations were added one by one. */
  addBatch(batch: Batch): void {
    const { rule } = batch.meant;
    (this.books[rule] ?? this.bookOf(rule)).addBatch(batch, this.pending);
  }

  /** Makes the evidence of what was added and may become proof. Free when nothing waits. */
  settle(): void {
    const { pending } = this;
    if (pending.length === 0) return;
    for (const sight of pending) sight.settle();
    pending.length = 0;
  }

  /** Incidents so far, roughly, for progress. */
  get size(): number {
    let size = 0;
    for (const book of this.observed()) size += book.size;
    return size;
  }

  /** Takes in all that the other book has, which stays as it is. */
  merge(other: IncidentBook): void {
    this.absorb(other.parts());
  }

  /** Moves the lines of a source's proofs: a piece counted its lines from its own start. */
  rebaseLines(source: string, addLines: number): void {
    this.settle();
    for (const book of this.observed()) book.rebase(source, addLines);
  }

  toJSON(): BookData {
    this.settle();
    for (const book of this.observed()) book.open();
    return this.parts();
  }

  /** The same with proofs as they are: they need not be made into texts for the way to another book of this thread. */
  private parts(): BookData {
    this.settle();
    const rules: [number, RuleBookData][] = [];
    for (const [index, book] of this.books.entries())
      if (book !== undefined) rules.push([index, book.toJSON()]);
    return { rules };
  }

  /**
   * The answer for what was observed so far; the book can go on. `few`: the lines are too few to meet thresholds, so what
   * stays below them is told, too, as a hint of low severity.
   */
  finish({ few = false } = {}): Findings {
    this.settle();
    const books = this.observed();
    const harmless = new Map<number, number>();
    for (const [index, book] of this.books.entries())
      if (book !== undefined && book.harmless > 0) harmless.set(index, book.harmless);
    return {
      incidents: books.flatMap((book) => book.incidents(few)).sort(compareIncidents),
      facts: mergeFacts(books.flatMap((book) => book.facts())),
      harmless,
      limits: limitsOf(books),
    };
  }

  private absorb(data: BookData): void {
    for (const [index, book] of data.rules) this.bookOf(index).absorb(book);
  }

  private bookOf(index: number): RuleBook {
    return (this.books[index] ??= new RuleBook(this.rules[index]!, index, this.horizon));
  }

  private observed(): RuleBook[] {
    return this.books.filter((book) => book !== undefined);
  }
}

function limitsOf(books: readonly RuleBook[]): BookLimit[] {
  const sum = (of: (book: RuleBook) => number) => books.reduce((total, book) => total + of(book), 0);
  return [
    {
      code: 'matches-dropped',
      text: 'matches left out: a rule has more than 10,000 incident keys or sequence steps',
      count: sum((book) => book.lost),
    },
    {
      code: 'quiet-lengthened',
      text: 'incident keys that reach over so much time that neighbouring incidents were joined',
      count: sum((book) => book.widened),
    },
  ].filter((limit) => limit.count > 0);
}
