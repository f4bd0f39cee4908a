/**
 * How fast is the scan loop alone? Reads a log block by block into the scanner's window, scans, counts lines and candidate lines;
 * no parsing. Steady state: the process is warm, the file in the page cache.
 * Run: node bench/scanner.ts [--size MB] [--kind sparse|dense] [--rounds N] [--plain] [--block KiB]
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createScanner } from '../src/core/scanner/index.ts';
import type { Scanner } from '../src/core/scanner/scanner.ts';
import { logFile } from './generate.ts';
import { median } from './measure.ts';
import { packLiterals } from './pack.ts';
import { Random } from './random.ts';

/** Room for the line that the block before left incomplete. */
const CARRY = 1 << 20;
const NEWLINE = 10;
/** Of the log, and how often, where steps are timed one by one. */
const PART = 40e6;
const PASSES = 40;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '500' },
    kind: { type: 'string', default: 'sparse' },
    rounds: { type: 'string', default: '5' },
    block: { type: 'string', default: '1024' },
    plain: { type: 'boolean', default: false },
  },
});
const BLOCK = Number(values.block) << 10;

interface Counts {
  bytes: number;
  lines: number;
  candidates: number;
}

type Work = (from: number, to: number, counts: Counts) => void;

/** Feeds complete lines to `work`; the start of an incomplete one is carried in front of the next block. */
function readLines(path: string, window: Uint8Array, work: Work): Counts {
  const counts = { bytes: 0, lines: 0, candidates: 0 };
  const file = openSync(path, 'r');
  let start = CARRY;
  for (;;) {
    const read = readSync(file, window, CARRY, BLOCK, null);
    if (read === 0) break;
    counts.bytes += read;
    const end = window.subarray(0, CARRY + read).lastIndexOf(NEWLINE) + 1;
    work(start, end, counts);
    start = CARRY - (CARRY + read - end);
    window.copyWithin(start, end, CARRY + read);
  }
  closeSync(file);
  return counts;
}

function countCandidates(scanner: Scanner): Work {
  return (from, to, counts) => {
    let lineEnd = -1;
    for (let at = from; at < to;) {
      const { count, next } = scanner.scan(at, to);
      for (let i = 0; i < count; i++) {
        if (scanner.hitAt[i]! < lineEnd) continue;
        counts.candidates++;
        lineEnd = scanner.window.indexOf(NEWLINE, scanner.hitAt[i]);
      }
      at = next;
    }
  };
}

/** `count` literals as long as the real ones: those, then others with the same words in other orders. */
function manyLiterals(real: readonly string[], count: number): string[] {
  const random = new Random(7);
  const all = real.slice(0, count);
  while (all.length < count) {
    const words = real[random.below(real.length)]!.split(' ');
    for (let i = words.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [words[i], words[j]] = [words[j]!, words[i]!];
    }
    all.push(words.join(' '));
  }
  return all;
}

interface Case {
  readonly name: string;
  readonly window: Uint8Array;
  readonly work: Work;
}

function scanning(count: number): Case {
  const scanner = make(manyLiterals(literals, count));
  const candidates = countCandidates(scanner);
  return {
    name: `${count} literals`,
    window: scanner.window,
    work: (from, to, counts) => {
      counts.lines += scanner.countNewlines(from, to);
      candidates(from, to, counts);
    },
  };
}

/** All cases in turn, round by round. */
function race(cases: readonly Case[]): void {
  const speeds = cases.map((): number[] => []);
  const last: Counts[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [i, { window, work }] of cases.entries()) {
      const begin = performance.now();
      const counts = readLines(path, window, work);
      speeds[i]!.push(counts.bytes / (performance.now() - begin) / 1e6);
      last[i] = counts;
    }
  }
  for (const [i, { name }] of cases.entries()) {
    const [middle, best] = [median(speeds[i]!), Math.max(...speeds[i]!)];
    console.log(
      `${name.padEnd(18)} median ${middle.toFixed(2)} best ${best.toFixed(2)} GB/s; ${last[i]!.lines} lines, ${last[i]!.candidates} candidates`,
    );
  }
}

/** What each step takes at best: the quickest of many passes over a small part, which a busy machine disturbs least. */
function steps(): void {
  const scanner = make(literals);
  const { window } = scanner;
  const file = openSync(path, 'r');
  const size = Math.min(statSync(path).size, PART);
  const least = [Infinity, Infinity, Infinity];
  for (let pass = 0; pass < PASSES; pass++) {
    const times = [0, 0, 0];
    for (let at = 0; at < size; at += BLOCK) {
      const marks = [performance.now()];
      const to = readSync(file, window, 0, Math.min(BLOCK, size - at), at);
      marks.push(performance.now());
      for (let from = 0; from < to;) from = scanner.scan(from, to).next;
      marks.push(performance.now());
      scanner.countNewlines(0, to);
      marks.push(performance.now());
      times.forEach((_, i) => (times[i]! += marks[i + 1]! - marks[i]!));
    }
    times.forEach((time, i) => (least[i] = Math.min(least[i]!, time)));
  }
  closeSync(file);
  const [read, scan, count] = least.map((time) => ((time / size) * 500e6).toFixed(0));
  console.log(`at best, 500 MB: read ${read} ms, scan ${scan} ms, count lines ${count} ms`);
}

const literals = await packLiterals();
const kind = values.kind === 'dense' ? 'dense' : 'sparse';
const path = logFile({ kind, megabytes: Number(values.size), seed: 1 }, literals);
const make = (all: readonly string[]): Scanner => createScanner(all, CARRY + BLOCK, { plain: values.plain });
const none = make([]);
race([
  { name: 'read only', window: none.window, work: () => undefined },
  {
    name: 'read, count lines',
    window: none.window,
    work: (from, to, counts) => void (counts.lines += none.countNewlines(from, to)),
  },
  ...[60, literals.length, 1260].map(scanning),
]);
steps();

// How to read it: the best speed with 60 literals against `read only` is what scanning costs; it should hardly fall with 1,260 literals. When it
// does, too many positions pass the first table: look at sampleWindow. Speed falls with the length of the shortest literal, too:
// every (m-3)th position is looked at, m being that length (13 at most).
