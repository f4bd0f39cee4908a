/** One source's way through the core: entries in, observations out. */
import { FORCING_LITERALS } from './formats/forcing.ts';
import type { EntryParser } from './formats/format.ts';
import type { IncidentBook } from './incidents/book.ts';
import type { Match, RulePack } from './rules/pack.ts';
import { allProbes } from './rules/match.ts';
import { MatchMemo } from './rules/match-memo.ts';
import { evidenceOf } from './reader/evidence.ts';
import type { ShownOrigin } from './reader/evidence.ts';
import { EntryReader } from './reader/reader.ts';
import type { Candidate } from './reader/reader.ts';
import type { Scanner } from './scanner/scanner.ts';

export interface AnalysisOptions {
  readonly pack: RulePack;
  /** Made for `scannerLiterals(pack)`. */
  readonly scanner: Scanner;
  readonly parser: EntryParser;
  readonly book: IncidentBook;
  /** Name shown in proofs. */
  readonly source: string;
  /** Host of entries that name none. */
  readonly host: string;
  /** False: parse and match every line. */
  readonly scan: boolean;
  /** ms since the epoch; entries outside are left out, entries without time stay. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Owned part of the source, see EntryReader. */
  readonly from?: number;
  readonly to?: number;
  /** Where a line stands for people, given its number and offset in what was read. */
  readonly originOf?: (line: number, offset: number) => { line: number; offset: number };
}

/** What a scanner must look for on behalf of these rules. */
export function scannerLiterals(pack: RulePack): string[] {
  return [...pack.literals, ...FORCING_LITERALS];
}

/** Creates the reader of one source; feed it bytes, its matches go into the book. */
export function createAnalysis(options: AnalysisOptions): EntryReader {
  const take = new Taker(options);
  const reader = new EntryReader({
    scanner: options.scanner,
    parser: options.parser,
    scan: options.scan,
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.to === undefined ? {} : { to: options.to }),
    onCandidate: (candidate) => take.entry(reader, candidate),
    onBlockEnd: () => options.book.settle(),
  });
  return reader;
}

class Taker {
  private readonly options: AnalysisOptions;
  private readonly everything: readonly number[];
  private readonly memo: MatchMemo;
  private readonly leads = newLeads();
  private nodes = 0;

  constructor(options: AnalysisOptions) {
    this.options = options;
    this.everything = allProbes(options.pack);
    this.memo = new MatchMemo(options.pack);
  }

  entry(reader: EntryReader, candidate: Candidate): void {
    const { since, until } = this.options;
    const { time } = candidate.entry;
    if (
      time !== undefined &&
      ((since !== undefined && time < since) || (until !== undefined && time > until))
    )
      return;
    const matches = this.memo.matches(candidate.entry, this.probesFor(candidate.literals));
    if (matches.length > 0) this.observe(reader, candidate, matches);
  }

  private observe(reader: EntryReader, candidate: Candidate, matches: readonly Match[]): void {
    const { book, pack, host, source } = this.options;
    const place = this.options.originOf?.(candidate.line, candidate.offset) ?? candidate;
    const origin: ShownOrigin = { source, line: place.line, offset: place.offset };
    const evidence = () => evidenceOf(reader.window, candidate, origin);
    const broken = matches.some((match) => isFinding(pack, match));
    for (const match of matches) {
      // A line that proves a failure is not harmless, whatever else is said of it.
      if (broken && pack.rules[match.rule]!.kind === 'benign') continue;
      book.add({
        rule: match.rule,
        role: match.role,
        captures: match.captures,
        host: candidate.entry.host ?? host,
        time: candidate.entry.time,
        origin,
        evidence,
      });
    }
  }

  /** Probes that the literals lead to, each once, rising. The same literals give the same array. */
  private probesFor(literals: readonly number[] | undefined): readonly number[] {
    if (literals === undefined) return this.everything;
    let node = this.leads;
    for (const literal of literals) {
      const next = node.next.get(literal);
      if (next === undefined) return this.learn(literals);
      node = next;
    }
    return (node.probes ??= this.leadsOf(literals));
  }

  /** Remembers the way; what a hostile log could make of it is bounded. */
  private learn(literals: readonly number[]): readonly number[] {
    if (literals.length > MAX_LEADS_DEPTH || this.nodes > MAX_LEADS) return this.leadsOf(literals);
    let node = this.leads;
    for (const literal of literals) {
      let next = node.next.get(literal);
      if (next === undefined) {
        next = newLeads();
        node.next.set(literal, next);
        this.nodes++;
      }
      node = next;
    }
    return (node.probes = this.leadsOf(literals));
  }

  private leadsOf(literals: readonly number[]): readonly number[] {
    const { probesByLiteral } = this.options.pack;
    if (literals.some((literal) => literal >= probesByLiteral.length)) return this.everything;
    const probes = new Set(literals.flatMap((literal) => probesByLiteral[literal]!));
    return [...probes].sort((a, b) => a - b);
  }
}

/** Which probes a run of literals leads to, as a tree over the literals. */
interface Leads {
  readonly next: Map<number, Leads>;
  probes: readonly number[] | undefined;
}

const MAX_LEADS = 10_000;
const MAX_LEADS_DEPTH = 16;

function newLeads(): Leads {
  return { next: new Map(), probes: undefined };
}

function isFinding(pack: RulePack, match: Match): boolean {
  const { kind } = pack.rules[match.rule]!;
  const counts = match.role.kind === 'match' || match.role.kind === 'step';
  return counts && (kind === 'failure' || kind === 'symptom');
}
