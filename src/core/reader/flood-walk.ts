/** The walk through a flood's block: each line is looked at, and literals are looked for only in what stands between known lines. */
import type { Known, Repeats } from './repeats.ts';

/** Bytes looked at for known lines at a time: what is learned in between counts from the next time on. */
const SURVEY = 64 << 10;

/** Without a known line in so many bytes on end this is no flood: looking at each line costs more than it saves. */
const BARREN = 3 * SURVEY;

/** Entries that start before `limit` are looked for in what stands before `stop`. */
export interface Range {
  readonly limit: number;
  readonly stop: number;
  /** No entry goes on behind `stop`. */
  readonly whole: boolean;
}

/** What the walk asks of its reader. */
export interface Walker {
  /** Filled in before `giveKnown`. */
  readonly known: Known;
  /** Lines before this position, which must not fall from call to call. */
  linesTo(position: number): number;
  /** Gives the entries with hits in [from, range.stop). Returns where to go on; undefined when that is behind the last of them. */
  scanFrom(from: number, range: Range): number | undefined;
  /** Gives the known line, which has so many lines before it. */
  giveKnown(lines: number): void;
}

export class FloodWalk {
  private readonly repeats: Repeats;
  private readonly walker: Walker;

  constructor(repeats: Repeats, walker: Walker) {
    this.repeats = repeats;
    this.walker = walker;
  }

  /** Gives what starts in [start, range.limit); `start` is a line's. Returns where it gave up, or the limit. */
  walk(start: number, range: Range): number {
    const { limit, stop } = range;
    let from = start;
    for (let known = start; from < limit && from - known < BARREN;) {
      const lines = this.walker.linesTo(from);
      const next = this.repeats.survey(from, Math.min(limit, from + SURVEY), stop);
      const isBarren = this.repeats.found === 0;
      from = this.takeSurveyed(from, limit, lines);
      if (from < next) from = this.restFrom(from, next, range);
      if (!isBarren) known = from;
    }
    return from;
  }

  /** Gives what a survey from `from` on found, and what stands between; `lines` stand before. Returns where to go on. */
  private takeSurveyed(from: number, limit: number, lines: number): number {
    const { repeats, walker } = this;
    const { known } = walker;
    let at = from;
    for (let i = 0; i < repeats.found; i++) {
      repeats.tell(i, known);
      // A known line neither continues the one before nor goes on in the next: what stands between two of them is whole.
      if (at < known.start) {
        walker.scanFrom(at, { limit, stop: known.start, whole: true });
        repeats.tell(i, known);
      }
      at = known.end + 1;
      walker.giveKnown(lines + known.index);
    }
    return at;
  }

  /** Unknown lines up to `next`, where a survey ended: their last entry may go on behind it. Returns where to go on. */
  private restFrom(from: number, next: number, range: Range): number {
    const { limit } = range;
    if (next >= limit) {
      this.walker.scanFrom(from, range);
      return limit;
    }
    const resume = this.walker.scanFrom(from, { limit, stop: next, whole: false });
    // An entry that was given ends before a line end.
    return resume === undefined || resume <= next ? next : resume + 1;
  }
}
