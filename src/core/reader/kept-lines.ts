/**
 * Keeps the bytes of entries that may become proof, with the lines around them. Of a flood's steps there are thousands; their texts are made
 * of bytes that neighbours share, and only when they are shown. Of bare ones only their own lines are kept, as a string: that is smaller than
 * an array of bytes of its own.
 */
import type { EntryParser } from '../formats/format.ts';
import type { Evidence, KeptEvidence } from '../incidents/incident.ts';
import { evidenceOf, extentOf, shownMessage } from './evidence.ts';
import type { ShownOrigin } from './evidence.ts';
import { LineWindow } from './window.ts';

/** Neighbours share a piece up to this size, bytes: one that stays keeps all of it. */
const PIECE = 8 << 10;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

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

  /** What it gives can be opened from the next `pack` on. `bare`: without the lines around it. */
  keep(place: Place, bare = false): KeptEvidence {
    const kept = new KeptPlace(this.parser, place, bare);
    this.waiting.push(kept);
    return kept;
  }

  /** Must be called before the window moves. */
  pack(window: LineWindow): void {
    for (const kept of this.waiting) kept.measure(window);
    const waiting = this.waiting.filter(({ isDone }) => !isDone).sort((a, b) => a.from - b.from);
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
  private readonly isBare: boolean;
  private made: Evidence | undefined;
  private bytes: Uint8Array | undefined;
  /** In place of `bytes`, when it is bare. */
  private text: string | undefined;
  /** Where `bytes` begins: in the window as it was, and in the source. */
  private shift = 0;
  private base = 0;

  constructor(parser: EntryParser, place: Place, isBare: boolean) {
    this.parser = parser;
    this.place = place;
    this.isBare = isBare;
  }

  /** Of a long entry the bytes would take more room than what is shown of it. */
  measure(window: LineWindow): void {
    const { start, end } = this.place;
    if (end - start > PIECE) {
      const made = this.evidence(window, [start, end]);
      this.made = this.isBare ? { ...made, before: [], after: [] } : made;
      return;
    }
    if (this.isBare) {
      this.text = window.decode(start, end);
      return;
    }
    const { from, to } = extentOf(window, this.place);
    this.from = from;
    this.to = to;
  }

  get isDone(): boolean {
    return this.made !== undefined || this.text !== undefined;
  }

  moveTo(bytes: Uint8Array, from: number, base: number): void {
    this.bytes = bytes;
    this.shift = from;
    this.base = base + from;
  }

  bare(): KeptEvidence {
    if (this.isBare) return this;
    const bare = new KeptPlace(this.parser, this.place, true);
    if (this.made !== undefined) bare.made = { ...this.made, before: [], after: [] };
    else bare.text = decoder.decode(this.packed.subarray(...this.span));
    return bare;
  }

  open(): Evidence {
    if (this.made !== undefined) return this.made;
    if (this.text === undefined) return this.evidence(windowOf(this.packed, this.base), this.span);
    const bytes = encoder.encode(this.text);
    return this.evidence(windowOf(bytes, 0), [0, bytes.length]);
  }

  private get packed(): Uint8Array {
    if (this.bytes === undefined) throw new Error('Kept lines are opened before they are packed.');
    return this.bytes;
  }

  /** In the bytes. */
  private get span(): [number, number] {
    return [this.place.start - this.shift, this.place.end - this.shift];
  }

  private evidence(window: LineWindow, [start, end]: readonly [number, number]): Evidence {
    const { time, origin } = this.place;
    const message = this.place.message ?? shownMessage(this.parser.parse([window.line(start, end)]));
    return evidenceOf(window, { span: { start, end }, time, message }, origin);
  }
}

function windowOf(bytes: Uint8Array, base: number): LineWindow {
  const window = new LineWindow(bytes);
  window.length = bytes.length;
  window.base = base;
  return window;
}
