/** One source's way through the core: entries in, observations out. */
import type { Sampler } from './blindspots/sampler.ts';
import type { Account, CoverageBook } from './coverage/book.ts';
import { FORCING_LITERALS } from './formats/forcing.ts';
import { isQuietLine } from './formats/quiet-line.ts';
import type { Entry } from './entry.ts';
import type { EntryParser } from './formats/format.ts';
import type { IncidentBook } from './incidents/book.ts';
import { Flood } from './flood.ts';
import type { Meaning, Row } from './flood.ts';
import type { Match, RulePack } from './rules/pack.ts';
import { isTrouble } from './rules/rule.ts';
import { IdBlind } from './rules/id-blind.ts';
import type { LikelyProbes } from './rules/likely-probes.ts';
import { lineView } from './rules/line-text.ts';
import { matchEntry } from './rules/match.ts';
import { MatchMemo } from './rules/match-memo.ts';
import { ProbeLeads } from './rules/probe-leads.ts';
import { entryText, shownMessage } from './reader/evidence.ts';
import { KeptLines } from './reader/kept-lines.ts';
import { LineGroups } from './reader/line-groups.ts';
import type { LineGroup } from './reader/line-groups.ts';
import { MAX_EVIDENCE } from './reader/limits.ts';
import type { ShownOrigin } from './reader/evidence.ts';
import { EntryReader } from './reader/reader.ts';
import type { Candidate, KnownEntry } from './reader/reader.ts';
import type { Span } from './reader/segment.ts';
import type { LineWindow } from './reader/window.ts';
import type { Scanner } from './scanner/scanner.ts';
import type { FoundMatch } from './found-match.ts';
import type { Evidence, KeptEvidence } from './incidents/incident.ts';
import { cut, own } from './text/own.ts';

export interface AnalysisOptions {
  readonly pack: RulePack;
  /** Made for `scannerLiterals(pack)`. */
  readonly scanner: Scanner;
  readonly parser: EntryParser;
  readonly book: IncidentBook;
  /** Takes account of the entries that look bad, too. */
  readonly coverage?: CoverageBook | undefined;
  /** Looks at times here and there. */
  readonly sampler?: Sampler | undefined;
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
  /** Each line is a document: it tells itself where it stands, and its neighbours say nothing of it. */
  readonly documentOf?: ((line: string) => DocumentOrigin) | undefined;
  /** Takes each match that may become part of an incident, as it is found; slower, as nothing is known again. */
  readonly onMatch?: ((match: FoundMatch) => void) | undefined;
}

export interface DocumentOrigin extends ShownOrigin {
  /** What is shown as proof. */
  readonly text: string;
}

/** What a scanner must look for on behalf of these rules. */
export function scannerLiterals(pack: RulePack): string[] {
  return [...pack.literals, ...FORCING_LITERALS];
}

/** Creates the reader of one source; feed it bytes, its matches go into the book. */
export function createAnalysis(options: AnalysisOptions): EntryReader {
  const { coverage, sampler, parser } = options;
  const isEach = options.pack.looksAtLines || options.onMatch !== undefined;
  const take = new Taker(options);
  const reader: EntryReader = new EntryReader({
    scanner: options.scanner,
    parser: options.parser,
    scan: options.scan && !options.pack.unled,
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.to === undefined ? {} : { to: options.to }),
    isWanted: coverage === undefined ? undefined : (bytes, start, end) => !isQuietLine(bytes, start, end),
    onBlock: (from, to) => sampler?.over({ window: reader.window, parser }, from, to),
    onEnd: () => sampler?.last({ window: reader.window, parser }),
    onCandidate: (candidate) => take.entry(reader, candidate),
    onKnown: isEach ? undefined : (known) => take.known(reader.window, known),
    onBlockEnd: () => take.settle(reader.window),
  });
  return reader;
}

/** What is remembered of a line that may come again. */
interface Learned {
  readonly meanings: readonly Meaning[];
  readonly account: Account | undefined;
}

interface Counted {
  readonly entry: Pick<Entry, 'time'>;
  readonly line: number;
  readonly offset: number;
}

