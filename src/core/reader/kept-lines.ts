/**
 * Keeps the bytes of entries that may become proof, with the lines around them. Of a flood's steps there are thousands; their texts are made
 * of bytes that neighbours share, and only when they are shown. Of bare ones only their own lines are kept, as strings: that is smaller than
 * an array of bytes of their own, and what stands behind the times is often the same.
 */
import type { EntryParser } from '../formats/format.ts';
import type { Evidence, EvidencePlace, KeptEvidence } from '../incidents/incident.ts';
import { entryText, evidenceOf, extentOf, shownMessage } from './evidence.ts';
import { MAX_EVIDENCE } from './limits.ts';
import { LineWindow } from './window.ts';

/** Neighbours share a piece up to this size, bytes: one that stays keeps all of it. */
const PIECE = 8 << 10;
/** Bytes of a bare text that differ from line to line: its times. */
const HEAD = 64;
/** Rests of bare texts that are shared at a time. */
const MAX_RESTS = 1 << 10;

/** An entry to keep: its place in the window. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** As evidence shows it; undefined: what the parser makes of the line, it being one. */
  readonly message: string | undefined;
}

/** What the lines of one source share. */
interface Shared {
  readonly parser: EntryParser;
  /** Of bare texts; each is its own key. */
  readonly rests: Map<string, string>;
}

export class KeptLines {
  private readonly shared: Shared;
  private waiting: KeptPlace[] = [];
  private texts: KeptText[] = [];

  constructor(parser: EntryParser) {
    this.shared = { parser, rests: new Map() };
  }

  /** What it gives can be opened from the next `pack` on. `bare`: without the lines around it. */
  keep(place: Place, bare = false): KeptEvidence {
    if (bare) {
      const kept = new KeptText(this.shared, place);
      this.texts.push(kept);
      return kept;
    }
    const kept = new KeptPlace(this.shared, place);
    this.waiting.push(kept);
    return kept;
  }

  /** Must be called before the window moves. */
  pack(window: LineWindow): void {
    for (const kept of this.texts) kept.measure(window);
    this.texts = [];
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

/** What an entry's evidence is made of, as bytes. */
class KeptPlace implements KeptEvidence {
  readonly kept = true;
  /** The bytes that are needed, in the window. */
  from = 0;
  to = 0;
  private readonly shared: Shared;
  private readonly place: Place;
  private made: Evidence | undefined;
  private bytes: Uint8Array | undefined;
  /** Where `bytes` begins: in the window as it was, and in the source. */
  private shift = 0;
  private base = 0;

  constructor(shared: Shared, place: Place) {
    this.shared = shared;
    this.place = place;
  }

  /** Of a long entry the bytes would take more room than what is shown of it. */
  measure(window: LineWindow): void {
    const { start, end } = this.place;
    if (end - start > PIECE) {
      this.made = this.evidence(window, [start, end], NOWHERE);
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

  open({ source, line, offset, time }: EvidencePlace): Evidence {
    const at = { source, line, offset, time };
    if (this.made !== undefined) return { ...this.made, ...at };
    const { start, end } = this.place;
    return this.evidence(this.window(), [start - this.shift, end - this.shift], at);
  }

  bare(): KeptEvidence {
    const bare = new KeptText(this.shared, this.place);
    if (this.made !== undefined) bare.set(this.made.text, this.made.message);
    else bare.measure(this.window(), this.shift);
    return bare;
  }

  private window(): LineWindow {
    if (this.bytes === undefined) throw new Error('Kept lines are opened before they are packed.');
    const window = new LineWindow(this.bytes);
    window.length = this.bytes.length;
    window.base = this.base;
    return window;
  }

  private evidence(window: LineWindow, [start, end]: readonly [number, number], at: EvidencePlace): Evidence {
    const message = this.place.message ?? shownMessage(this.shared.parser.parse([window.line(start, end)]));
    return evidenceOf(window, { span: { start, end }, time: at.time, message }, at);
  }
}

const NOWHERE: EvidencePlace = { source: '', line: 0, offset: 0, time: undefined };

/** An entry's own text. */
class KeptText implements KeptEvidence {
  readonly kept = true;
  private readonly shared: Shared;
  private readonly start: number;
  private readonly end: number;
  private message: string | undefined;
  private head: string | undefined;
  private rest = '';

  constructor(shared: Shared, { start, end, message }: Place) {
    this.shared = shared;
    this.start = start;
    this.end = end;
    this.message = message;
  }

  /** `shift`: where the window begins, as the place counts. */
  measure(window: LineWindow, shift = 0): void {
    const [start, end] = [this.start - shift, this.end - shift];
    const border = start + HEAD;
    // Lines end within the rest, so that it is the same without their returns.
    if (end > border && end - start <= MAX_EVIDENCE && isPlain(window, start, border)) {
      this.head = window.decode(start, border);
      this.rest = sharedRest(this.shared.rests, entryText(window, { start: border, end }));
    } else this.head = entryText(window, { start, end });
    // What is cut off may say more than what is left.
    if (end - start > MAX_EVIDENCE) this.message ??= this.messageOf(window.line(start, end));
  }

  set(text: string, message: string): void {
    this.head = text;
    this.message = message;
  }

  open({ source, line, offset, time }: EvidencePlace): Evidence {
    const { head } = this;
    if (head === undefined) throw new Error('Kept lines are opened before they are packed.');
    const text = head + this.rest;
    const message = this.message ?? this.messageOf(text);
    return { source, line, offset, time, text, message, before: [], after: [] };
  }

  bare(): KeptEvidence {
    return this;
  }

  private messageOf(line: string): string {
    return shownMessage(this.shared.parser.parse([line]));
  }
}

/** Only printable ASCII, and what follows is no part of a character? Then both sides can be decoded alone. */
function isPlain({ bytes }: LineWindow, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (bytes[i]! < 32 || bytes[i]! > 126) return false;
  return true;
}

function sharedRest(rests: Map<string, string>, rest: string): string {
  const known = rests.get(rest);
  if (known !== undefined) return known;
  if (rests.size >= MAX_RESTS) rests.clear();
  rests.set(rest, rest);
  return rest;
}
