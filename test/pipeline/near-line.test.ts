/** Reading begins shortly before the line that is asked for: the same entry as when all is read. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/pipeline/index.ts';
import { readEntries } from '../../src/pipeline/entries.ts';
import type { SeenEntry } from '../../src/core/explain/explain.ts';
import { BundleZones } from '../../src/sources/bundle-zones.ts';
import { fileInput } from '../../src/sources/input.ts';

const rules = await loadRules();
const file = join(mkdtempSync(join(tmpdir(), 'whynotready-')), 'k3s.log');

async function entryOf(
  line: number,
  near: number | undefined,
): Promise<Partial<SeenEntry> | { lines: number }> {
  let seen: SeenEntry | undefined;
  let ended = false;
  const lines = await readEntries(fileInput(file, file), {
    rules,
    timeZone: 'UTC',
    timeZoneGiven: true,
    host: '',
    format: undefined,
    zones: new BundleZones(),
    near,
    onEntry: (entry) => {
      ended = entry.origin.line > line;
      if (!ended) seen = entry;
      return !ended;
    },
  });
  // Beyond the end only the number of lines counts.
  if (lines < line) return { lines };
  const { entry, ...place } = seen!;
  return { entry: { ...entry, same: undefined }, ...place };
}

/** klog lines, errors over several lines, lines without a time, very long ones. */
const TEXT = Array.from({ length: 900 }, (_, i) => {
  const head = `E1121 10:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.000000    1 kubelet.go:1]`;
  if (i % 97 === 5) return `${head} "Failed" err=<\n\tline one of ${i}\n\tline two\n >`;
  if (i % 101 === 7) return `no time here ${i}`;
  if (i % 301 === 11) return `${head} ${'long '.repeat(60_000)}`;
  return `${head} "Said ${i}"`;
}).join('\n');

describe.each([
  ['with a last line end', `${TEXT}\n`],
  ['without', TEXT],
])('%s', (_, text) => {
  const count = TEXT.split('\n').length;

  it.each([
    1,
    6,
    7,
    8,
    9,
    256,
    257,
    258,
    259,
    300,
    301,
    318,
    400,
    401,
    699,
    700,
    count - 1,
    count,
    count + 300,
  ])('line %i', async (line) => {
    writeFileSync(file, text);
    expect(await entryOf(line, line)).toEqual(await entryOf(line, undefined));
  });
});
