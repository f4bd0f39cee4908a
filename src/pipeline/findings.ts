/** What the reading of a part of the input found. Parts in the order of the input add up to what reading the whole finds. */
import type { SourceProfile } from '../core/blindspots/profile.ts';
import { CoverageBook } from '../core/coverage/book.ts';
import type { CoverageData } from '../core/coverage/book.ts';
import type { Problem } from '../core/errors.ts';
import { IncidentBook } from '../core/incidents/book.ts';
import type { BookData } from '../core/incidents/book.ts';
import { revealed } from '../core/incidents/rule-book.ts';
import type { Fact } from '../core/incidents/incident.ts';
import type { SourceSummary } from '../core/report.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { Twin } from '../sources/paths.ts';

/** Plain form, for the way from a worker. */
export interface FindingsData {
  readonly book: BookData;
  readonly problems: readonly Problem[];
  readonly sources: readonly SourceSummary[];
  readonly bytes: number;
  readonly cutLines: number;
  readonly coverage: CoverageData | undefined;
  readonly profiles: readonly SourceProfile[];
  /** What bundles tell of their nodes beside the logs. */
  readonly told?: readonly Fact[];
  /** Files read once although they have two names. */
  readonly twins?: readonly Twin[];
  /** false: stopped early. */
  readonly complete: boolean;
}

export class PieceFindings {
  readonly book: IncidentBook;
  readonly problems: Problem[] = [];
  readonly sources: SourceSummary[] = [];
  bytes = 0;
  /** Lines longer than the reader's bound. */
  cutLines = 0;
  /** Only when it is asked for. */
  readonly coverage: CoverageBook | undefined;
  /** Of pieces, as they came. */
  readonly profiles: SourceProfile[] = [];
  /** What bundles tell of their nodes beside the logs. */
  readonly told: Fact[] = [];
  /** false: stopped early. */
  complete = true;

  constructor(rules: readonly Rule[], covers = false, book = new IncidentBook(rules)) {
    this.book = book;
    this.coverage = covers ? new CoverageBook(rules) : undefined;
  }

  /** `data` must have been made with the same rules. */
  static fromData(rules: readonly Rule[], data: FindingsData): PieceFindings {
    const book = IncidentBook.fromJSON(rules, data.book);
    const findings = new PieceFindings(rules, data.coverage !== undefined, book);
    if (data.coverage !== undefined) findings.coverage?.absorb(data.coverage);
    findings.profiles.push(...data.profiles);
    findings.told.push(...(data.told ?? []));
    findings.problems.push(...data.problems);
    findings.sources.push(...data.sources);
    findings.bytes = data.bytes;
    findings.cutLines = data.cutLines;
    findings.complete = data.complete;
    return findings;
  }

  toData(): FindingsData {
    const { book, problems, sources, bytes, cutLines, coverage, profiles, told, complete } = this;
    return {
      book: book.toJSON(),
      problems,
      sources,
      bytes,
      cutLines,
      coverage: coverage?.toJSON(),
      profiles,
      told,
      complete,
    };
  }

  /** The same without what was observed of the rules with these indices. */
  without(left: ReadonlySet<number>, rules: readonly Rule[]): PieceFindings {
    const data = this.toData();
    const kept = data.book.rules.flatMap(([rule, book]) =>
      left.has(rule) ? [] : [[rule, revealed(book, left)] as const],
    );
    return PieceFindings.fromData(rules, { ...data, book: { ...data.book, rules: kept } });
  }

  /** Takes in what comes next in the order of the input. */
  append(next: PieceFindings): void {
    this.sources.push(...next.sources);
    this.profiles.push(...next.profiles);
    this.problems.push(...next.problems);
    this.add(next);
  }

  /** Takes in the next part of the source that came last, `linesBefore` of whose lines stand before that part. */
  extend(next: PieceFindings, linesBefore: number): void {
    const last = this.sources.at(-1);
    for (const source of next.sources) {
      next.book.rebaseLines(source.name, linesBefore);
      next.coverage?.rebaseLines(source.name, linesBefore);
      if (last?.name !== source.name) this.sources.push(source);
      else this.sources[this.sources.length - 1] = sum(last, source);
    }
    this.profiles.push(...next.profiles);
    // A file that can't be read any more is said once.
    for (const problem of next.problems)
      if (!this.problems.some(sameAs(problem))) this.problems.push(problem);
    this.add(next);
  }

  private add(next: PieceFindings): void {
    this.told.push(...next.told);
    this.book.merge(next.book);
    if (next.coverage !== undefined) this.coverage?.absorb(next.coverage.toJSON());
    this.bytes += next.bytes;
    this.cutLines += next.cutLines;
    this.complete &&= next.complete;
  }
}

function sum(a: SourceSummary, b: SourceSummary): SourceSummary {
  return { ...a, bytes: a.bytes + b.bytes, lines: a.lines + b.lines };
}

function sameAs(problem: Problem): (other: Problem) => boolean {
  return ({ code, message, place }) =>
    code === problem.code && message === problem.message && place?.file === problem.place?.file;
}
