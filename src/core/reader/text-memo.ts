/** Remembers texts of the window by their bytes, with what they stand for. Bounded; a text is remembered from its second sight on. */

import { blankIds } from './blanked.ts';
import { MAX_TEXT, SLOTS, TEXT_BYTES } from './survey.ts';
import type { MemoTables } from './survey.ts';

/** Texts with the same lower bits of their digest share a set; a full one gives up its oldest. */
const WAYS = 4;
const SETS = SLOTS / WAYS;
const MIN_LENGTH = 16;
/** Tells keys of texts whose ids are blanked; a severity has no such bit. */
const BLANKED = 128;
/** Digests seen once. */
const SEEN = 1 << 14;

export class TextMemo<T> {
  private readonly window: DataView;
  private readonly tables: MemoTables;
  /** Bytes of all remembered texts; when there is no room for more all is forgotten. */
  private used = 0;
  /** By slot. */
  private values: (T | undefined)[] = [];
  /** By set: the way that was filled last. */
  private readonly turns = new Uint8Array(SETS);
  private readonly seen = new Int32Array(SEEN);

  /** The tables are empty. */
  constructor(window: Uint8Array, tables: MemoTables) {
    this.tables = tables;
    this.window = new DataView(window.buffer, window.byteOffset, window.byteLength);
  }

  /** Slot of the text window[from, to) in the surroundings that `key` (an int32) stands for; -1: it is not remembered. */
  find(from: number, to: number, key: number): number {
    return fits(to - from) ? this.slotOf(this.textAt(from, to, key)) : -1;
  }

  /** The same with the text's ids blanked; -1 also when it has none. */
  findBlanked(from: number, to: number, key: number): number {
    return this.blank(from, to) ? this.slotOf(this.blankedText(to - from, key)) : -1;
  }

  /** What stands in a slot that `find` gave. */
  value(slot: number): T {
    return this.values[slot]!;
  }

  learn(from: number, to: number, key: number, make: () => T): void {
    if (fits(to - from)) this.remember(this.textAt(from, to, key), make);
  }

  /** The same with the text's ids blanked; false when it has none. */
  learnBlanked(from: number, to: number, key: number, make: () => T): boolean {
    if (!this.blank(from, to)) return false;
    this.remember(this.blankedText(to - from, key), make);
    return true;
  }

  private blank(from: number, to: number): boolean {
    return fits(to - from) && blankIds(this.window, from, to, this.tables.blanked);
  }

  private textAt(from: number, to: number, key: number): Text {
    const { window } = this;
    const length = to - from;
    return { view: window, from, length, key, digest: digestOf(window, from, length, key) };
  }

  private blankedText(length: number, key: number): Text {
    const view = this.tables.blanked;
    const blankedKey = key | BLANKED;
    return { view, from: 0, length, key: blankedKey, digest: digestOf(view, 0, length, blankedKey) };
  }

  private remember(text: Text, make: () => T): void {
    const { view, from, length, key, digest } = text;
    if (this.seen[digest & (SEEN - 1)] !== digest) {
      this.seen[digest & (SEEN - 1)] = digest;
      return;
    }
    if (this.slotOf(text) >= 0) return;
    if (this.used + length > TEXT_BYTES) this.clear();
    const slot = this.freeSlot(digest);
    const { digests, keys, starts, lengths, texts } = this.tables;
    digests[slot] = digest;
    keys[slot] = key;
    starts[slot] = this.used;
    lengths[slot] = length;
    this.values[slot] = make();
    new Uint8Array(texts.buffer, texts.byteOffset + this.used, length).set(
      new Uint8Array(view.buffer, view.byteOffset + from, length),
    );
    this.used += length;
  }

  clear(): void {
    this.used = 0;
    this.tables.lengths.fill(0);
    this.values = [];
  }

  private freeSlot(digest: number): number {
    const set = digest & (SETS - 1);
    const turn = (this.turns[set]! + 1) % WAYS;
    this.turns[set] = turn;
    return set * WAYS + turn;
  }

  private slotOf(text: Text): number {
    const { digests, lengths, keys } = this.tables;
    const { digest, length, key } = text;
    const first = (digest & (SETS - 1)) * WAYS;
    for (let slot = first; slot < first + WAYS; slot++)
      if (
        digests[slot] === digest &&
        lengths[slot] === length &&
        keys[slot] === key &&
        this.stands(slot, text)
      )
        return slot;
    return -1;
  }

  /** Four bytes at a time, the last four anew. */
  private stands(slot: number, { view, from, length }: Text): boolean {
    const { texts, starts } = this.tables;
    const start = starts[slot]!;
    const last = length - 4;
    if (texts.getInt32(start + last, true) !== view.getInt32(from + last, true)) return false;
    for (let i = 0; i < last; i += 4)
      if (texts.getInt32(start + i, true) !== view.getInt32(from + i, true)) return false;
    return true;
  }
}

/** Bytes that may be remembered. */
interface Text {
  readonly view: DataView;
  readonly from: number;
  readonly length: number;
  readonly key: number;
  readonly digest: number;
}

function fits(length: number): boolean {
  return length <= MAX_TEXT && length >= MIN_LENGTH;
}

/** Of every byte, 16 at a time and the last 16 anew: texts of a flood may differ in one digit. */
function digestOf(view: DataView, from: number, length: number, key: number): number {
  const last = from + length - 16;
  let a = key;
  let b = length;
  let c = 0;
  let d = 0;
  for (let at = from; ; at = Math.min(at + 16, last)) {
    a = (Math.imul(a, 33) + view.getInt32(at, true)) | 0;
    b = (Math.imul(b, 33) + view.getInt32(at + 4, true)) | 0;
    c = (Math.imul(c, 33) + view.getInt32(at + 8, true)) | 0;
    d = (Math.imul(d, 33) + view.getInt32(at + 12, true)) | 0;
    if (at === last) break;
  }
  let sum = Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) + Math.imul(c, 0x297a2d39) + Math.imul(d, 0x165667b1);
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return sum ^ (sum >>> 13);
}
