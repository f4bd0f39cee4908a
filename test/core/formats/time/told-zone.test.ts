/** What `date` and `timedatectl` print in several languages and versions. */
import { describe, expect, it } from 'vitest';
import { toldZone } from '../../../../src/core/formats/time/told-zone.ts';

const WRITTEN = Date.UTC(2026, 10, 21, 10, 10, 11);
const told = (path: string, text: string) => toldZone({ path, text, modified: WRITTEN });

describe('timedatectl', () => {
  it.each([
    ['                Time zone: Europe/Berlin (CET, +0100)', 'Europe/Berlin'],
    [
      '               Local time: Sat 2026-11-21 10:10:10 UTC\n                Time zone: Etc/UTC (UTC, +0000)\n',
      'Etc/UTC',
    ],
    ['        Timezone: America/Argentina/Buenos_Aires (ART, -0300)', 'America/Argentina/Buenos_Aires'],
    // A zone that only the node knows.
    ['       Time zone: Moon/Tranquility (MTC, +0530)', '+05:30'],
    ['       Time zone: n/a (UTC, +0000)', '+00:00'],
  ])('%s', (text, zone) => {
    expect(told('timedatectl', text)).toBe(zone);
  });

  it('that could not ask says nothing', () => {
    expect(told('timedatectl', 'Failed to query server: Connection timed out')).toBeUndefined();
  });
});

describe('date', () => {
  it.each([
    ['Sat Nov 21 10:10:10 UTC 2026\n', 'UTC'],
    ['Sat Nov 21 11:10:10 CET 2026', '+01:00'],
    ['Sat 21 Nov 2026 11:10:10 AM CET', '+01:00'],
    ['Sat Nov 21 05:10:10 AM EST 2026', '-05:00'],
    ['Sa 21. Nov 11:10:10 CET 2026', '+01:00'],
    ['Sat Nov 21 13:40:10 +0330 2026', '+03:30'],
    ['Sat Nov 21 07:10:10 -03 2026', '-03:00'],
  ])('%s', (text, zone) => {
    expect(told('systeminfo/date', text)).toBe(zone);
  });

  it.each([
    ['Sat Nov 21 04:10:10 CST 2026', '-06:00'],
    ['Sat Nov 21 18:10:10 CST 2026', '+08:00'],
    ['Sat Nov 21 03:40:10 PM IST 2026', '+05:30'],
  ])('%s: of zones with one name the one that fits the time of the file', (text, zone) => {
    expect(told('date', text)).toBe(zone);
  });

  it('a name that several zones share proves nothing where the time of the file says nothing', () => {
    const text = 'Sat Nov 21 04:10:10 CST 2026';
    const zones = [undefined, WRITTEN + 4_000_000].map((modified) =>
      toldZone({ path: 'date', text, modified }),
    );
    expect(zones).toEqual([undefined, undefined]);
  });

  it.each(['', 'date: command not found', 'Sat Nov 21 10:10:10 2026'])('%j says nothing', (text) => {
    expect(told('date', text)).toBeUndefined();
  });
});

it('/etc/timezone and where /etc/localtime leads', () => {
  expect(told('etc/timezone', 'Asia/Tokyo\n')).toBe('Asia/Tokyo');
  expect(told('etc/timezone', 'no such zone\n')).toBeUndefined();
  expect(told('etc/localtime', '../usr/share/zoneinfo/Asia/Kolkata')).toBe('Asia/Kolkata');
  expect(told('etc/localtime', '/usr/share/zoneinfo/posix/Asia/Kolkata')).toBe('Asia/Kolkata');
  expect(told('etc/localtime', 'TZif2\0\0')).toBeUndefined();
});
