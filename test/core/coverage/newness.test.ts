/** What counts as new, by the log in which it is first seen. */
import { expect, it } from 'vitest';
import type { SourceProfile } from '../../../src/core/blindspots/profile.ts';
import { newFromOf } from '../../../src/core/coverage/newness.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function log(source: string, first: number, last: number): SourceProfile {
  const samples = [first, last].map((time, i) => ({ offset: i, time, host: undefined, isBroken: false }));
  return { source, samples, end: undefined };
}

it('the last tenth of a log', () => {
  expect(newFromOf([log('a', 0, 10 * HOUR)], undefined)('a')).toBe(9 * HOUR);
});

it('no more than the last day of years', () => {
  expect(newFromOf([log('a', 0, 1000 * DAY)], undefined)('a')).toBe(999 * DAY);
});

it('of all its rotated files', () => {
  const newFrom = newFromOf([log('a.log.1', 0, 9 * HOUR), log('a.log', 9 * HOUR, 10 * HOUR)], undefined);
  expect([newFrom('a.log'), newFrom('a.log.1')]).toEqual([9 * HOUR, 9 * HOUR]);
});

it('each log by its own span, whatever years lie between them', () => {
  const newFrom = newFromOf([log('old', 0, 10 * HOUR), log('new', 900 * DAY, 901 * DAY)], undefined);
  expect([newFrom('old'), newFrom('new')]).toEqual([Infinity, 900 * DAY + 21.6 * HOUR]);
});

it('logs that end about together', () => {
  const newFrom = newFromOf([log('a', 0, 10 * HOUR), log('b', HOUR, 9 * HOUR)], undefined);
  expect([newFrom('a'), newFrom('b')]).toEqual([9 * HOUR, 9 * HOUR - 0.8 * HOUR]);
});

it('by the unknown lines themselves where nothing else is known', () => {
  expect(newFromOf([], { first: 0, last: 10 * HOUR })('es://x/_doc/1')).toBe(9 * HOUR);
  expect(newFromOf([], undefined)('a')).toBe(Infinity);
  expect(newFromOf([log('a', 5, 5)], undefined)('a')).toBe(Infinity);
});
