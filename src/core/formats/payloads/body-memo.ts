/**
 * In a flood the same text comes again and again behind another time. What a text says depends on the text alone, so it is taken apart once.
 */
import type { Field } from '../../entry.ts';
import { own } from '../../text/own.ts';

/** What stands behind a header. */
export interface Body<Message = string> {
  readonly message: Message;
  readonly fields: readonly Field[];
}

interface Remembered<Message> extends Body<Message> {
  readonly same: object | undefined;
}

interface Slot<Message> extends Remembered<Message> {
  readonly text: string;
  /** Came again since it was remembered. */
  used: boolean;
}

/** Texts are remembered from their second sight on; at the first only their digest is kept. */
const SLOTS = 1 << 11;
/** Longer texts are rarely the same twice. */
const MAX_LENGTH = 2 << 10;
/** After so many texts remembered in vain a slot keeps what it has. */
const PATIENCE = 8;
/** Characters that a digest looks at: close enough together that an id falls on one of them. */
const SAMPLES = 16;

export class BodyMemo<Message = string> {
  private readonly parse: (text: string) => Body<Message>;
  private readonly slots: (Slot<Message> | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  private readonly seen = new Int32Array(SLOTS);
  /** How often what a slot remembered never came again: texts that differ where the digest does not look. */
  private readonly idle = new Uint8Array(SLOTS);

  /** `parse` must be a pure function. */
  constructor(parse: (text: string) => Body<Message>) {
    this.parse = parse;
  }

  /** `same`: the same object for the same text, where that is remembered. */
  get(text: string): Remembered<Message> {
    if (text.length > MAX_LENGTH) return this.once(text);
    const digest = digestOf(text);
    const at = digest & (SLOTS - 1);
    const slot = this.slots[at];
    // Comparing two texts is several times quicker than hashing one.
    if (slot !== undefined && slot.text === text) {
      slot.used = true;
      return slot;
    }
    if (this.seen[at] === digest && this.idle[at]! < PATIENCE) return this.learn(own(text), at);
    this.seen[at] = digest;
    return this.once(text);
  }

  private once(text: string): Remembered<Message> {
    const { message, fields } = this.parse(text);
    return { message, fields, same: undefined };
  }

  private learn(text: string, at: number): Remembered<Message> {
    const { message, fields } = this.parse(text);
    const slot = { text, message, fields, same: {}, used: false };
    if (this.slots[at]?.used === false) this.idle[at]!++;
    this.slots[at] = slot;
    return slot;
  }
}

function digestOf(text: string): number {
  const { length } = text;
  const step = Math.max(1, Math.floor(length / SAMPLES));
  let sum = length;
  for (let at = length - 1; at >= 0; at -= step) sum = Math.imul(sum, 31) + text.charCodeAt(at);
  return sum ^ (sum >>> 15);
}
