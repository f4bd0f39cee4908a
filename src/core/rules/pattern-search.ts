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

/** Captures when a text meets the pattern, else undefined. */
export type Finder = (text: string) => Captures | undefined;

/** Finds a pattern at its leftmost place in a text. The finder is to be kept: it is made for many texts. */
export function patternFinder(pattern: Pattern): Finder {
  const { plain, key } = pattern;
  if (plain !== undefined) return (text) => (text.includes(plain) ? NOTHING : undefined);
  let search: Search | undefined;
  return (text) => (text.includes(key) ? (search ??= new Search(pattern, false)).run(text) : undefined);
}

/** Tells whether a pattern describes a whole text. */
export function wholeMatcher(pattern: Pattern): Finder {
  const { plain } = pattern;
  if (plain !== undefined) return (text) => (text === plain ? NOTHING : undefined);
  let search: Search | undefined;
  return (text) => (search ??= new Search(pattern, true)).run(text);
}

function crossesLines(gap: Gap | undefined): boolean {
  return gap !== undefined && gap.name === undefined;
}

/** One pattern, searched in one text after the other; its arrays are used again. */
class Search {
  readonly #pattern: Pattern;
  /** Anchored at both ends. */
  readonly #whole: boolean;
  #text = '';
  /** Where each block was found, and where each typed hole's value is. */
  readonly #from: number[];
  readonly #to: number[];
  readonly #holeFrom: number[];
  readonly #holeTo: number[];
  readonly #memos: readonly RunMemo[];

  constructor(pattern: Pattern, whole: boolean) {
    this.#pattern = pattern;
    this.#whole = whole;
    this.#from = pattern.blocks.map(() => 0);
    this.#to = pattern.blocks.map(() => 0);
    this.#holeFrom = Array.from({ length: pattern.slots }, () => 0);
    this.#holeTo = Array.from({ length: pattern.slots }, () => 0);
    this.#memos = Array.from({ length: pattern.slots }, () => ({ start: 0, end: 0, runEnd: 0 }));
  }

  run(text: string): Captures | undefined {
    this.#text = text;
    for (const memo of this.#memos) memo.runEnd = 0;
    const captures = this.#findAll() ? this.#captures() : undefined;
    // The text may be large, and this object lives as long as its rule.
    this.#text = '';
    return captures;
  }

  #findAll(): boolean {
    const { blocks } = this.#pattern;
    if (blocks.length === 0) return this.#tailFits(0);
    let at = 0;
    for (let first = 0; first < blocks.length; ) {
      let after = first + 1;
      while (after < blocks.length && !crossesLines(blocks[after]!.gap)) after++;
      at = this.#findSegment(first, after, at);
      if (at < 0) return false;
      first = after;
    }
    return true;
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

  /** End of the block when it starts at `at`, one of its candidates; else -1. */
  #blockEnd({ items }: Block, at: number): number {
    const head = items[0]!;
    const known = head.kind === 'text' && !this.#whole;
    let end = known ? at + head.text.length : at;
    for (let i = known ? 1 : 0; i < items.length && end >= 0; i++) end = this.#itemEnd(items[i]!, end);
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
