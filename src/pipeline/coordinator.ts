/** Hands out pieces to the main thread and its workers, and puts what they find together in the order of the input. */
import type { Place, Problem } from '../core/errors.ts';
import { IncidentBook } from '../core/incidents/book.ts';
import type { Horizon } from '../core/incidents/horizon.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { fileInput } from '../sources/input.ts';
import type { Claims } from './claims.ts';
import { PieceFindings } from './findings.ts';
import type { FindingsData } from './findings.ts';
import { countLineStarts } from './line-starts.ts';
import { lossProblem, slowProblem } from './losses.ts';
import { continues, rangeOf } from './piece.ts';
import type { Piece, RangePart } from './piece.ts';
import type { Loss, Pool } from './pool.ts';
import type { WorkList } from './work-list.ts';
import type { Task } from './worker-service.ts';

export interface CoordinatorOptions {
  readonly pack: RulePack;
  /** Accounts for all entries that look bad. */
  readonly covers: boolean;
  readonly list: WorkList;
  /** Of the main thread. */
  readonly claims: Claims;
  /** Shared by all readers. */
  readonly horizon: Horizon;
  /** Rules under watch, by index: the main thread must not try them. */
  readonly watched: readonly number[];
  /** How many pieces that were read may wait for earlier ones. */
  readonly ahead: number;
  readonly stopped: () => boolean;
  /** Reads a piece in this thread. */
  readonly read: (piece: Piece, into: PieceFindings) => Promise<void>;
}

interface Found {
  /** The main thread's own, or a worker's. */
  readonly findings: PieceFindings | FindingsData;
  readonly whole: boolean;
}

export class Coordinator {
  /** What was put together so far. */
  total: PieceFindings;
  pool: Pool | undefined;
  private readonly options: CoordinatorOptions;
  /** By piece. */
  private readonly found = new Map<number, Found>();
  /** Position of the first piece that is not in `total`. */
  private next = 0;
  /** Lines before it, when it goes on with a file. */
  private lines = 0;
  private readonly without = new Set<number>();
  /** Watched rules that are in `total`. */
  private readonly met = new Set<number>();
  /** Problems of pieces, told when the lines before them are known. */
  private readonly notes = new Map<number, ((linesBefore: number) => Problem)[]>();
  private wake: (() => void) | undefined;
  private failure: { readonly error: unknown } | undefined;

  constructor(options: CoordinatorOptions) {
    this.options = options;
    this.total = this.nothing();
  }

  /** Returns when all is put together, or when reading was stopped. */
  async run(): Promise<PieceFindings> {
    while (!this.isDone()) {
      const piece = this.takeHere();
      if (piece === undefined) await this.change();
      else await this.readHere(piece);
      if (this.failure !== undefined) throw this.failure.error;
    }
    this.putTogether(true);
    if (this.without.size === 0) return this.total;
    return this.total.without(this.without, this.options.pack.rules);
  }

  /** The main thread ended a regex. */
  leaveOut(rule: number, place: Place): void {
    if (this.without.has(rule)) return;
    this.without.add(rule);
    this.total.problems.push(slowProblem(this.options.pack.rules[rule]!.id, place));
  }

  /** For a worker that has `waiting` tasks. Towards the end none is kept waiting. */
  take(waiting: number, claims: Claims): Task | undefined {
    const { list } = this.options;
    if (waiting > 0 && list.left <= (this.pool?.size ?? 0)) return undefined;
    // The end of a range can only be moved by whom it was begun with.
    const suits = (piece: Piece) =>
      piece.own !== true && this.isNear(piece) && (waiting === 0 || rangeOf(piece) === undefined);
    const piece = this.takeOf(claims, suits, waiting === 0);
    return piece && { piece, without: [...this.without] };
  }

  takeIn(piece: Piece, findings: FindingsData, whole: boolean): void {
    if ([...this.without].some((rule) => hasRule(findings, rule))) this.options.list.reopen([piece]);
    else {
      this.options.list.done(piece.id);
      this.found.set(piece.id, { findings, whole });
    }
    this.changed(() => this.putTogether(false));
  }

  /** A worker is no more: what it read is read again without what was in the way. */
  lose({ piece, part, source, waiting, cause }: Loss): void {
    const { list, pack } = this.options;
    list.reopen(waiting);
    if (piece === undefined) return this.nudge();
    if (cause.kind === 'slow') {
      const { id } = pack.rules[cause.rule]!;
      const isNew = !this.without.has(cause.rule);
      if (isNew) this.note(piece, (lines) => slowProblem(id, { file: source, line: lines + cause.line }));
      list.reopen([piece]);
      this.disable(cause.rule);
    } else {
      const lost = rangeOf(piece) === undefined ? list.dropPart(piece.id, part) : list.dropRange(piece.id);
      this.note(lost, () => lossProblem(lost.parts[0]!, source, cause));
      this.found.set(lost.id, { findings: this.nothing(), whole: false });
    }
    this.changed(() => this.putTogether(false));
  }

