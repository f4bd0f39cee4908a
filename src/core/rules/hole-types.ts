/**
 * Typed holes of patterns. Each takes the longest run that fits and gives nothing back, so that a search stays linear.
 *
 * For one text, `end` never falls when `at` rises (over those that fit); pattern-search.ts relies on it.
 */
import { isIPv6 } from './address.ts';

export type HoleTypeName = 'ip' | 'int' | 'duration' | 'path' | 'word';

/** Longest typed value, in UTF-16 units. A longer run does not fit. */
export const MAX_HOLE = 4096;

/** Longest address or duration that is looked at. */
const MAX_SHORT = 64;

/** Last run seen by a hole: any position inside it has the same end. Keeps repeated looks into one run linear. */
export interface RunMemo {
  start: number;
  /** Without the characters trimmed from the run's end. */
  end: number;
  runEnd: number;
}

export interface HoleType {
  /** End of the value that starts at `at`, or -1 when none does. */
  readonly end: (text: string, at: number, memo: RunMemo) => number;
  /** May a hole without text before it start at `at`? Only where a run starts. */
  readonly starts: (text: string, at: number) => boolean;
  /** Can a pattern's text `next` ever stand behind a value? */
  readonly mayPrecede: (next: string) => boolean;
}

const DIGIT = 1;
const WORD = 2;
const PATH = 4;
const HEX = 8;
const ALNUM = 16;

const CLASSES = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(128);
  const add = (chars: string, bits: number): void => {
    for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)]! |= bits;
  };
  add('0123456789', DIGIT | WORD | PATH | HEX | ALNUM);
  add('abcdefABCDEF', HEX);
  add('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', WORD | PATH | ALNUM);
  add('._-', WORD);
  add('._-~/%+@:*#!$', PATH);
  add('.:', HEX);
  return table;
}

/** Is the character at `at` of a class? Beyond ASCII only paths go on. */
function inClass(text: string, at: number, bits: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASSES[code]! & bits) !== 0 : (bits & PATH) !== 0;
}

function runEnd(text: string, at: number, bits: number): number {
  let end = at;
  while (end < text.length && inClass(text, end, bits)) end++;
  return end;
}

/** End of the run of a class, at most MAX_HOLE long; `trimmed` characters at its end don't belong to it. */
function classRun(text: string, at: number, memo: RunMemo, [bits, trimmed]: readonly [number, string]): number {
  if (at < memo.start || at >= memo.runEnd) {
    let end = runEnd(text, at, bits);
    memo.runEnd = end;
    while (end > at && trimmed.includes(text.charAt(end - 1))) end--;
    memo.start = at;
    memo.end = end;
  }
  return memo.end > at && memo.end - at <= MAX_HOLE ? memo.end : -1;
}

const INT = [DIGIT, ''] as const;
const WORDS = [WORD, ''] as const;
const PATHS = [PATH, '.:'] as const;

function addressEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + MAX_SHORT + 1);
  let end = at;
  let colons = 0;
  while (end < limit && inClass(text, end, HEX)) if (text.charCodeAt(end++) === 58) colons++;
  if (end - at > MAX_SHORT) return -1;
  if (colons >= 2) {
    const run = text.slice(at, end);
    const found = [run, run.slice(0, -1)].find(isIPv6);
    if (found !== undefined) return closed(text, at + found.length);
  }
  return dottedEnd(text, at);
}

/** End of the IPv4 address at `at`; one `.` may follow it, further digits or dots may not. */
function dottedEnd(text: string, at: number): number {
  let end = octetEnd(text, at);
  for (let i = 1; i < 4 && end >= 0; i++) end = text.charCodeAt(end) === 46 ? octetEnd(text, end + 1) : -1;
  if (end < 0 || (text.charCodeAt(end) === 46 && /[\d.]/.test(text.charAt(end + 1)))) return -1;
  return closed(text, end);
}

/** End of the number 0–255, without leading zeros, that stands at `at`. */
function octetEnd(text: string, at: number): number {
  let end = at;
  let value = 0;
  while (end < at + 4 && inClass(text, end, DIGIT)) value = value * 10 + text.charCodeAt(end++) - 48;
  const zeros = end > at + 1 && text.charCodeAt(at) === 48;
  return end === at || zeros || value > 255 ? -1 : end;
}

/** `end`, unless a letter or digit follows at once. */
function closed(text: string, end: number): number {
  return inClass(text, end, ALNUM) ? -1 : end;
}

/** Go's time.Duration: numbers with units, no spaces. */
const DURATION = /^-?(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+/;

function durationEnd(text: string, at: number): number {
  const found = DURATION.exec(text.slice(at, at + MAX_SHORT));
  return found === null ? -1 : closed(text, at + found[0].length);
}

function intEnd(text: string, at: number, memo: RunMemo): number {
  return classRun(text, text.charAt(at) === '-' ? at + 1 : at, memo, INT);
}

function pathEnd(text: string, at: number, memo: RunMemo): number {
  return '/.~'.includes(text.charAt(at)) && at < text.length ? classRun(text, at, memo, PATHS) : -1;
}

export const HOLE_TYPES: Readonly<Record<HoleTypeName, HoleType>> = {
  ip: {
    end: addressEnd,
    starts: (text, at) => inClass(text, at, HEX) && !inClass(text, at - 1, ALNUM) && text.charAt(at - 1) !== '.',
    mayPrecede: (next) => !inClass(next, 0, ALNUM),
  },
  int: {
    end: intEnd,
    starts: (text, at) => !inClass(text, at - 1, DIGIT),
    mayPrecede: (next) => !inClass(next, 0, DIGIT),
  },
  duration: {
    end: durationEnd,
    starts: (text, at) => !inClass(text, at - 1, ALNUM) && text.charAt(at - 1) !== '.',
    mayPrecede: (next) => !inClass(next, 0, ALNUM),
  },
  path: {
    end: pathEnd,
    starts: (text, at) => !inClass(text, at - 1, PATH),
    mayPrecede: (next) => !inClass(next.replace(/^[.:]+/, ''), 0, PATH),
  },
  word: {
    end: (text, at, memo) => classRun(text, at, memo, WORDS),
    starts: (text, at) => !inClass(text, at - 1, WORD),
    mayPrecede: (next) => !inClass(next, 0, WORD),
  },
};
