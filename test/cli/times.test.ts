import { describe, expect, test } from 'vitest';
import { parseTime } from '../../src/cli/times.ts';

const NOW = Date.parse('2026-11-21T13:00:00Z');
const at = (text: string, timeZone = 'UTC'): string | undefined => {
  const ms = parseTime(text, { now: NOW, timeZone });
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('parseTime', () => {
  test.each([
    ['2026-11-21T12:30:00Z', '2026-11-21T12:30:00.000Z'],
    ['2026-11-21T12:30:00.25+02:00', '2026-11-21T10:30:00.250Z'],
    ['2026-11-21 12:30 +0200', '2026-11-21T10:30:00.000Z'],
    ['2026-11-21 12:30 UTC', '2026-11-21T12:30:00.000Z'],
    ['2026-11-21 12:30', '2026-11-21T12:30:00.000Z'],
    ['2026-11-21T12:30:05', '2026-11-21T12:30:05.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['09:15', '2026-11-21T09:15:00.000Z'],
    ['now', '2026-11-21T13:00:00.000Z'],
    ['2h', '2026-11-21T11:00:00.000Z'],
    ['-2h', '2026-11-21T11:00:00.000Z'],
    ['1d12h', '2026-11-20T01:00:00.000Z'],
    ['30 min ago', '2026-11-21T12:30:00.000Z'],
    ['90s', '2026-11-21T12:58:30.000Z'],
  ])('%s', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  test('a time without a zone is in the given one, summer time included', () => {
    expect(at('2026-11-21 13:00', 'Asia/Shanghai')).toBe('2026-11-21T05:00:00.000Z');
    expect(at('2026-07-01 13:00', 'Europe/Berlin')).toBe('2026-07-01T11:00:00.000Z');
    expect(at('2026-07-01 13:00', '+05:30')).toBe('2026-07-01T07:30:00.000Z');
    expect(at('01:00', 'Pacific/Auckland')).toBe('2026-11-21T12:00:00.000Z');
  });

  test.each(['', 'yesterday', '2h3', '2026-13-01', '2026-11-21 25:00', '13', '2026-11-21T', 'h', '1e3h'])(
    '%j is no time',
    (text) => {
      expect(at(text)).toBeUndefined();
    },
  );
});