  /** Something has changed outside. */
  nudge(): void {
    this.changed(() => undefined);
  }

  fail(error: unknown): void {
    this.failure ??= { error };
    this.nudge();
  }

  private isDone(): boolean {
    const { list, stopped } = this.options;
    return stopped() ? list.isIdle : this.next === list.length;
  }

  private takeHere(): Piece | undefined {
    // The main thread can't stop itself in a regex.
    const isReader = this.options.watched.length === 0 || this.pool?.size === 0;
    const suits = (piece: Piece) => (isReader || piece.own === true) && this.isNear(piece);
    return this.takeOf(this.options.claims, suits, isReader);
  }

  private takeOf(claims: Claims, suits: (piece: Piece) => boolean, steals: boolean): Piece | undefined {
    const { list, stopped } = this.options;
    if (stopped()) return undefined;
    const piece = list.take(claims, suits);
    if (piece !== undefined || !steals || this.found.size >= this.options.ahead) return piece;
    return list.steal(claims);
  }

  /** What was read and waits for earlier pieces is bounded. */
  private isNear(piece: Piece): boolean {
    return this.found.size < this.options.ahead || piece === this.options.list.at(this.next);
  }

  private async readHere(piece: Piece): Promise<void> {
    // What comes next and has its own line numbers needs no putting together.
    const direct = piece.id === this.options.list.at(this.next)?.id && !continues(piece);
    const findings = direct ? this.total : this.nothing();
    await this.options.read(piece, findings);
    this.options.list.done(piece.id);
    this.found.set(piece.id, { findings, whole: !this.options.stopped() });
    this.putTogether(false);
    this.pool?.feed();
  }

  private async change(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = undefined;
  }

  /** A call from outside: what goes wrong is thrown where `run` is awaited. */
  private changed(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.failure ??= { error };
    }
    this.wake?.();
  }

  private note({ id }: Piece, problem: (linesBefore: number) => Problem): void {
    this.notes.set(id, [...(this.notes.get(id) ?? []), problem]);
  }

  /** Nothing of the rule stays: what was found with it is looked for again. */
  private disable(rule: number): void {
    const { list } = this.options;
    this.without.add(rule);
    // Standard input can't be read again: what it gave is taken out at the end.
    if (this.met.has(rule) && this.options.list.at(0)?.own !== true) this.startOver();
    const ids = [...this.found].filter(([, { findings }]) => hasRule(findings, rule)).map(([id]) => id);
    for (const id of ids) this.found.delete(id);
    list.reopen(list.all.filter(({ id }) => ids.includes(id)));
  }

  private startOver(): void {
    const { list } = this.options;
    this.total = this.nothing();
    list.reopen(list.all.slice(0, this.next));
    this.next = 0;
    this.met.clear();
  }

  private putTogether(toTheEnd: boolean): void {
    const { list } = this.options;
    for (; this.next < list.length; this.next++) {
      const piece = list.at(this.next)!;
      const found = this.found.get(piece.id);
      if (found !== undefined) this.add(piece, found);
      else if (!toTheEnd || this.found.size === 0) return;
      else this.pass(piece);
    }
  }

  private add(piece: Piece, { findings, whole }: Found): void {
    this.found.delete(piece.id);
    const goesOn = continues(piece);
    if (!goesOn) this.lines = 0;
    for (const rule of this.options.watched) if (hasRule(findings, rule)) this.met.add(rule);
    const begun = performance.now();
    if (findings !== this.total) {
      const own =
        findings instanceof PieceFindings
          ? findings
          : PieceFindings.fromData(this.options.pack.rules, findings);
      if (goesOn) this.total.extend(own, this.lines);
      else this.total.append(own);
      this.options.list.putTogetherIn(performance.now() - begun);
    }
    for (const note of this.notes.get(piece.id) ?? []) this.total.problems.push(note(this.lines));
    if (!whole) return this.pass(piece);
    const last = findings.sources.at(-1);
    if (last !== undefined && last.name === rangeOf(piece)?.name) this.lines += last.lines;
  }

  /** Counts the lines of a range that was not read to its end, for the numbers of those behind it. */
  private pass(piece: Piece): void {
    const part = rangeOf(piece);
    if (part !== undefined) this.lines += linesOf(part);
  }

  private nothing(): PieceFindings {
    const { pack, covers, horizon } = this.options;
    return new PieceFindings(pack.rules, covers, new IncidentBook(pack.rules, horizon));
  }
}

/** The main thread tries no watched rules. */
function hasRule(findings: FindingsData | PieceFindings, rule: number): boolean {
  return !(findings instanceof PieceFindings) && findings.book.rules.some(([index]) => index === rule);
}

function linesOf({ name, path, range }: RangePart): number {
  try {
    const input = fileInput(name, path);
    try {
      return countLineStarts(range, input.readAt!);
    } finally {
      input.close();
    }
  } catch {
    // That it can't be read is said already.
    return 0;
  }
}
