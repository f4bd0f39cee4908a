/** Hands out pieces to the main thread and its workers, and puts what they find together in the order of the input. */
import type { Problem } from '../core/errors.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { fileInput } from '../sources/input.ts';
import { PieceFindings } from './findings.ts';
import type { FindingsData } from './findings.ts';
import { countLineStarts } from './line-starts.ts';
import { bytesOf, continues } from './piece.ts';
import type { Part, Piece } from './piece.ts';
import { hungProblem, lostProblem, slowProblem } from './losses.ts';
import type { Loss, Pool } from './pool.ts';
import type { Task } from './worker-service.ts';

export interface CoordinatorOptions {
  readonly pack: RulePack;
  /** Accounts for all entries that look bad. */
  readonly covers: boolean;
  readonly pieces: readonly Piece[];
  /** Rules under watch, by index: the main thread must not try them. */
  readonly watched: readonly number[];
  /** How many pieces may be under way or wait for earlier ones. */
  readonly ahead: number;
  readonly stopped: () => boolean;
  /** Reads a piece in this thread. */
  readonly read: (piece: Piece, into: PieceFindings) => Promise<void>;
}

interface Found {
  readonly piece: Piece;
  /** The main thread's own, or a worker's. */
  readonly findings: PieceFindings | FindingsData;
  readonly whole: boolean;
}

export class Coordinator {
  /** What was put together so far. */
  total: PieceFindings;
  pool: Pool | undefined;
  private readonly options: CoordinatorOptions;
  /** Rising. */
  private readonly waiting: Piece[];
  private readonly found = new Map<number, Found>();
  /** Handed out, not back yet. */
  private readonly underWay = new Set<number>();
  /** The first piece that is not in `total`. */
  private next = 0;
  /** Lines before it, when it goes on with a file. */
  private lines = 0;
  private readonly without = new Set<number>();
  /** Watched rules that are in `total`. */
  private readonly met = new Set<number>();
  /** Problems of pieces, told when the lines before them are known. */
  private readonly notes = new Map<number, ((linesBefore: number) => Problem)[]>();
  private wake: (() => void) | undefined;
  private failure: unknown;

  constructor(options: CoordinatorOptions) {
    this.options = options;
    this.waiting = [...options.pieces];
    this.total = new PieceFindings(options.pack.rules, options.covers);
  }

  private nothing(): PieceFindings {
    return new PieceFindings(this.options.pack.rules, this.options.covers);
  }

  /** Pieces that nobody has begun. */
  get left(): number {
    return this.waiting.length;
  }

  /** The same in bytes. */
  get bytesLeft(): number {
    return this.waiting.reduce((sum, piece) => sum + bytesOf(piece), 0);
  }

  /** Returns when all is put together, or when reading was stopped. */
  async run(): Promise<PieceFindings> {
    while (!this.isDone()) {
      const piece = this.takePiece(({ own }) => own === true || this.isReader());
      if (piece === undefined) await this.change();
      else await this.readHere(piece);
      if (this.failure !== undefined) throw this.failure;
    }
    this.putTogether(true);
    return this.total;
  }

  /** For a worker; `waiting`: tasks that it has. Towards the end none is kept waiting. */
  take(waiting: number): Task | undefined {
    if (waiting > 0 && this.waiting.length <= (this.pool?.size ?? 0)) return undefined;
    const piece = this.takePiece(({ own }) => own !== true);
    return piece && { piece, without: [...this.without] };
  }

  takeIn(piece: Piece, findings: FindingsData, whole: boolean): void {
    this.underWay.delete(piece.index);
    if ([...this.without].some((rule) => hasRule(findings, rule))) this.giveBack([piece]);
    else this.found.set(piece.index, { piece, findings, whole });
    try {
      this.putTogether(false);
    } catch (error) {
      this.failure = error;
    }
    this.wake?.();
  }

  /** A worker is no more: what it read is read again without what was in the way. */
  lose({ piece, part, source, waiting, cause }: Loss): void {
    this.giveBack(waiting);
    if (piece !== undefined) {
      if (cause.kind === 'slow') {
        const { id } = this.options.pack.rules[cause.rule]!;
        if (!this.without.has(cause.rule))
          this.note(piece, (lines) => slowProblem(id, { file: source, line: lines + cause.line }));
        this.giveBack([piece]);
        this.disable(cause.rule);
      } else {
        const lost = piece.parts[part]!;
        const problem =
          cause.kind === 'hung' ? hungProblem(lost, source) : lostProblem(lost, source, cause.reason);
        this.note(piece, () => problem);
        this.dropPart(piece, part);
      }
    }
    this.wake?.();
  }

