/**
 * Looks for patterns, in time linear in the text (times the pattern's length).
 *
 * Blocks (texts and typed holes) are found one after the other, each at its leftmost place. Between two `<_>` everything stands on one
 * line, so when a block is only found on a later line, the search goes on at that line's start: no place before it can do.
 */
import { HOLE_TYPES, MAX_HOLE, type RunMemo } from './hole-types.ts';
import type { Captures } from './pack.ts';
import type { Block, Gap, Item, Pattern } from './pattern.ts';

const NOTHING: Captures = Object.freeze({});

/** Captures at the leftmost place where the pattern stands in the text, or undefined. */
export function findPattern(pattern: Pattern, text: string): Captures | undefined {
  if (pattern.plain !== undefined) return text.includes(pattern.plain) ? NOTHING : undefined;
  return new Search(pattern, text, false).run();
}

/** Captures when the pattern describes the whole text, or undefined. */
export function matchWhole(pattern: Pattern, text: string): Captures | undefined {
  return new Search(pattern, text, true).run();
}

function crossesLines(gap: Gap | undefined): boolean {
  return gap !== undefined && gap.name === undefined;
}

class Search {
  readonly #pattern: Pattern;
  readonly #text: string;
  /** Anchored at both ends. */
  readonly #whole: boolean;
  /** Where each block was found, and where each typed hole's value is. */
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #holeFrom: number[] = [];
  readonly #holeTo: number[] = [];
  readonly #memos: RunMemo[] = [];

  constructor(pattern: Pattern, text: string, whole: boolean) {
    this.#pattern = pattern;
    this.#text = text;
    this.#whole = whole;
    for (let slot = 0; slot < pattern.slots; slot++) this.#memos.push({ start: 0, end: 0, runEnd: 0 });
  }

  run(): Captures | undefined {
    const { blocks } = this.#pattern;
    if (blocks.length === 0) return this.#tailFits(0) ? this.#captures() : undefined;
    let at = 0;
    for (let first = 0; first < blocks.length; ) {
      let after = first + 1;
      while (after < blocks.length && !crossesLines(blocks[after]!.gap)) after++;
      at = this.#findSegment(first, after, at);
      if (at < 0) return undefined;
      first = after;
    }
    return this.#captures();
  }

  /** End of the blocks [first, after), which stand on one line, at or after `from`; -1 when they don't. */
  #findSegment(first: number, after: number, from: number): number {
    const anchored = this.#whole && first === 0 && !crossesLines(this.#pattern.blocks[0]!.gap);
    let start = from;
    while (start >= 0) {
      const retry = this.#tryLine(first, after, start);
      if (retry === FOUND) return this.#to[after - 1]!;
      start = anchored ? -1 : retry;
    }
    return -1;
  }

  /** FOUND, or -1: nowhere, or the start of the next line that can do. */
  #tryLine(first: number, after: number, start: number): number {
    let end = start;
    for (let index = first; index < after; index++) {
      const at = this.#nextBlock(index, end);
      if (at < 0) return -1;
      if ((index > first || this.#leadsWhole(index)) && this.#newlineIn(end, at)) return this.#lineStart(at);
      end = this.#to[index]!;
    }
    const last = after === this.#pattern.blocks.length;
    return !last || this.#tailFits(end) ? FOUND : this.#lineStart(this.#text.length);
  }

  #leadsWhole(index: number): boolean {
    return this.#whole && index === 0 && !crossesLines(this.#pattern.blocks[0]!.gap);
  }

  /** In a whole match nothing but the hole at the end may follow. */
  #tailFits(end: number): boolean {
    if (!this.#whole || crossesLines(this.#pattern.tail)) return true;
    return this.#pattern.tail === undefined ? end === this.#text.length : !this.#newlineIn(end, this.#text.length);
  }

  #newlineIn(from: number, to: number): boolean {
    const at = from < to ? this.#text.indexOf('\n', from) : -1;
    return at >= 0 && at < to;
  }

  #lineStart(at: number): number {
    return at === 0 ? 0 : this.#text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Leftmost place of a block at or after `from`; its end goes to #to. -1 when there is none. */
  #nextBlock(index: number, from: number): number {
    const block = this.#pattern.blocks[index]!;
    const atStart = this.#whole && index === 0 && block.gap === undefined;
    const atEnd = this.#whole && this.#pattern.tail === undefined && index === this.#pattern.blocks.length - 1;
    let at = atStart ? from : this.#candidate(block, from);
    while (at >= 0) {
      const end = this.#blockEnd(block, at);
      if (end >= 0 && (!atEnd || end === this.#text.length)) {
        this.#from[index] = at;
        this.#to[index] = end;
        return at;
      }
      at = atStart ? -1 : this.#candidate(block, at + 1);
    }
    return -1;
  }

  /** Next place at or after `from` where a block could start. */
  #candidate(block: Block, from: number): number {
    const head = block.items[0]!;
    if (head.kind === 'text') return this.#text.indexOf(head.text, from);
    const { starts } = HOLE_TYPES[head.type];
    for (let at = from; at < this.#text.length; at++) if (starts(this.#text, at)) return at;
    return -1;
  }

  #blockEnd(block: Block, at: number): number {
    let end = at;
    for (const item of block.items) {
      end = this.#itemEnd(item, end);
      if (end < 0) return -1;
    }
    return end;
  }

  #itemEnd(item: Item, at: number): number {
    if (item.kind === 'text') return this.#text.startsWith(item.text, at) ? at + item.text.length : -1;
    const end = HOLE_TYPES[item.type].end(this.#text, at, this.#memos[item.slot]!);
    this.#holeFrom[item.slot] = at;
    this.#holeTo[item.slot] = end;
    return end;
  }

  #captures(): Captures {
    const { blocks, tail, names } = this.#pattern;
    if (names.length === 0) return NOTHING;
    const captures: Record<string, string> = {};
    for (const [index, { gap, items }] of blocks.entries()) {
      if (gap?.name !== undefined) captures[gap.name] = this.#gapValue(index);
      for (const item of items) {
        if (item.kind === 'text' || item.name === undefined) continue;
        captures[item.name] = this.#text.slice(this.#holeFrom[item.slot], this.#holeTo[item.slot]);
      }
    }
    if (tail?.name !== undefined) captures[tail.name] = this.#tailValue();
    return captures;
  }

  #gapValue(index: number): string {
    if (index > 0) return cut(this.#text.slice(this.#to[index - 1], this.#from[index]));
    const at = this.#from[0]!;
    return cut(this.#text.slice(this.#lineStart(at), at).trim());
  }

  #tailValue(): string {
    const end = this.#to[this.#pattern.blocks.length - 1] ?? 0;
    const newline = this.#text.indexOf('\n', end);
    return cut(this.#text.slice(end, newline < 0 ? undefined : newline).trim());
  }
}

/** Marks success where otherwise a position stands. */
const FOUND = -2;

function cut(value: string): string {
  return value.length > MAX_HOLE ? value.slice(0, MAX_HOLE) : value;
}
