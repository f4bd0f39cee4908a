/**
 * In a flood the same text comes again and again behind another time. What a text says depends on the text alone, so it is taken apart once.
 */
import type { Field } from '../../entry.ts';
import { own } from '../../text/own.ts';

/** What stands behind a header. The same text gives the same object. */
export interface Body<Message = string> {
  readonly message: Message;
  readonly fields: readonly Field[];
}

const SLOTS = 1 << 10;
/** Longer texts are rarely the same twice. */
const MAX_LENGTH = 2 << 10;

export class BodyMemo<Message = string> {
  private readonly parse: (text: string) => Body<Message>;
  private readonly known = new Map<string, Body<Message>>();
  private hits = 0;
  private misses = 0;

  /** `parse` must be a pure function. */
  constructor(parse: (text: string) => Body<Message>) {
    this.parse = parse;
  }

  get(text: string): Body<Message> {
    if (text.length > MAX_LENGTH) return this.parse(text);
    const known = this.known.get(text);
    if (known !== undefined) {
      this.hits++;
      return known;
    }
    // Where texts hardly ever repeat, remembering them costs more than it saves: then only one in eight is.
    this.misses++;
    if (this.misses > 4 * this.hits + SLOTS && (this.misses & 7) !== 0) return this.parse(text);
    return this.learn(own(text));
  }

  private learn(text: string): Body<Message> {
    if (this.known.size >= SLOTS) this.known.clear();
    const body = this.parse(text);
    this.known.set(text, body);
    return body;
  }
}
