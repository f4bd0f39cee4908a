/**
 * The contract of meaning: the same lines give the same bytes out, whatever the size of blocks, wherever a source is cut, in whatever
 * order sources and partial results come, with the scanner and without.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnalysis, scannerLiterals } from '../../src/core/analysis.ts';
import { Sampler } from '../../src/core/blindspots/sampler.ts';
import type { SourceProfile } from '../../src/core/blindspots/profile.ts';
import { CoverageBook } from '../../src/core/coverage/book.ts';
import { contextOf } from '../../src/core/formats/context.ts';
import { createEntryParser } from '../../src/core/formats/parser.ts';
import { IncidentBook } from '../../src/core/incidents/book.ts';
import { LOOKAHEAD } from '../../src/core/reader/limits.ts';
import { createScanner } from '../../src/core/scanner/index.ts';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import { createReport } from '../../src/pipeline/report.ts';

const pack = await loadRules();
const scanner = createScanner(scannerLiterals(pack), 2 << 20);

/** Real lines of every fixture, multi-line entries kept together by keeping neighbours. */
const groups = readdirSync('fixtures/failing')
  .concat(readdirSync('fixtures/seeds'))
  .flatMap((slug) => logs(slug))
  .flatMap((text) => inGroups(text.split('\n'), 7));

/** Lines that tell of their machine's boot, its clock set forward and back, and of another boot. */
const clocks = Array.from({ length: 12 }, (_, i) => {
  const uptime = 600 + i * 40;
  const at = Date.UTC(2026, 10, 21, 3 + (i % 3)) + uptime * 1000;
  const id = (i < 8 ? 'a' : 'b').repeat(32);
  const journal = `{"_BOOT_ID":"${id}","__REALTIME_TIMESTAMP":"${at}000","__MONOTONIC_TIMESTAMP":"${uptime}000000","_HOSTNAME":"n1","MESSAGE":"x"}\n`;
  const clock = new Date(at).toISOString().slice(11, 19);
  return (
    journal.repeat(9) +
    `Nov 21 ${clock} n2 kernel: [${uptime}.123456] cni0: port 1(veth1) entered disabled state\n`.repeat(9)
  );
});

function logs(slug: string): string[] {
  const out: string[] = [];
  for (const kind of ['failing', 'seeds']) {
    const folder = join('fixtures', kind, slug);
    try {
      for (const name of readdirSync(folder))
        if (name.endsWith('.log')) out.push(readFileSync(join(folder, name), 'utf8'));
    } catch {
      // Not in this kind.
    }
  }
  return out;
}

function inGroups(lines: readonly string[], size: number): string[] {
  const out: string[] = [];
  for (let i = 0; i < lines.length; i += size) out.push(`${lines.slice(i, i + size).join('\n')}\n`);
  return out;
}

interface How {
  readonly scan: boolean;
  readonly step: number;
  readonly from?: number;
  readonly to?: number;
}

/** What a part of the work found. */
class Found {
  readonly book = new IncidentBook(pack.rules);
  readonly coverage = new CoverageBook(pack.rules);
  readonly profiles: SourceProfile[] = [];

  absorb(other: Found): void {
    this.book.merge(IncidentBook.fromJSON(pack.rules, viaJson(other.book.toJSON())));
    this.coverage.absorb(viaJson(other.coverage.toJSON()));
    this.profiles.push(...other.profiles);
  }
}

function viaJson<T>(data: T): T {
  return JSON.parse(JSON.stringify(data)) as T;
}

