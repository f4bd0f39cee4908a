/**
 * Typed holes of patterns. Each takes the longest run that fits and gives nothing back, so that a search stays linear.
 *
 * For one text, `end` never falls when `at` rises (over those that fit); pattern-search.ts relies on it.
 */
import { isIPv4, isIPv6 } from './address.ts';

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
  const wide = runEnd(text.slice(at, at + MAX_SHORT + 1), 0, HEX);
  if (wide === 0 || wide > MAX_SHORT) return -1;
  const run = text.slice(at, at + wide);
  if (run.indexOf(':') !== run.lastIndexOf(':')) {
    const end = [run, run.slice(0, -1)].find(isIPv6)?.length;
    if (end !== undefined) return closed(text, at + end);
  }
  const narrow = /^[\d.]*/.exec(run)?.[0].replace(/\.$/, '') ?? '';
  return isIPv4(narrow) ? closed(text, at + narrow.length) : -1;
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
