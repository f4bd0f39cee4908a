/** The pieces in the order of the input, and which of them are being read. Ranges are cut further while they are read. */
import type { Claims } from './claims.ts';
import { bytesOf, rangeOf } from './piece.ts';
import type { Piece, Range, RangePart } from './piece.ts';

export interface WorkListOptions {
  readonly pieces: readonly Piece[];
  /** ms that the rest of a range must take for a part of it to be taken away. */
  readonly worth: number;
  /** Bytes around the place where a reader was lost that are not tried again. */
  readonly lostBytes: number;
}

/** A piece that is being read. */
interface Active {
  readonly claims: Claims;
  /** ms, on the clock of `performance`. */
  readonly since: number;
}

export class WorkList {
  private readonly options: WorkListOptions;
  private readonly pieces: Piece[];
  /** In the order of the input. */
  private waiting: Piece[];
  private readonly active = new Map<number, Active>();
  private nextId: number;
  /** ms that putting together what a worker found in a piece took, at most so far. */
  private cost: number | undefined;
  /** Who has taken a part of a range before. */
  private readonly thieves = new Set<Claims>();

  constructor(options: WorkListOptions) {
    this.options = options;
    this.pieces = [...options.pieces];
    this.waiting = [...options.pieces];
    this.nextId = options.pieces.length;
  }

  get length(): number {
    return this.pieces.length;
  }

  get all(): readonly Piece[] {
    return this.pieces;
  }

  at(position: number): Piece | undefined {
    return this.pieces[position];
  }

  /** Pieces that wait for a reader. */
  get left(): number {
    return this.waiting.length;
  }

  get isIdle(): boolean {
    return this.active.size === 0;
  }

  /** How many more readers could find work. */
  get chances(): number {
    return this.activeRanges().length > 0 || this.waiting.some(rangeOf) ? Infinity : this.left;
  }

  /** Bytes that nobody has read or claimed, compressed ones as they are. */
  get bytesLeft(): number {
    const waiting = this.waiting.reduce((sum, piece) => sum + bytesOf(piece), 0);
    return this.activeRanges().reduce((sum, { left }) => sum + left, waiting);
  }

  /** The first one that suits; its reader is to ask `claims` how far it goes. */
  take(claims: Claims, suits: (piece: Piece) => boolean): Piece | undefined {
    const at = this.waiting.findIndex(suits);
    return at < 0 ? undefined : this.begin(this.waiting.splice(at, 1)[0]!, claims);
  }

  /** Half of what the slowest reader of a range has left. */
  steal(claims: Claims): Piece | undefined {
    const [victim] = this.activeRanges()
      .filter(({ time }) => time > this.worthFor(claims))
      .sort((a, b) => b.time - a.time);
    const taken = victim?.claims.halve(victim.part.size);
    if (victim === undefined || taken === undefined) return undefined;
    this.thieves.add(claims);
    const { piece, part } = victim;
    const rest = this.rangePiece(piece, part, taken);
    this.replace(piece, [
      { ...piece, parts: [{ ...part, range: { from: part.range.from, to: taken.from } }] },
      rest,
    ]);
    return this.begin(rest, claims);
  }

  putTogetherIn(ms: number): void {
    this.cost = Math.max(this.cost ?? 0, ms);
  }

  /** Each part costs the putting together of what it holds; before that is known, one part for each thread is a good guess. */
  private worthFor(thief: Claims): number {
    const { worth } = this.options;
    if (this.cost === undefined) return this.thieves.has(thief) ? 4 * worth : worth;
    return Math.max(worth, 4 * this.cost);
  }

  /** The piece was read; returns it as it is now. */
  done(id: number): Piece {
    this.active.delete(id);
    return this.pieces.find((piece) => piece.id === id)!;
  }

  /** To be read again. */
  reopen(pieces: readonly Piece[]): void {
    for (const { id } of pieces) this.active.delete(id);
    const ids = new Set(pieces.map(({ id }) => id));
    this.wait(this.pieces.filter(({ id }) => ids.has(id)));
  }

  /** A part could not be read; the other ones are read again. Returns the piece in place of which nothing is found. */
  dropPart(id: number, index: number): Piece {
    const piece = this.done(id);
    const lost = { ...piece, parts: [piece.parts[index]!] };
    const parts = piece.parts.toSpliced(index, 1);
    if (parts.length === 0) return piece;
    const rest = { ...piece, id: this.nextId++, parts };
    this.replace(piece, [lost, rest]);
    this.wait([rest]);
    return lost;
  }

  /** The same for a range: about where its reader was last. */
  dropRange(id: number): Piece {
    const claimed = this.active.get(id)?.claims.claimed ?? 0;
    const piece = this.done(id);
    const part = rangeOf(piece)!;
    const { before, lost, after } = cutOut(part, claimed, this.options.lostBytes);
    const dropped = { ...piece, parts: [{ ...part, range: lost }] };
    const rest = [before, after]
      .filter((range) => range !== undefined)
      .map((range) => this.rangePiece(piece, part, range));
    this.replace(piece, [dropped, ...rest].sort(inOrder));
    this.wait(rest);
    return dropped;
  }

  private begin(piece: Piece, claims: Claims): Piece {
    const part = rangeOf(piece);
    if (part !== undefined) claims.begin(part.range);
    this.active.set(piece.id, { claims, since: performance.now() });
    return piece;
  }

  private rangePiece(piece: Piece, part: RangePart, range: Range): Piece {
    return { ...piece, id: this.nextId++, parts: [{ ...part, range }] };
  }

  private replace(piece: Piece, by: readonly Piece[]): void {
    this.pieces.splice(
      this.pieces.findIndex(({ id }) => id === piece.id),
      1,
      ...by,
    );
  }

  private wait(pieces: readonly Piece[]): void {
    this.waiting = [...this.waiting, ...pieces].sort(inOrder);
  }

  /** Ranges under way: bytes left, and the ms that they will take. */
  private activeRanges() {
    const now = performance.now();
    return [...this.active].flatMap(([id, { claims, since }]) => {
      const piece = this.pieces.find((other) => other.id === id)!;
      const part = rangeOf(piece);
      if (part === undefined) return [];
      const { claimed } = claims;
      const left = Math.max(0, (part.range.to ?? part.size) - claimed);
      const time = ((now - since) / (claimed - part.range.from)) * left;
      return [{ piece, part, claims, left, time }];
    });
  }
}

function inOrder(a: Piece, b: Piece): number {
  return a.index - b.index || startOf(a) - startOf(b) || a.id - b.id;
}

function startOf(piece: Piece): number {
  return rangeOf(piece)?.range.from ?? 0;
}

/** The `size` bytes before `claimed`, and the range without them. */
function cutOut({ range, size: end }: RangePart, claimed: number, size: number) {
  const { from, to } = range;
  const start = Math.max(from, claimed - size);
  const stop = Math.max(claimed, start + size);
  const isLast = stop >= (to ?? end);
  return {
    before: start > from ? { from, to: start } : undefined,
    lost: { from: start, to: isLast ? to : stop },
    after: isLast ? undefined : { from: stop, to },
  };
}
