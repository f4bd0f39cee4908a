import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StampedTime } from '../../../../src/core/formats/format.ts';
import { TimeResolver, resolveTime } from '../../../../src/core/formats/time/resolve.ts';
import { exactTime, timeWithoutYear, timeWithoutZone } from '../../../../src/core/formats/time/wall.ts';
import { isTimeZone } from '../../../../src/core/formats/time/zone.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const context = { anchor: undefined, modified: Date.parse('2026-11-21T14:00:00Z'), timeZone: 'UTC' };

function resolved(
  time: StampedTime,
  over: Partial<{ anchor: number; modified: number; timeZone: string }> = {},
): string {
  return new Date(resolveTime(time, { ...context, ...over })).toISOString();
}

describe('years', () => {
  it('takes exact times as they are', () => {
    expect(resolved(exactTime(0))).toBe('1970-01-01T00:00:00.000Z');
  });
  it('takes the latest year that puts a line no more than a day past the modification time', () => {
    expect(resolved(timeWithoutYear(11, 21, 13 * HOUR))).toBe('2026-11-21T13:00:00.000Z');
    expect(resolved(timeWithoutYear(11, 22, 13 * HOUR))).toBe('2026-11-22T13:00:00.000Z');
    expect(resolved(timeWithoutYear(11, 22, 15 * HOUR))).toBe('2025-11-22T15:00:00.000Z');
    expect(resolved(timeWithoutYear(12, 31, 0))).toBe('2025-12-31T00:00:00.000Z');
    expect(resolved(timeWithoutYear(1, 1, 0), { modified: Date.parse('2025-12-31T23:00:00Z') })).toBe(
      '2026-01-01T00:00:00.000Z',
    );
  });
  it('takes the first year that puts a line no more than a day before the anchor', () => {
    const anchor = Date.parse('2025-12-31T23:59:58Z');
    expect(resolved(timeWithoutYear(12, 31, 23 * HOUR), { anchor })).toBe('2025-12-31T23:00:00.000Z');
    expect(resolved(timeWithoutYear(1, 1, HOUR), { anchor })).toBe('2026-01-01T01:00:00.000Z');
    expect(resolved(timeWithoutYear(12, 30, 0), { anchor, modified: 0 })).toBe('2026-12-30T00:00:00.000Z');
  });
  it('does not put newest-first journals into the future', () => {
    const anchor = Date.parse('2026-11-21T13:00:00Z');
    expect(resolved(timeWithoutYear(11, 10, 0), { anchor })).toBe('2026-11-10T00:00:00.000Z');
  });
  it('knows February 29', () => {
    expect(resolved(timeWithoutYear(2, 29, HOUR))).toBe('2024-02-29T01:00:00.000Z');
    expect(resolved(timeWithoutYear(3, 1, HOUR))).toBe('2026-03-01T01:00:00.000Z');
  });
  it('stands broken modification times', () => {
    for (const modified of [0, Number.NaN, Infinity, -1e15]) {
      expect(Number.isFinite(resolveTime(timeWithoutYear(11, 21, 0), { ...context, modified }))).toBe(true);
    }
  });
});

describe('zones', () => {
  it.each([
    ['Europe/Berlin', '2026-07-01T10:00:00.000Z'],
    ['America/New_York', '2026-07-01T16:00:00.000Z'],
    ['Asia/Kolkata', '2026-07-01T06:30:00.000Z'],
    ['+02:00', '2026-07-01T10:00:00.000Z'],
    ['-0930', '2026-07-01T21:30:00.000Z'],
    ['No/Where', '2026-07-01T12:00:00.000Z'],
  ])('%s', (timeZone, wanted) => {
    expect(resolved(timeWithoutZone(2026, 7, 1, 12 * HOUR), { timeZone })).toBe(wanted);
  });
  it('reads the skipped hour with the offset before, the doubled one as its first', () => {
    const timeZone = 'Europe/Berlin';
    expect(resolved(timeWithoutZone(2026, 3, 29, 2.5 * HOUR), { timeZone })).toBe('2026-03-29T01:30:00.000Z');
    expect(resolved(timeWithoutZone(2026, 10, 25, 2.5 * HOUR), { timeZone })).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(resolved(timeWithoutZone(2026, 10, 25, 3 * HOUR), { timeZone })).toBe('2026-10-25T02:00:00.000Z');
  });
  it('tells zones from other words', () => {
    expect(['UTC', 'Europe/Berlin', '+02:00', '-0930'].every(isTimeZone)).toBe(true);
    expect(['', 'Berlin', 'No/Where', '+2'].some(isTimeZone)).toBe(false);
  });
  it('gives the wall clock back, in any zone', () => {
    const zones = [
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 40 * 365 }),
        fc.integer({ min: 0, max: DAY - 1 }),
        (timeZone, day, ms) => {
          const wall = Date.UTC(2000, 0, 1) + day * DAY + ms;
          const instant = resolveTime({ ms: wall, hasYear: true, hasZone: false }, { ...context, timeZone });
          const shown = wallClock(instant, timeZone);
          // Where the clock jumped forward there is no such wall time.
          const exists = wallClock(instant - HOUR, timeZone) + HOUR === shown;
          expect(shown === wall || !exists).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('does not depend on what was resolved before', () => {
  const time = fc
    .tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 0, max: DAY - 1 }),
      fc.boolean(),
    )
    .map(([month, day, ms, hasYear]) =>
      hasYear ? timeWithoutZone(2026, month, day, ms) : timeWithoutYear(month, day, ms),
    );
  const anchors = fc.option(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2027, 0) }), {
    nil: undefined,
  });
  fc.assert(
    fc.property(fc.array(time, { maxLength: 20 }), anchors, (times, anchor) => {
      const one = { ...context, anchor, timeZone: 'America/New_York' };
      const shared = new TimeResolver(one);
      const backwards = times.toReversed().map((time) => shared.resolve(time));
      expect(times.map((time) => resolveTime(time, one))).toEqual(backwards.toReversed());
    }),
    { numRuns: 200 },
  );
});

function wallClock(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instant);
  return Date.parse(`${parts.replace(' ', 'T')}Z`) + (((instant % 1000) + 1000) % 1000);
}