  /** Something has changed outside. */
  nudge(): void {
    this.wake?.();
  }

  private isDone(): boolean {
    if (this.options.stopped()) return this.underWay.size === 0;
    return this.next === this.options.pieces.length;
  }

  /** The main thread can't stop itself in a regex. */
  private isReader(): boolean {
    return this.options.watched.length === 0 || this.pool?.size === 0;
  }

  private takePiece(suits: (piece: Piece) => boolean): Piece | undefined {
    if (this.options.stopped()) return undefined;
    const at = this.waiting.findIndex(suits);
    const piece = this.waiting[at];
    if (piece === undefined || piece.index >= this.next + this.options.ahead) return undefined;
    this.waiting.splice(at, 1);
    this.underWay.add(piece.index);
    return piece;
  }

  private async readHere(piece: Piece): Promise<void> {
    // What comes next and has its own line numbers needs no putting together.
    const direct = piece.index === this.next && !continues(piece);
    const findings = direct ? this.total : this.nothing();
    await this.options.read(piece, findings);
    this.underWay.delete(piece.index);
    this.found.set(piece.index, { piece, findings, whole: !this.options.stopped() });
    this.putTogether(false);
    this.pool?.feed();
  }

  private async change(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = undefined;
  }

  /** Back to those that wait. */
  private giveBack(pieces: readonly Piece[]): void {
    for (const { index } of pieces) this.underWay.delete(index);
    this.waiting.push(...pieces);
    this.waiting.sort((a, b) => a.index - b.index);
  }

  private note(piece: Piece, problem: (linesBefore: number) => Problem): void {
    const notes = this.notes.get(piece.index) ?? [];
    this.notes.set(piece.index, [...notes, problem]);
  }

  /** The rest of the piece is read again. */
  private dropPart(piece: Piece, part: number): void {
    const rest = piece.parts.toSpliced(part, 1);
    if (rest.length > 0) return this.giveBack([{ ...piece, parts: rest }]);
    this.underWay.delete(piece.index);
    const findings = this.nothing();
    this.found.set(piece.index, { piece, findings, whole: false });
    this.putTogether(false);
  }

  /** Nothing of the rule stays: what was found with it is looked for again. */
  private disable(rule: number): void {
    this.without.add(rule);
    const again = [...this.found.values()].filter(({ findings }) => hasRule(findings, rule));
    for (const { piece } of again) this.found.delete(piece.index);
    this.giveBack(again.map(({ piece }) => piece));
    if (this.met.has(rule)) this.startOver();
  }

  private startOver(): void {
    this.total = this.nothing();
    this.giveBack(this.options.pieces.slice(0, this.next));
    this.next = 0;
    this.met.clear();
  }

  private putTogether(toTheEnd: boolean): void {
    for (; this.next < this.options.pieces.length; this.next++) {
      const found = this.found.get(this.next);
      if (found !== undefined) this.add(found);
      else if (!toTheEnd || this.found.size === 0) return;
      else this.pass(this.options.pieces[this.next]!);
    }
  }

  private add({ piece, findings, whole }: Found): void {
    this.found.delete(piece.index);
    const goesOn = continues(this.options.pieces[piece.index]!);
    if (!goesOn) this.lines = 0;
    for (const rule of this.options.watched) if (hasRule(findings, rule)) this.met.add(rule);
    if (findings !== this.total) {
      const own =
        findings instanceof PieceFindings
          ? findings
          : PieceFindings.fromData(this.options.pack.rules, findings);
      if (goesOn) this.total.extend(own, this.lines);
      else this.total.append(own);
    }
    for (const note of this.notes.get(piece.index) ?? []) this.total.problems.push(note(this.lines));
    if (!whole) return this.pass(this.options.pieces[piece.index]!);
    const last = findings.sources.at(-1);
    if (last !== undefined && last.name === piece.parts[0]?.name) this.lines += last.lines;
  }

  /** Counts the lines of a part of a file that was not read to its end, for the numbers of those behind it. */
  private pass({ parts }: Piece): void {
    const [part] = parts;
    if (part?.range !== undefined) this.lines += linesOf(part);
  }
}

/** The main thread tries no watched rules. */
function hasRule(findings: FindingsData | PieceFindings, rule: number): boolean {
  return !(findings instanceof PieceFindings) && findings.book.rules.some(([index]) => index === rule);
}

function linesOf({ name, path, range }: Part): number {
  try {
    const input = fileInput(name, path);
    try {
      return countLineStarts(range!, input.readAt!);
    } finally {
      input.close();
    }
  } catch {
    // That it can't be read is said already.
    return 0;
  }
}
