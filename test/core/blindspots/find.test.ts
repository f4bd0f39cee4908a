/** Where logs are blind: told from sampled times only. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBlindSpots } from '../../../src/core/blindspots/find.ts';
import { mergedProfiles } from '../../../src/core/blindspots/profile.ts';
import type { SourceProfile } from '../../../src/core/blindspots/profile.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { diagnosis, evidence, incident } from '../../sinks/report.ts';
import { nextSample } from '../../../src/core/blindspots/sampling.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 21, 3);

/** A line every ten seconds, 4 KiB apart; `times` in ms after START. */
function profileOf(source: string, times: readonly (number | undefined)[], host?: string): SourceProfile {
  const samples = times.map((time, i) => ({
    offset: i * 4096,
    time: time === undefined ? undefined : START + time,
    host,
    isBroken: false,
  }));
  return { source, samples, end: undefined };
}

const steady = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => from + i * 10_000);

const codesOf = (...profiles: SourceProfile[]): string[] =>
  findBlindSpots({ profiles, incidents: [], signs: [], diagnoses: [], facts: [] }).map(({ code }) => code);

describe('times in one log', () => {
  test('a steady log has no blind spot', () => {
    expect(codesOf(profileOf('k3s.log', steady(50)))).toEqual([]);
  });

  test('hours of silence in a log that is never silent', () => {
    const [spot] = findBlindSpots({
      profiles: [profileOf('k3s.log', [...steady(20), ...steady(20, 5 * HOUR)])],
      incidents: [],
      signs: [],
      diagnoses: [],
      facts: [],
    });
    expect(spot).toMatchObject({
      code: 'gap',
      source: 'k3s.log',
      from: START + 190_000,
      to: START + 5 * HOUR,
    });
    expect(spot!.text).toContain('from 2026-11-21T03:03:10Z to 2026-11-21T08:00:00Z (4 h 56 min)');
  });

  test('a log that is always slow has no gaps', () => {
    expect(
      codesOf(
        profileOf(
          'cron.log',
          steady(30).map((time) => time * 400),
        ),
      ),
    ).toEqual([]);
  });

  test('a busy start, then a line now and then', () => {
    const start = Array.from({ length: 24 }, (_, i) => i * 100);
    const later = Array.from({ length: 12 }, (_, i) => (i + 1) * HOUR);
    expect(codesOf(profileOf('agent.log', [...start, ...later]))).toEqual([]);
  });

  test('bursts once an hour are its rhythm', () => {
    const bursts = [0, 1, 2, 3, 4, 5].flatMap((hour) => steady(8, hour * HOUR));
    expect(codesOf(profileOf('snapshots.log', bursts))).toEqual([]);
  });

  test('two hours without the line of each second, though samples are minutes apart', () => {
    const minutes = (count: number, from: number): number[] =>
      Array.from({ length: count }, (_, i) => from + i * 385_000);
    expect(
      codesOf(profileOf('k3s.log', [...minutes(8, 0), ...minutes(8, 7 * 385_000 + 2.1 * HOUR)])),
    ).toEqual(['gap']);
  });

  test('newest first is read the other way round', () => {
    expect(codesOf(profileOf('r.log', steady(50).reverse()))).toEqual([]);
    expect(codesOf(profileOf('r.log', [...steady(20), ...steady(20, 5 * HOUR)].reverse()))).toEqual(['gap']);
  });

  test('a clock that is set back', () => {
    expect(codesOf(profileOf('k3s.log', [...steady(20, HOUR), ...steady(20)]))).toEqual(['clock-back']);
    expect(codesOf(profileOf('k3s.log', [0, 20_000, 10_000, 30_000, 25_000]))).toEqual([]);
  });

  test('no time at all, and bytes that are no text', () => {
    const timeless = profileOf('a.log', [undefined, undefined, undefined]);
    const broken = {
      ...timeless,
      samples: timeless.samples.map((x) => ({ ...x, time: START, isBroken: true })),
    };
    expect(codesOf(timeless)).toEqual(['no-time']);
    expect(codesOf(broken)).toEqual(['undecodable']);
  });
});

