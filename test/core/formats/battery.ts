/**
 * The battery that every envelope and every payload runs: cut lines, CRLF, empty, 10 MB, bad UTF-8, missing year.
 * Nothing may throw, nothing may take long, and no answer may depend on earlier ones.
 */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/entry.ts';
import type { EntryParser, SourceContext } from '../../../src/core/formats/format.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';

/** 2026-11-21T14:00:00Z */
export const MODIFIED = 1_795_269_600_000;
const LEVELS = new Set([undefined, 'fatal', 'error', 'warning', 'info', 'debug']);
const NEWLINE = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A context with nothing special: UTC, no anchor, no path. */
export function testContext(over: Partial<SourceContext> = {}): SourceContext {
  return {
    name: '-',
    modified: MODIFIED,
    anchor: undefined,
    timeZone: 'UTC',
    pathHost: undefined,
    pathUnit: undefined,
    pathComponent: undefined,
    forcedFormat: undefined,
    ...over,
  };
}

/** Parses one entry given as text; each call has a parser of its own. */
export function parseText(text: string, over: Partial<SourceContext> = {}): Entry {
  return createEntryParser(testContext(over)).parse(text.split('\n'));
}

/** `name` is expected among the formats of each sample; a sample may hold several lines. */
export function formatBattery(name: string, samples: readonly string[]): void {
  describe(`battery: ${name}`, () => {
    it.each(samples)('is recognised: %s', (sample) => {
      const entry = parseText(sample);
      expect(faultsOf(entry)).toEqual([]);
      expect(entry.formats).toContain(name);
    });
    it.each(samples)('survives a cut at every byte: %s', (sample) => {
      expect(cutEverywhere(sample)).toEqual([]);
    });
    it.each(samples)('survives bad UTF-8 at every byte: %s', (sample) => {
      expect(spoilEverywhere(sample)).toEqual([]);
    });
    it.each(samples)('gives the same with CRLF: %s', (sample) => {
      expect(parseText(`${sample.replaceAll('\n', '\r\n')}\r`)).toEqual(parseText(sample));
    });
    it.each(samples)('takes 10 MB in bounded time: %s', (sample) => {
      const started = performance.now();
      expect(growHuge(sample)).toEqual([]);
      expect(performance.now() - started).toBeLessThan(20_000);
    });
    it.each(samples)('has a sane time whatever the context: %s', (sample) => {
      expect(timesOf(sample).filter((time) => !isSane(time))).toEqual([]);
    });
    it('takes empty lines', () => {
      const texts = ['', '\n', ...samples.map((sample) => `${sample}\n\n`)];
      expect(texts.flatMap((text) => faultsOf(parseText(text)))).toEqual([]);
    });
    it('gives no answer that depends on earlier ones', () => {
      const alone = samples.map((sample) => parseText(sample));
      for (const order of orders(samples.length)) {
        expect(parseInOrder(samples, order)).toEqual(order.map((index) => alone[index]));
      }
    });
  });
}

/** What is wrong with an entry; empty: nothing. */
function faultsOf(entry: Entry): string[] {
  const faults: string[] = [];
  if (typeof entry.message !== 'string') faults.push('message');
  if (entry.time !== undefined && !Number.isFinite(entry.time)) faults.push('time');
  if (!LEVELS.has(entry.level)) faults.push('level');
  if (entry.formats.length === 0) faults.push('formats');
  if (!entry.fields.every(({ name, value }) => typeof name === 'string' && typeof value === 'string')) {
    faults.push('fields');
  }
  return faults.map((fault) => `${fault}: ${JSON.stringify(entry).slice(0, 500)}`);
}

/** Asks the parser all that it can be asked about an entry's lines. */
function askAll(parser: EntryParser, lines: readonly string[]): string[] {
  const last = lines[lines.length - 1] ?? '';
  parser.timeOf(last);
  parser.partial(last);
  parser.mayContinue(last, () => lines[0]);
  parser.continues(lines, last);
  return faultsOf(parser.parse(lines));
}

function cutEverywhere(sample: string): string[] {
  const bytes = encoder.encode(sample);
  const parser = createEntryParser(testContext());
  return Array.from({ length: bytes.length + 1 }, (_, cut) => decoder.decode(bytes.subarray(0, cut))).flatMap(
    (text) => askAll(parser, text.split('\n')),
  );
}

function spoilEverywhere(sample: string): string[] {
  const bytes = encoder.encode(sample);
  const parser = createEntryParser(testContext());
  const faults: string[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const spoilt = Uint8Array.from(bytes);
    if (spoilt[at] !== NEWLINE) spoilt[at] = 0xff;
    faults.push(...askAll(parser, decoder.decode(spoilt).split('\n')));
  }
  return faults;
}

/** Long runs of what parsers look for; quadratic work would take minutes. */
const FILLERS = ['x', ' ', '"', '\\', '{', '[', '=', ' a="', ': ', '\\u0041', '\t', ']', '1'];
const HUGE = 10 << 20;

function growHuge(sample: string): string[] {
  const faults: string[] = [];
  for (const filler of FILLERS) {
    const tail = filler.repeat(Math.ceil(HUGE / filler.length / FILLERS.length));
    faults.push(...faultsOf(parseText(sample + tail)), ...faultsOf(parseText(tail)));
  }
  const half = sample.length / 2;
  for (const text of [
    sample + 'x'.repeat(HUGE),
    sample.slice(0, half) + 'x'.repeat(HUGE) + sample.slice(half),
  ]) {
    faults.push(...faultsOf(parseText(text)));
  }
  return faults;
}

function timesOf(sample: string): (number | undefined)[] {
  const contexts = [
    { anchor: MODIFIED },
    { modified: 0 },
    { modified: Number.NaN },
    { timeZone: 'Australia/Lord_Howe' },
  ];
  return contexts.map((over) => parseText(sample, over).time);
}

function isSane(time: number | undefined): boolean {
  return time === undefined || (time > Date.UTC(1960, 0) && time < Date.UTC(2100, 0));
}

function orders(length: number): number[][] {
  const forwards = Array.from({ length }, (_, index) => index);
  return [forwards, forwards.toReversed(), [...forwards, ...forwards]];
}

function parseInOrder(samples: readonly string[], order: readonly number[]): Entry[] {
  const parser = createEntryParser(testContext());
  return order.map((index) => parser.parse(samples[index]!.split('\n')));
}
