/** Points in time as people write them on a command line. */
import { ZoneClock } from '../core/formats/time/zone.ts';

export interface Clock {
  /** ms since the epoch. */
  readonly now: number;
  /** IANA zone of times that name none. */
  readonly timeZone: string;
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** ms since the epoch of RFC 3339, `2026-11-21 13:00[:05]`, `2026-11-21`, `13:00` (today), `2h`, `1d12h`, `30 min ago`, `now`; else undefined. */
export function parseTime(text: string, clock: Clock): number | undefined {
  const written = text.trim();
  if (written === 'now') return clock.now;
  return ago(written, clock.now) ?? instant(written) ?? wallTime(written, clock);
}

function ago(text: string, now: number): number | undefined {
  const age = text.replace(/ ?ago$/, '').replace(/^-/, '');
  if (!/^(?:\d{1,9} ?(?:sec|s|min|m|h|d|w) ?){1,6}$/.test(age)) return undefined;
  let sum = 0;
  for (const [, count, unit] of age.matchAll(/(\d+) ?(sec|s|min|m|h|d|w)/g))
    sum += Number(count) * UNITS[unit!]!;
  return now - sum;
}

const ZONED = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:[Zz]|UTC|[+-]\d\d:?\d\d)$/;

function instant(text: string): number | undefined {
  if (!ZONED.test(text)) return undefined;
  const zone = text
    .slice(16)
    .replace(/ ?(?:UTC|z)$/, 'Z')
    .replace(/ ?([+-]\d\d):?(\d\d)$/, '$1:$2');
  return finite(Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16)}${zone}`));
}

const WALL = /^(?:(\d{4}-\d\d-\d\d)(?:[Tt ](?=\d)|$))?(?:(\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?)?$/;

function wallTime(text: string, clock: Clock): number | undefined {
  const found = WALL.exec(text);
  if (found === null || text === '') return undefined;
  const zone = new ZoneClock(clock.timeZone);
  const today = new Date(clock.now + zone.offsetAt(clock.now)).toISOString().slice(0, 10);
  const [, day = today, minutes = '00:00', seconds = ':00'] = found;
  const wall = finite(Date.parse(`${day}T${minutes}${seconds}Z`));
  return wall === undefined ? undefined : zone.instantOf(wall);
}

function finite(ms: number): number | undefined {
  return Number.isFinite(ms) ? ms : undefined;
}
