/** Steps of the clock, gaps, boots, and ends without a shutdown: each told from the others where the log shows it. */
import { describe, expect, test } from 'vitest';
import { bootClockOf } from '../../../src/core/blindspots/boot-clock.ts';
import type { BootClock } from '../../../src/core/blindspots/boot-clock.ts';
import { findBlindSpots } from '../../../src/core/blindspots/find.ts';
import type { SourceProfile } from '../../../src/core/blindspots/profile.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { evidence, incident } from '../../sinks/report.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 21, 3);
const A = 'a'.repeat(32);
const B = 'b'.repeat(32);

/** A line each ten seconds of the machine's own time; `wall` says what the clock showed then, ms after START. */
function ticking(count: number, wall: (uptime: number) => number, id?: string): SourceProfile {
  const samples = Array.from({ length: count }, (_, i) => {
    const uptime = 600_000 + i * 10_000;
    const time = START + wall(uptime);
    return { offset: i * 4096, time, host: 'n1', isBroken: false, boot: { id, at: time - uptime, uptime } };
  });
  return { source: 'node.log', samples, end: undefined };
}

function joined(...parts: SourceProfile[]): SourceProfile {
  const all = parts.flatMap((part) => part.samples);
  const samples = all.map(({ time, host, isBroken, boot }, i) => ({
    offset: i * 4096,
    time,
    host,
    isBroken,
    boot,
  }));
  return { source: 'node.log', samples, end: undefined };
}

/** Without a word of the boot. */
function plain(profile: SourceProfile): SourceProfile {
  const samples = profile.samples.map(({ offset, time, host }) => ({ offset, time, host, isBroken: false }));
  return { source: profile.source, samples, end: undefined };
}

interface Said {
  readonly incidents?: Incident[];
  readonly signs?: Incident[];
}

const spots = (profile: SourceProfile, { incidents = [], signs = [] }: Said = {}) =>
  findBlindSpots({ profiles: [profile], incidents, signs, diagnoses: [], facts: [] });

describe('by the count of the time since the boot', () => {
  test.each([
    ['journald', A],
    ['the kernel', undefined],
  ])('%s: a clock that runs on has no step', (_, id) => {
    expect(spots(ticking(50, (uptime) => uptime, id))).toEqual([]);
  });

  test.each([
    ['journald', A],
    ['the kernel', undefined],
  ])('%s: a clock that is set forward, and no gap', (_, id) => {
    const found = spots(ticking(50, (uptime) => uptime + (uptime > 900_000 ? 2 * HOUR : 0), id));
    expect(found).toMatchObject([{ code: 'clock-forward', source: 'node.log', host: 'n1', count: 1 }]);
    expect(found[0]!.text).toBe(
      'its clock was set forward by 2 h between 2026-11-21T03:15:00Z and 2026-11-21T05:15:10Z, or the machine slept so long: durations and order across it are not sure',
    );
  });

  test('a step forward that is too short to be seen as a gap', () => {
    const profile = ticking(50, (uptime) => uptime + (uptime > 900_000 ? 120_000 : 0), A);
    expect(spots(profile)).toMatchObject([{ code: 'clock-forward' }]);
  });

  test('a step back that times alone do not show', () => {
    const silent = ticking(50, (uptime) => uptime + (uptime > 900_000 ? 120_000 : 0), A);
    const samples = silent.samples.map((sample) => {
      const isLate = sample.time! > START + 900_000;
      const uptime = sample.boot!.uptime + (isLate ? 300_000 : 0);
      return { ...sample, boot: { id: A, at: sample.time! - uptime, uptime } };
    });
    expect(spots({ ...silent, samples })).toMatchObject([
      { code: 'clock-back', text: expect.stringContaining('set back by 3 min') as string },
    ]);
  });

  test('a gap in which the clock ran on is one', () => {
    const early = ticking(25, (uptime) => uptime, A);
    const samples = early.samples.map(({ offset, time, host, isBroken, boot }) => {
      const later = { id: A, at: START, uptime: boot!.uptime + 5 * HOUR };
      return { offset, time: time! + 5 * HOUR, host, isBroken, boot: later };
    });
    const found = spots(joined(early, { ...early, samples }));
    expect(found).toMatchObject([{ code: 'gap' }]);
    expect(found[0]!.text).toContain('the clock was not set');
  });

  test('another boot, known by its id, is no step', () => {
    const later = ticking(25, (uptime) => uptime + 5 * HOUR, B);
    const found = spots(
      joined(
        ticking(25, (uptime) => uptime, A),
        later,
      ),
    );
    expect(found.map(({ code }) => code)).toEqual(['boot', 'gap']);
    expect(found[0]).toMatchObject({ host: 'n1', count: 1, source: 'node.log' });
  });

  test('messages of a boot that were read later than they were made are no step', () => {
    const boot = (uptime: number): BootClock => ({ id: undefined, at: START - uptime, uptime });
    const samples = [0, 40_000, 80_000, 110_000].map((uptime, i) => ({
      offset: i * 4096,
      time: START,
      host: 'n1',
      isBroken: false,
      boot: boot(uptime),
    }));
    expect(spots({ source: 'kern.log', samples, end: undefined })).toEqual([]);
  });
});

