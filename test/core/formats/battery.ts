/**
 * The battery that every envelope and every payload runs: cut lines, CRLF, empty, 10 MB, bad UTF-8, missing year.
 * Nothing may throw, nothing may take long, and no answer may depend on earlier ones.
 */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/entry.ts';
import type { SourceContext } from '../../../src/core/formats/format.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';

/** 2026-11-21T14:00:00Z */
export const MODIFIED = 1_795_269_600_000;
const LEVELS = new Set([undefined, 'fatal', 'error', 'warning', 'info', 'debug']);
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
      checkShape(entry);
      expect(entry.formats).toContain(name);
    });
    it.each(samples)('survives a cut at every byte: %s', cutEverywhere);
    it.each(samples)('survives bad UTF-8 at every byte: %s', spoilEverywhere);
    it.each(samples)('gives the same with CRLF: %s', (sample) => {
      expect(parseText(sample.replaceAll('\n', '\r\n') + '\r')).toEqual(parseText(sample));
    });
    it.each(samples)('takes 10 MB in bounded time: %s', growHuge);
    it.each(samples)('has a sane time whatever the context: %s', saneTime);
    it('takes empty lines', () => {
      checkShape(parseText(''));
      for (const sample of samples) checkShape(parseText(`${sample}\n\n`));
    });
    it('gives no answer that depends on earlier ones', () => {
      orderDoesNotMatter(samples);
    });
  });
}

function checkShape(entry: Entry): void {
  expect(typeof entry.message).toBe('string');
  expect(entry.time === undefined || Number.isFinite(entry.time)).toBe(true);
  expect(LEVELS.has(entry.level)).toBe(true);
  expect(entry.formats.length).toBeGreaterThan(0);
  expect(entry.fields.every((f) => typeof f.name === 'string' && typeof f.value === 'string')).toBe(true);
}

function cutEverywhere(sample: string): void {
  const bytes = encoder.encode(sample);
  const parser = createEntryParser(testContext());
  for (let cut = 0; cut <= bytes.length; cut++) {
    const lines = decoder.decode(bytes.subarray(0, cut)).split('\n');
    checkShape(parser.parse(lines));
    parser.timeOf(lines[0]!);
    parser.mayContinue(lines.at(-1)!, () => lines[0]);
    parser.continues(lines, lines.at(-1)!);
  }
}

function spoilEverywhere(sample: string): void {
  const bytes = encoder.encode(sample);
  const parser = createEntryParser(testContext());
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 10) continue;
    const spoilt = Uint8Array.from(bytes);
    spoilt[at] = 0xff;
    checkShape(parser.parse(decoder.decode(spoilt).split('\n')));
  }
}

/** Long runs of what parsers look for; quadratic work would take minutes. */
const FILLERS = ['x', ' ', '"', '\\', '{', '[', '=', ' a="', ': ', '\\u0041', '\t', ']', '1'];

function growHuge(sample: string): void {
  const started = performance.now();
  for (const filler of FILLERS) {
    const tail = filler.repeat(Math.ceil((10 << 20) / filler.length / FILLERS.length));
    checkShape(parseText(sample + tail));
    checkShape(parseText(tail));
  }
  checkShape(parseText(sample + 'x'.repeat(10 << 20)));
  checkShape(
    parseText(sample.slice(0, sample.length / 2) + 'x'.repeat(10 << 20) + sample.slice(sample.length / 2)),
  );
  expect(performance.now() - started).toBeLessThan(20_000);
}

function saneTime(sample: string): void {
  for (const over of [{ anchor: MODIFIED }, { modified: 0 }, { timeZone: 'Australia/Lord_Howe' }]) {
    const { time } = parseText(sample, over);
    if (time === undefined) continue;
    expect(time).toBeGreaterThan(Date.UTC(1968, 0));
    expect(time).toBeLessThan(Date.UTC(2100, 0));
  }
}

function orderDoesNotMatter(samples: readonly string[]): void {
  const alone = samples.map((sample) => parseText(sample));
  const parser = createEntryParser(testContext());
  const lines = samples.map((sample) => sample.split('\n'));
  for (const order of [lines, lines.toReversed(), [...lines, ...lines]]) {
    for (const entry of order) expect(parser.parse(entry)).toEqual(alone[lines.indexOf(entry)]);
  }
}