function readInto(
  { book, coverage, profiles }: Found,
  source: { name: string; bytes: Uint8Array },
  how: How,
): number {
  const context = contextOf({
    name: source.name,
    modified: Date.UTC(2026, 10, 21, 12),
    head: source.bytes.subarray(0, 64 << 10),
    timeZone: 'UTC',
    forcedFormat: undefined,
  });
  const sampler = new Sampler(source.name, '');
  const reader = createAnalysis({
    pack,
    coverage,
    sampler,
    scanner,
    book,
    parser: createEntryParser(context),
    source: source.name,
    host: '',
    scan: how.scan,
    ...(how.from === undefined ? {} : { from: how.from }),
    ...(how.to === undefined ? {} : { to: how.to }),
  });
  const stop = how.to === undefined ? source.bytes.length : Math.min(source.bytes.length, how.to + LOOKAHEAD);
  for (let at = reader.firstOffset; at < stop && !reader.finished;) {
    const space = reader.space();
    const count = Math.min(space.length, how.step, stop - at);
    space.set(source.bytes.subarray(at, at + count));
    reader.advance(count);
    at += count;
  }
  reader.end();
  profiles.push(sampler.profile());
  return reader.lines;
}

function answer({ book, coverage, profiles }: Found): string {
  const report = createReport({
    rules: pack,
    findings: {
      book,
      bytes: 0,
      sources: [],
      problems: [],
      cutLines: 0,
      coverage,
      profiles,
      told: [],
      complete: true,
    },
  });
  return JSON.stringify(report, null, 1);
}

const text = fc
  .array(fc.oneof({ arbitrary: fc.constantFrom(...groups), weight: 4 }, fc.constantFrom(...clocks)), {
    minLength: 1,
    maxLength: 40,
  })
  .map((parts) => Buffer.from(parts.join('')));
const sources = fc
  .array(text, { minLength: 1, maxLength: 3 })
  .map((texts) => texts.map((bytes, i) => ({ name: `source-${i}.log`, bytes })));
const runs = { numRuns: 60 };

describe('the same lines give the same answer', () => {
  test('with and without scanner, in blocks of any size', () => {
    fc.assert(
      fc.property(sources, fc.integer({ min: 500, max: 3_000_000 }), (all, step) => {
        const answers = [true, false].map((scan) => {
          const book = new Found();
          for (const source of all) readInto(book, source, { scan, step: scan ? step : 1 << 20 });
          return answer(book);
        });
        expect(answers[1]).toBe(answers[0]);
      }),
      runs,
    );
  });

  test('with sources in any order', () => {
    fc.assert(
      fc.property(sources, (all) => {
        const answers = [all, all.toReversed()].map((order) => {
          const book = new Found();
          for (const source of order) readInto(book, source, { scan: true, step: 1 << 20 });
          return answer(book);
        });
        expect(answers[1]).toBe(answers[0]);
      }),
      runs,
    );
  });

  test('with sources cut at any line ends, the parts merged in any order, also through JSON', () => {
    fc.assert(
      fc.property(
        sources,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (all, cuts, luck) => {
          const whole = new Found();
          for (const source of all) readInto(whole, source, { scan: true, step: 1 << 20 });
          const parts = all.flatMap((source) => inParts(source, cuts));
          while (parts.length > 1) {
            const [a] = parts.splice(luck.next().value! % parts.length, 1);
            const b = parts[luck.next().value! % parts.length]!;
            b.absorb(a!);
          }
          expect(answer(parts[0]!)).toBe(answer(whole));
        },
      ),
      runs,
    );
  });
});

function inParts(source: { name: string; bytes: Uint8Array }, cuts: readonly number[]): Found[] {
  const { bytes } = source;
  const starts = cuts
    .map((cut) => bytes.indexOf(10, Math.floor(cut * bytes.length)) + 1)
    .filter((at) => at > 0 && at < bytes.length);
  const borders = [...new Set([0, ...starts])].sort((a, b) => a - b);
  let lines = 0;
  return borders.map((from, i) => {
    const found = new Found();
    const to = borders[i + 1];
    const count = readInto(found, source, {
      scan: true,
      step: 1 << 20,
      from,
      ...(to === undefined ? {} : { to }),
    });
    found.book.rebaseLines(source.name, lines);
    found.coverage.rebaseLines(source.name, lines);
    lines += count;
    return found;
  });
}