describe('by what daemons say', () => {
  const silent = (): SourceProfile =>
    plain(ticking(40, (uptime) => uptime + (uptime > 800_000 ? 5 * HOUR : 0)));
  const said = (id: string, message: string, at: number): Incident =>
    incident({
      rule: { id, kind: 'failure', title: id, severity: 'low', category: 'time' },
      host: 'n1',
      evidence: [evidence({ source: 'chrony.log', line: 7, time: START + at, message })],
    });

  test.each([
    [
      'a step',
      said('time/clock-stepped', 'Forward time jump detected!', 800_000 + 5 * HOUR),
      'clock-forward',
      'set forward in it, says chrony.log:7',
    ],
    [
      'a sleep',
      said('time/machine-suspended', 'PM: suspend entry (s2idle)', 800_000),
      'gap',
      'the machine slept, says chrony.log:7',
    ],
    [
      'a step back',
      said('time/clock-stepped', 'Backward time jump detected!', 800_000),
      'gap',
      'or the clock was set',
    ],
    [
      'a step at another time',
      said('time/clock-stepped', 'Forward time jump detected!', 0),
      'gap',
      'or the clock was set',
    ],
  ])('%s', (_, incident, code, text) => {
    const found = spots(silent(), { incidents: [incident] });
    expect(found).toMatchObject([{ code, text: expect.stringContaining(text) as string }]);
  });
});

describe('ends of boots', () => {
  const boot = (text: string, before: string[]): Incident =>
    incident({
      rule: {
        id: 'host/boot',
        kind: 'failure',
        title: 'The machine booted',
        severity: 'info',
        category: 'boot',
      },
      host: 'n1',
      first: START + 900_000,
      evidence: [evidence({ source: 'node.log', time: START + 900_000, text, before })],
    });
  const profile = plain(ticking(50, (uptime) => uptime));
  const kernel = 'Nov 21 03:15:00 n1 kernel: Linux version 5.15.0-88-generic (buildd@x) #98';
  const mark = '-- Boot 728ebf194c3d4055ab5101c467ca082d --';

  test.each([
    [
      'in the middle of life',
      mark,
      [
        'Nov 21 03:12:00 n1 k3s[700]: I1121 03:12:00.1 700 a.go:1] "Event occurred"',
        'Nov 21 03:12:01 n1 CRON[9]: pam_unix(cron:session): session closed',
      ],
      'unclean-end',
    ],
    [
      'after journald was stopped',
      mark,
      [
        'Nov 21 03:12:00 n1 systemd[1]: Shutting down.',
        'Nov 21 03:12:01 n1 systemd-journald[300]: Journal stopped',
      ],
      'boot',
    ],
    [
      'a service stopped',
      mark,
      [
        'Nov 21 03:12:00 n1 k3s[700]: time="x" msg="Shutting down"',
        'Nov 21 03:12:01 n1 systemd[1]: Stopped Lightweight Kubernetes.',
      ],
      'boot',
    ],
    [
      'the kernel alone, which says nothing of it',
      kernel,
      ['Nov 21 03:10:00 n1 kernel: cni0: port 1(veth1) entered disabled state'],
      'boot',
    ],
    [
      'in the middle of life, in syslog',
      kernel,
      ['Nov 21 03:12:00 n1 k3s[700]: I1121 03:12:00.1 700 a.go:1] "Event occurred"'],
      'unclean-end',
    ],
    [
      'after rsyslog was stopped',
      kernel,
      ['Nov 21 03:12:00 n1 rsyslogd: [origin software="rsyslogd"] exiting on signal 15.'],
      'boot',
    ],
    [
      'lines of the same boot',
      kernel,
      ['Nov 21 03:15:00 n1 rsyslogd: imuxsock: Acquired UNIX socket'],
      'boot',
    ],
    ['nothing before', mark, [], 'boot'],
  ])('%s', (_, text, before, code) => {
    expect(spots(profile, { signs: [boot(text, before)] }).map((spot) => spot.code)).toEqual([code]);
  });
});

describe('what a line tells of its boot', () => {
  test('journald', () => {
    const line = `{"_BOOT_ID":"${A}","__REALTIME_TIMESTAMP":"1795287600000123","__MONOTONIC_TIMESTAMP" : "600000000","MESSAGE":"x"}`;
    expect(bootClockOf(line, 0)).toEqual({ id: A, at: 1795287600000 - 600_000, uptime: 600_000 });
    expect(bootClockOf('{"MESSAGE":"x"}', 0)).toBeUndefined();
    expect(bootClockOf(`{"MESSAGE":"\\"_BOOT_ID\\":\\"${B}\\""}`, 0)).toBeUndefined();
  });

  test('the kernel', () => {
    const line = 'Nov 21 03:12:00 n1 kernel: [  600.123456] cni0: port 1(veth1) entered disabled state';
    expect(bootClockOf(line, START)).toEqual({ id: undefined, at: START - 600_123, uptime: 600_123 });
    expect(bootClockOf('Nov 21 03:12:00 n1 k3s[7]: [600.123] x', START)).toBeUndefined();
  });
});
