import { describe, expect, it } from 'vitest';
import { ENVELOPES } from '../../../src/core/formats/envelopes/index.ts';
import { formatBattery, parseText, testContext } from './battery.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';
import { SAMPLES } from './envelope-samples.ts';

/** These need no line of their own: kubectl's times stand before any of the others. */
const WITHOUT_SAMPLE = new Set(['kubectl-timestamps']);

describe('envelopes on real lines', () => {
  it.each(SAMPLES)('$format from $from', ({ text, expect: wanted, time, format }) => {
    const entry = parseText(text);
    expect(entry).toMatchObject(wanted);
    expect(entry.formats).toContain(format);
    expect(entry.time === undefined ? undefined : new Date(entry.time).toISOString()).toBe(time);
  });

  it.each(SAMPLES.filter(({ text }) => text.includes('\n')))(
    '$format: the lines of $from belong together',
    ({ text }) => {
      const parser = createEntryParser(testContext());
      const lines = text.split('\n');
      expect(parser.mayContinue(lines[0]!, () => undefined)).toBe(false);
      for (let i = 1; i < lines.length; i++) {
        expect(parser.mayContinue(lines[i]!, () => lines[i - 1])).toBe(true);
        expect(parser.continues(lines.slice(0, i), lines[i]!)).toBe(true);
      }
      expect(parser.continues(lines, lines[0]!)).toBe(false);
    },
  );

  it('has a sample for every envelope', () => {
    const covered = new Set(SAMPLES.flatMap(({ text }) => parseText(text).formats));
    const missing = ENVELOPES.map(({ name }) => name).filter(
      (name) => !covered.has(name) && !WITHOUT_SAMPLE.has(name),
    );
    expect(missing).toEqual([]);
  });
});

describe('kubectl logs --timestamps', () => {
  const payload = 'E0901 09:24:20.960125    1399 controller.go:136] failed to ensure node lease exists';
  it('gives its time to the line', () => {
    const entry = parseText(`2022-09-01T07:24:20.960400000Z ${payload}`);
    expect(entry.formats).toEqual(['kubectl-timestamps', 'klog']);
    expect(new Date(entry.time!).toISOString()).toBe('2022-09-01T07:24:20.960Z');
  });
  it('nests in a prefix', () => {
    const entry = parseText(`[pod/kube-proxy-abcde/kube-proxy] 2022-09-01T07:24:20.960400000Z ${payload}`);
    expect(entry.formats).toEqual(['kubectl-prefix', 'kubectl-timestamps', 'klog']);
    expect(entry.component).toBe('kube-proxy');
  });
});

for (const format of new Set(SAMPLES.map((sample) => sample.format))) {
  formatBattery(
    format,
    SAMPLES.filter((sample) => sample.format === format).map(({ text }) => text),
  );
}
