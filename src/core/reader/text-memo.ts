/** Remembers texts of the window by their bytes, with what they stand for. Bounded; a text is remembered from its second sight on. */

const SLOTS = 1 << 13;
/** Longer texts are rarely the same twice. */
const MAX_LENGTH = 1 << 10;
const MIN_LENGTH = 8;
/** Words that a digest looks at: close enough together that an id falls on one of them. */
const SAMPLES = 16;

interface Slot<T> {
  readonly key: number;
  readonly bytes: DataView;
  readonly value: T;
}

export class TextMemo<T> {
  private readonly view: DataView;
  private readonly slots: (Slot<T> | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  /** Digests that were seen once. */
  private readonly seen = new Int32Array(SLOTS);

  constructor(window: Uint8Array) {
    this.view = new DataView(window.buffer, window.byteOffset, window.byteLength);
  }

  /** The text window[from, to) in the surroundings that `key` stands for. */
  find(from: number, to: number, key: number): { readonly value: T } | undefined {
    const length = to - from;
    if (length > MAX_LENGTH || length < MIN_LENGTH) return undefined;
    const slot = this.slots[this.digest(from, length, key) & (SLOTS - 1)];
    return slot !== undefined && slot.key === key && this.stands(slot.bytes, from, length) ? slot : undefined;
  }

  learn(from: number, to: number, key: number, make: () => T): void {
    const length = to - from;
    if (length > MAX_LENGTH || length < MIN_LENGTH) return;
    const digest = this.digest(from, length, key);
    const at = digest & (SLOTS - 1);
    if (this.seen[at] !== digest) {
      this.seen[at] = digest;
      return;
    }
    const copy = new Uint8Array(length);
    copy.set(new Uint8Array(this.view.buffer, this.view.byteOffset + from, length));
    this.slots[at] = { key, bytes: new DataView(copy.buffer), value: make() };
  }

  /** Four bytes at a time, the last four anew. */
  private stands(bytes: DataView, from: number, length: number): boolean {
    if (bytes.byteLength !== length) return false;
    const { view } = this;
    const last = length - 4;
    if (bytes.getInt32(last, true) !== view.getInt32(from + last, true)) return false;
    for (let i = 0; i < last; i += 4)
      if (bytes.getInt32(i, true) !== view.getInt32(from + i, true)) return false;
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
