/** Remembers texts of the window by their bytes, with what they stand for. Bounded; a text is remembered from its second sight on. */

import { SLOTS, TEXT_BYTES } from './survey.ts';
import type { MemoTables } from './survey.ts';

/** Texts with the same lower bits of their digest share a set; a full one gives up its oldest. */
const WAYS = 4;
const SETS = SLOTS / WAYS;
/** Longer texts are rarely the same twice. */
const MAX_LENGTH = 4 << 10;
const MIN_LENGTH = 8;
/** Words that a digest looks at: close enough together that an id falls on one of them. */
const SAMPLES = 16;
/** Digests seen once. */
const SEEN = 1 << 14;

export class TextMemo<T> {
  private readonly view: DataView;
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
    this.view = new DataView(window.buffer, window.byteOffset, window.byteLength);
  }

  /** Slot of the text window[from, to) in the surroundings that `key` (an int32) stands for; -1: it is not remembered. */
  find(from: number, to: number, key: number): number {
    const length = to - from;
    if (length > MAX_LENGTH || length < MIN_LENGTH) return -1;
    return this.slotOf(from, length, { digest: this.digest(from, length, key), key });
  }

  /** What stands in a slot that `find` gave. */
  value(slot: number): T {
    return this.values[slot]!;
  }

  learn(from: number, to: number, key: number, make: () => T): void {
    const length = to - from;
    if (length > MAX_LENGTH || length < MIN_LENGTH) return;
    const digest = this.digest(from, length, key);
    if (this.seen[digest & (SEEN - 1)] !== digest) {
      this.seen[digest & (SEEN - 1)] = digest;
      return;
    }
    if (this.slotOf(from, length, { digest, key }) >= 0) return;
    if (this.used + length > TEXT_BYTES) this.clear();
    const slot = this.freeSlot(digest);
    const { digests, keys, starts, lengths, texts } = this.tables;
    digests[slot] = digest;
    keys[slot] = key;
    starts[slot] = this.used;
    lengths[slot] = length;
    this.values[slot] = make();
    new Uint8Array(texts.buffer, texts.byteOffset + this.used, length).set(
      new Uint8Array(this.view.buffer, this.view.byteOffset + from, length),
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

  private slotOf(from: number, length: number, { digest, key }: { digest: number; key: number }): number {
    const { digests, lengths, keys, starts } = this.tables;
    const first = (digest & (SETS - 1)) * WAYS;
    for (let slot = first; slot < first + WAYS; slot++)
      if (
        digests[slot] === digest &&
        lengths[slot] === length &&
        keys[slot] === key &&
        this.stands(starts[slot]!, from, length)
      )
        return slot;
    return -1;
  }

  /** Four bytes at a time, the last four anew. */
  private stands(start: number, from: number, length: number): boolean {
    const { view } = this;
    const { texts } = this.tables;
    const last = length - 4;
    if (texts.getInt32(start + last, true) !== view.getInt32(from + last, true)) return false;
    for (let i = 0; i < last; i += 4)
      if (texts.getInt32(start + i, true) !== view.getInt32(from + i, true)) return false;
    return true;
  }

  private digest(from: number, length: number, key: number): number {
    const { view } = this;
    const step = Math.max(4, Math.floor(length / SAMPLES));
    let sum = Math.imul(length, 0x9e3779b1) ^ key;
    for (let at = from + length - 4; at >= from; at -= step)
      sum = (Math.imul(sum, 0x85ebca6b) ^ view.getInt32(at, true)) + (sum >>> 15);
    sum ^= sum >>> 15;
    sum = Math.imul(sum, 0x2c1b3c6d);
    return sum ^ (sum >>> 13);
  }
}
