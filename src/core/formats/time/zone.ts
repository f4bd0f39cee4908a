/** Offsets of time zones, by way of Intl, cached by the quarter of an hour: dense logs ask a million times a second. */

/** Zones change their offset at quarters of an hour only. */
export const QUARTER = 900_000;
const CACHE_LIMIT = 20_000;
const FIXED = /^([+-])(\d\d):?(\d\d)$/;

/** True when `timeZone` names a zone that this platform knows, or is a fixed offset such as `+02:00`. */
export function isTimeZone(timeZone: string): boolean {
  if (FIXED.test(timeZone)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** `+01:00` for an hour in ms. */
export function zoneName(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const parts = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${offset < 0 ? '-' : '+'}${parts.join(':')}`;
}

/** Wall clock of one zone. An unknown zone is read as UTC. */
export class ZoneClock {
  private readonly fixed: number | undefined;
  private readonly format: Intl.DateTimeFormat | undefined;
  private readonly cache = new Map<number, number>();

  constructor(timeZone: string) {
    this.fixed = fixedOffset(timeZone);
    if (this.fixed === undefined) this.format = formatOf(timeZone);
  }

  /** ms to add to UTC to get the wall clock at the instant `ms`. */
  offsetAt(ms: number): number {
    if (this.fixed !== undefined) return this.fixed;
    const quarter = Math.floor(ms / QUARTER) * QUARTER;
    const known = this.cache.get(quarter);
    if (known !== undefined) return known;
    const offset = this.ask(quarter);
    if (this.cache.size >= CACHE_LIMIT) this.cache.clear();
    this.cache.set(quarter, offset);
    return offset;
  }

  /**
   * Instant of the wall-clock time `wall` (ms, read as if it were UTC). A time that a change of the clock skips is read with the offset
   * before the change; one that comes twice is its first.
   */
  instantOf(wall: number): number {
    const day = 86_400_000;
    const before = this.offsetAt(wall - day);
    const first = wall - before;
    if (this.offsetAt(first) === before) return first;
    const after = this.offsetAt(wall + day);
    const second = wall - after;
    return this.offsetAt(second) === after ? second : first;
  }

  private ask(ms: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.format?.formatToParts(ms) ?? []) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    return Number.isFinite(wall) ? wall - Math.floor(ms / 1000) * 1000 : 0;
  }
}

function fixedOffset(timeZone: string): number | undefined {
  const match = FIXED.exec(timeZone);
  if (match !== null)
    return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return timeZone === 'UTC' || !isTimeZone(timeZone) ? 0 : undefined;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
