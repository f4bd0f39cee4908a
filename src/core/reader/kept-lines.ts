/**
 * Keeps the bytes of entries that may become proof. Of a flood's steps there are thousands; their texts are made of bytes that neighbours
 * share, and only when they are shown.
 */
import type { EntryParser } from '../formats/format.ts';
import type { Evidence, KeptEvidence } from '../incidents/incident.ts';
import { evidenceOf, extentOf, shownMessage } from './evidence.ts';
import type { ShownOrigin } from './evidence.ts';
import type { Span } from './segment.ts';
import { LineWindow } from './window.ts';

/** Neighbours share a piece up to this size, bytes: one that stays keeps all of it. */
const PIECE = 8 << 10;

/** An entry to keep: its place in the window. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** ms since the epoch. */
  readonly time: number | undefined;
  readonly origin: ShownOrigin;
  /** As evidence shows it; undefined: what the parser makes of the line, it being one. */
  readonly message: string | undefined;
}

export class KeptLines {
  private readonly parser: EntryParser;
  private waiting: KeptPlace[] = [];

  constructor(parser: EntryParser) {
    this.parser = parser;
  }

  /** What it gives can be opened from the next `pack` on. */
  keep(place: Place): KeptEvidence {
    const kept = new KeptPlace(this.parser, place);
    this.waiting.push(kept);
    return kept;
  }

  /** Must be called before the window moves. */
  pack(window: LineWindow): void {
    for (const kept of this.waiting) kept.measure(window);
    const waiting = this.waiting.filter(({ isMade }) => !isMade).sort((a, b) => a.from - b.from);
    for (let first = 0, next: number; first < waiting.length; first = next) {
      const { from } = waiting[first]!;
      let { to } = waiting[first]!;
      for (next = first + 1; next < waiting.length; next++) {
        const other = waiting[next]!;
        if (other.from > to || other.to - from > PIECE) break;
        to = Math.max(to, other.to);
      }
      const bytes = window.bytes.slice(from, to);
      for (let i = first; i < next; i++) waiting[i]!.moveTo(bytes, from, window.base);
    }
    this.waiting = [];
  }
}

class KeptPlace implements KeptEvidence {
  readonly kept = true;
  readonly place: Place;
  /** The bytes that are needed, in the window. */
  from = 0;
  to = 0;
  private readonly parser: EntryParser;
  private made: Evidence | undefined;
  private bytes: Uint8Array | undefined;
  /** Where `bytes` begins: in the window as it was, and in the source. */
  private shift = 0;
  private base = 0;

  constructor(parser: EntryParser, place: Place) {
    this.parser = parser;
    this.place = place;
  }

  /** Of a long entry the bytes would take more room than what is shown of it. */
  measure(window: LineWindow): void {
    const { start, end } = this.place;
    if (end - start > PIECE) {
      this.made = this.evidence(window, { start, end });
      return;
    }
    const { from, to } = extentOf(window, this.place);
    this.from = from;
    this.to = to;
  }

  get isMade(): boolean {
    return this.made !== undefined;
  }

  moveTo(bytes: Uint8Array, from: number, base: number): void {
    this.bytes = bytes;
    this.shift = from;
    this.base = base + from;
  }

  open(): Evidence {
    if (this.made !== undefined) return this.made;
    if (this.bytes === undefined) throw new Error('Kept lines are opened before they are packed.');
    const window = new LineWindow(this.bytes);
    window.length = this.bytes.length;
    window.base = this.base;
    return this.evidence(window, {
      start: this.place.start - this.shift,
      end: this.place.end - this.shift,
    });
  }

  private evidence(window: LineWindow, span: Pick<Span, 'start' | 'end'>): Evidence {
    const { time, origin } = this.place;
    const message =
      this.place.message ?? shownMessage(this.parser.parse([window.line(span.start, span.end)]));
    return evidenceOf(window, { span, time, message }, origin);
  }
}