class Taker {
  private readonly options: AnalysisOptions;
  private readonly leads: ProbeLeads;
  private lineGroups: LineGroups | undefined;
  private readonly memo: MatchMemo;
  private idBlind: IdBlind | undefined;
  private readonly flood: Flood;
  private readonly lines: KeptLines;

  constructor(options: AnalysisOptions) {
    this.options = options;
    this.lines = new KeptLines(options.parser);
    this.flood = new Flood(options.source, (row, bare) => this.keep(row, bare));
    this.leads = ProbeLeads.of(options.pack);
    this.memo = new MatchMemo(options.pack);
  }

  entry(reader: EntryReader, candidate: Candidate): void {
    const { entry } = candidate;
    const matches = this.kept(this.memo.matches(entry, this.probesOf(candidate)));
    const host = entry.host ?? this.options.host;
    const account = this.options.coverage?.accountOf(entry, matches.filter(isSeen));
    reader.learn(candidate, {
      make: () => ({ meanings: this.flood.meaningsOf(matches, host), account }),
      isBlind: (from) => this.isBlind(candidate, from),
    });
    if (this.isWanted(entry.time)) {
      if (account !== undefined) this.count(account, candidate, () => candidate.span.lines.join('\n'));
      if (matches.length > 0) this.observe({ ...candidate, host }, matches, reader.window);
    }
    const { onLines } = this.leads;
    if (onLines !== undefined) this.groups(reader, candidate, onLines);
  }

  /** Is it sure that what the rules say of it does not depend on its ids? */
  private isBlind({ entry, span, literals }: Candidate, from: number): boolean {
    const { pack, parser, coverage } = this.options;
    // An account of the entry may depend on all of its text.
    if (literals === undefined || coverage !== undefined) return false;
    this.idBlind ??= new IdBlind(pack, scannerLiterals(pack), (line) => parser.parse([line]));
    return this.idBlind.proves({ line: span.lines[0]!, from }, entry, this.leads.probesFor(literals));
  }

  private groups(reader: EntryReader, candidate: Candidate, probes: LikelyProbes): void {
    for (const group of this.groupsAround(reader, candidate)) {
      const likely = probes.on(lineView(group.entry).message);
      const matches = matchEntry(this.options.pack, group.entry, likely);
      const host = group.entry.host ?? this.options.host;
      if (matches.length > 0 && this.isWanted(group.entry.time))
        this.observe({ ...group, host }, matches, reader.window);
    }
  }

  private groupsAround(reader: EntryReader, candidate: Candidate): readonly LineGroup[] {
    const document = this.options.documentOf?.(candidate.span.lines[0]!);
    if (document !== undefined)
      return [{ ...candidate, entry: { ...candidate.entry, same: undefined, lines: [document.text] } }];
    this.lineGroups ??= new LineGroups(reader.window, this.options.parser);
    return this.lineGroups.around(candidate);
  }

  /** What the rules say of an entry does not depend on its time. */
  known(window: LineWindow, known: KnownEntry): void {
    if (!this.isWanted(known.time)) return;
    const { meanings, account } = known.value as Learned;
    const { start, end, time, line, offset } = known;
    if (account !== undefined)
      this.count(account, { entry: { time }, line, offset }, () => window.decode(start, end));
    if (meanings.length > 0)
      this.flood.add(meanings, this.options.originOf === undefined ? known : this.shown(known));
  }

  /** `text` is asked for only when the entry is an example. */
  private count(account: Account, seen: Counted, text: () => string): void {
    const document = this.options.documentOf?.(text());
    const source = document?.source ?? this.options.source;
    const { line, offset } = document ?? this.options.originOf?.(seen.line, seen.offset) ?? seen;
    const { time } = seen.entry;
    this.options.coverage!.add(
      account,
      { count: 1, place: { time, source, line, offset }, last: time },
      text,
    );
  }

  /** The window is about to move. */
  settle(window: LineWindow): void {
    this.flood.flush(this.options.book);
    this.lines.pack(window);
  }

  private keep({ start, end }: Row, bare: boolean): KeptEvidence {
    return this.lines.keep({ start, end, message: undefined }, bare);
  }

