/** Texts that are looked for, and where they could stand if the ids of a line (text/ids.ts) were others. */
import { isIdCode, MIN_ID } from '../text/ids.ts';
import type { Place } from '../text/ids.ts';

const HYPHEN = 45;

/** A text that is looked for. Lengths of its runs of characters that ids have: at its start, at its end, the longest. */
export interface Sought {
  readonly text: string;
  readonly head: number;
  readonly tail: number;
  readonly longest: number;
}

export interface TextWithIds {
  readonly text: string;
  readonly ids: readonly Place[];
}

export function sought(text: string): Sought {
  let head = 0;
  while (head < text.length && isIdCode(text.charCodeAt(head))) head++;
  let tail = 0;
  while (tail < text.length && isIdCode(text.charCodeAt(text.length - 1 - tail))) tail++;
  let longest = 0;
  for (let at = 0, run = 0; at < text.length; at++) {
    run = isIdCode(text.charCodeAt(at)) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return { text, head, tail, longest };
}

/** Could it cover a digit of an id in some line? */
export function couldTouch({ text, head, tail, longest }: Sought): boolean {
  return (head > 0 || tail > 0 || longest >= MIN_ID) && !/^-+$/.test(text);
}

/** Could it stand in this text where it covers a digit of an id? For texts that could touch one at all. */
export function touches({ text, head, tail, longest }: Sought, { text: line, ids }: TextWithIds): boolean {
  if (ids.length === 0) return false;
  // It could be all of an id, or stand within one.
  if (longest >= MIN_ID || longest === text.length) return true;
  for (const { from, to } of ids) {
    for (let inside = 1; inside <= head; inside++) if (fits(text, line, to - inside, ids)) return true;
    for (let inside = 1; inside <= tail; inside++)
      if (fits(text, line, from + inside - text.length, ids)) return true;
  }
  return false;
}

/** Could it end where an id begins, or within one? For texts that touch none. */
export function endsAtId({ text }: Sought, { text: line, ids }: TextWithIds): boolean {
  return ids.length > 0 && (text.endsWith('-') || ids.some(({ from }) => line.endsWith(text, from)));
}

/** Could `text` stand at `at`, covering a digit of an id? Hyphens of ids stay where they are. */
function fits(text: string, line: string, at: number, ids: readonly Place[]): boolean {
  if (at < 0 || at + text.length > line.length) return false;
  let covers = false;
  for (let i = 0; i < text.length; i++) {
    const sought = text.charCodeAt(i);
    const found = line.charCodeAt(at + i);
    const isDigit = found !== HYPHEN && ids.some(({ from, to }) => at + i >= from && at + i < to);
    if (isDigit ? sought === HYPHEN || !isIdCode(sought) : sought !== found) return false;
    covers ||= isDigit;
  }
  return covers;
}