describe('other logs when a failure began', () => {
  const root = incident({ first: START + 10 * HOUR, evidence: [evidence({ source: 'k3s.log', line: 99 })] });
  const spotsFor = (...others: SourceProfile[]): ReturnType<typeof findBlindSpots> =>
    findBlindSpots({
      profiles: [profileOf('k3s.log', steady(30, 10 * HOUR)), ...others],
      incidents: [root],
      signs: [],
      diagnoses: [diagnosis({ root: root.id })],
      facts: [],
    }).filter(({ code }) => code === 'not-covered');

  test('one that ends before, one that begins after', () => {
    expect(spotsFor(profileOf('a.log', steady(30)), profileOf('b.log', steady(9, 12 * HOUR)))).toMatchObject([
      { count: 2, text: expect.stringContaining('2 of 3 logs have no line') as string },
    ]);
  });

  test('one alone is singular, and named', () => {
    expect(spotsFor(profileOf('a.log', steady(30)))).toMatchObject([
      { count: 1, source: 'a.log', text: expect.stringContaining('1 of 2 logs has no line') as string },
    ]);
  });

  test('rotated files and restarts of a container continue a log', () => {
    expect(
      spotsFor(profileOf('k3s.log.1', steady(30, 9.9 * HOUR)), profileOf('k3s.log.2.gz', steady(9))),
    ).toEqual([]);
    const pod = 'pods/default_web_0b5c/app';
    expect(
      spotsFor(
        profileOf(`${pod}/0.log.20261121-040000.gz`, steady(30)),
        profileOf(`${pod}/0.log`, steady(30, HOUR)),
        profileOf(`${pod}/1.log`, steady(30, 9.99 * HOUR)),
      ),
    ).toEqual([]);
  });

  test('a log that is often silent for as long', () => {
    const hourly = Array.from({ length: 9 }, (_, i) => (i + 0.5) * HOUR);
    expect(spotsFor(profileOf('cron.log', [...hourly, 9.2 * HOUR]))).toEqual([]);
  });
});

describe('what the log itself says', () => {
  const sign = (category: string, at: number, title = 'x'): Incident =>
    incident({
      rule: { id: 'host/x', kind: 'failure', title, severity: 'info', category },
      host: 'n1',
      count: 1,
      first: START + at,
      last: START + at,
      evidence: [evidence({ source: 'k3s.log' })],
    });
  const spotsFor = (...signs: Incident[]): ReturnType<typeof findBlindSpots> =>
    findBlindSpots({
      profiles: [profileOf('k3s.log', steady(90))],
      incidents: [],
      signs,
      diagnoses: [],
      facts: [],
    });

  test('boots within it, not the one that it begins with', () => {
    expect(spotsFor(sign('boot', 0))).toEqual([]);
    expect(spotsFor(sign('boot', 0), sign('boot', 300_000), sign('boot', 600_000))).toMatchObject([
      {
        code: 'boot',
        count: 2,
        host: 'n1',
        text: expect.stringContaining('last at 2026-11-21T03:10:00Z') as string,
      },
    ]);
  });

  test('lines that a logger dropped', () => {
    expect(spotsFor(sign('blind-spot', 5000, 'rsyslog dropped lines'))).toMatchObject([
      { code: 'lines-dropped', text: 'rsyslog dropped lines', source: 'k3s.log' },
    ]);
  });
});

describe('rotated files', () => {
  test('a number that is not there', () => {
    const at = (name: string, from: number): SourceProfile => profileOf(name, steady(30, from));
    expect(codesOf(at('l/k3s.log', 600_000), at('l/k3s.log.1.gz', 300_000), at('l/k3s.log.2.gz', 0))).toEqual(
      [],
    );
    expect(codesOf(at('l/k3s.log', 600_000), at('l/k3s.log.1', 300_000), at('l/k3s.log.3', 0))).toEqual([
      'rotation-gap',
    ]);
  });

  test('time that neither has', () => {
    const spots = findBlindSpots({
      profiles: [profileOf('0.log', steady(30, 9 * HOUR)), profileOf('0.log.20261121-040000', steady(30))],
      incidents: [],
      signs: [],
      diagnoses: [],
      facts: [],
    });
    expect(spots.map(({ text }) => text)).toEqual([
      'nothing between the end of 0.log.20261121-040000 (2026-11-21T03:04:50Z) and the start of 0.log, 8 h 55 min later',
    ]);
  });

  test('logs of other names are no rotation of each other', () => {
    expect(
      codesOf(profileOf('etcd.log', steady(30)), profileOf('kubelet.log', steady(30, 9 * HOUR))),
    ).toEqual([]);
  });
});

describe('samples', () => {
  test('places depend on the offset only, and rise', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.nat(100_000), (offset, more) => {
        const at = nextSample(offset);
        expect(at).toBeGreaterThanOrEqual(offset);
        expect(nextSample(at)).toBe(at);
        expect(nextSample(offset + more)).toBeGreaterThanOrEqual(at);
      }),
    );
  });

  test('few for any size', () => {
    let count = 0;
    for (let at = nextSample(0); at < 5e9; at = nextSample(at + 1)) count++;
    expect(count).toBeLessThan(5100);
  });

  test('pieces merge in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (parts) => {
        const whole = profileOf('a', steady(30));
        const piece = (want: boolean): SourceProfile => ({
          ...whole,
          samples: whole.samples.filter((_, i) => parts[i] === want),
        });
        expect(mergedProfiles(piece(true), piece(false))).toEqual(whole);
        expect(mergedProfiles(piece(false), piece(true))).toEqual(whole);
      }),
    );
  });
});
