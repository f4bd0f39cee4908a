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

const SLOTS = 1 << 10;
/** Longer texts are rarely the same twice. */
const MAX_LENGTH = 2 << 10;
/** Texts that begin alike are of one kind: a kind repeats itself, or has an id in each line. */
const KIND_LENGTH = 24;
const KINDS = 512;
/** A kind's first texts are all remembered; later, where hardly any came back, one in sixteen is tried. */
const TRIAL = 64;
const SELDOM = 15;

interface Kind {
  hits: number;
  misses: number;
  passed: number;
}

export class BodyMemo<Message = string> {
  private readonly parse: (text: string) => Body<Message>;
  private readonly known = new Map<string, Remembered<Message>>();
  private readonly kinds = new Map<string, Kind>();

  /** `parse` must be a pure function. */
  constructor(parse: (text: string) => Body<Message>) {
    this.parse = parse;
  }

  /** `same`: the same object for the same text, where that is remembered. */
  get(text: string): Remembered<Message> {
    if (text.length > MAX_LENGTH) return this.once(text);
    const kind = this.kindOf(text);
    if (kind.misses > TRIAL + 4 * kind.hits && (++kind.passed & SELDOM) !== 0) return this.once(text);
    const known = this.known.get(text);
    if (known === undefined) {
      kind.misses++;
      return this.learn(own(text));
    }
    kind.hits++;
    return known;
  }

  private kindOf(text: string): Kind {
    const start = text.slice(0, KIND_LENGTH);
    const known = this.kinds.get(start);
    if (known !== undefined) return known;
    if (this.kinds.size >= KINDS) this.kinds.clear();
    const kind = { hits: 0, misses: 0, passed: 0 };
    this.kinds.set(own(start), kind);
    return kind;
  }

  private once(text: string): Remembered<Message> {
    const { message, fields } = this.parse(text);
    return { message, fields, same: undefined };
  }

  private learn(text: string): Remembered<Message> {
    if (this.known.size >= SLOTS) this.known.clear();
    const { message, fields } = this.parse(text);
    const body = { message, fields, same: {} };
    this.known.set(text, body);
    return body;
  }
}