  private shown({ time, line, offset, start, end }: KnownEntry): Row {
    return { time, ...this.options.originOf!(line, offset), start, end };
  }

  private isWanted(time: number | undefined): boolean {
    const { since, until } = this.options;
    return (
      time === undefined || ((since === undefined || time >= since) && (until === undefined || time <= until))
    );
  }

  /** A line that proves a failure is not harmless, whatever else is said of it. */
  private kept(matches: readonly Match[]): readonly Match[] {
    const { pack } = this.options;
    if (matches.length < 2) return matches;
    const findings = matches.filter((match) => isFinding(pack, match)).map(({ rule }) => rule);
    if (findings.length === 0) return matches;
    const isSure = findings.some((rule) => pack.doubtful?.has(rule) !== true);
    const by = isSure ? undefined : [...new Set(findings)].sort((a, b) => a - b).join(',');
    return matches.flatMap((match) => {
      if (pack.rules[match.rule]!.kind !== 'benign') return [match];
      return by === undefined ? [] : [{ ...match, role: { kind: 'hidden', by } }];
    });
  }

  private observe(seen: Seen, matches: readonly Match[], window: LineWindow): void {
    const { book, source, onMatch } = this.options;
    const { host, entry } = seen;
    const document = this.options.documentOf?.(seen.span.lines[0]!);
    if (document !== undefined) return this.observeDocument(document, seen, matches);
    const place = this.options.originOf?.(seen.line, seen.offset) ?? seen;
    const origin: ShownOrigin = { source, line: place.line, offset: place.offset };
    const { start, end, lines } = seen.span;
    const { time } = entry;
    const message = () => (lines.length === 1 ? undefined : shownMessage(entry));
    const evidence = (bare?: boolean) => this.lines.keep({ start, end, message: message() }, bare);
    for (const { rule, role, captures } of matches)
      book.add({ rule, role, captures, host, time, origin, evidence });
    if (onMatch !== undefined) {
      const bare = { before: [], after: [] };
      this.tell(matches, host, () => {
        const text = entryText(window, { start, end });
        return { ...origin, time, text, message: shownMessage(entry), ...bare };
      });
    }
  }

  /** Those of failures and symptoms, with their proof; a rule once, whatever steps of it the entry meets. */
  private tell(matches: readonly Match[], host: string, evidence: () => Evidence): void {
    const { pack, onMatch } = this.options;
    const found = matches
      .filter((match) => isFinding(pack, match))
      .filter(({ rule }, i, all) => all[i - 1]?.rule !== rule);
    if (found.length === 0) return;
    const proof = evidence();
    for (const { rule, role, captures } of found)
      onMatch?.({ rule: pack.rules[rule]!, role, captures, host, evidence: proof });
  }

  private observeDocument(
    { text, ...origin }: DocumentOrigin,
    { entry, host }: Seen,
    matches: readonly Match[],
  ): void {
    const { time } = entry;
    const evidence = (): Evidence => ({
      ...origin,
      time,
      text: own(cut(text, MAX_EVIDENCE)),
      message: shownMessage(entry),
      before: [],
      after: [],
    });
    for (const { rule, role, captures } of matches)
      this.options.book.add({ rule, role, captures, host, time, origin, evidence });
    if (this.options.onMatch !== undefined) this.tell(matches, host, evidence);
  }

  private probesOf({ literals, span }: Candidate): readonly number[] {
    const { pack, scan } = this.options;
    // A literal may stand across the border of two lines.
    const known = literals !== undefined || !scan || !pack.unled || span.lines.length > 1;
    return known ? this.leads.probesFor(literals) : this.leads.onEntries.on(span.lines[0]!);
  }
}

/** An entry that rules met, and where it stands. */
interface Seen {
  readonly entry: Entry;
  readonly span: Span;
  readonly host: string;
  readonly line: number;
  readonly offset: number;
}

function isSeen({ role }: Match): boolean {
  return role.kind !== 'hidden';
}

function isFinding(pack: RulePack, match: Match): boolean {
  const { kind } = pack.rules[match.rule]!;
  const counts = match.role.kind === 'match' || match.role.kind === 'step';
  return counts && isTrouble(kind);
}
