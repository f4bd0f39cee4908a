import { expect, test } from 'vitest';
import { ProgressLine, progressText } from '../../src/cli/progress.ts';

const state = { bytes: 50 << 20, totalBytes: 200 << 20, incidents: 1, source: 'k3s.log' };

function watched() {
  const written: string[] = [];
  const clock = { now: 1000 };
  const line = new ProgressLine({ write: (text) => written.push(text), columns: 60 }, () => clock.now);
  return { written, clock, line };
}

test('bytes, speed, time left, incidents', () => {
  expect(progressText(state, 500)).toBe('50 MiB of 200 MiB | 100 MiB/s | 2 s left | 1 incident | k3s.log');
  expect(progressText({ ...state, totalBytes: undefined, source: '-' }, 500)).toBe(
    '50 MiB | 100 MiB/s | 1 incident | stdin',
  );
  expect(progressText({ ...state, bytes: 0 }, 0)).not.toMatch(/NaN|Infinity/);
  expect(progressText({ ...state, source: 'a\u001b[2Jb' }, 500)).not.toContain('\u001b');
});

test('nothing in the first 300 ms, then at most 10 a second', () => {
  const { written, clock, line } = watched();
  const pass = (ms: number): void => {
    for (const end = clock.now + ms; clock.now < end; clock.now++) line.update(state);
  };
  pass(300);
  expect(written).toEqual([]);
  pass(1700);
  expect(written).toHaveLength(17);
});

test('one line of the terminal, and gone at the end', () => {
  const { written, clock, line } = watched();
  clock.now += 400;
  line.update({ ...state, source: 'x'.repeat(100) });
  line.clear();
  line.clear();
  expect(written).toEqual([expect.stringMatching(/^\r.{59}\u001b\[K$/), '\r\u001b[K']);
});
