/** Times, durations and sizes for people. */

const MIN_MS = -62_167_219_200_000; // 0000-01-01
const MAX_MS = 253_402_300_799_999; // 9999-12-31, the last that RFC 3339 can write

/** ms since the epoch as `2020-03-05T17:22:36.000Z`; fractions of a ms are cut, times that RFC 3339 cannot write go to its nearest. */
export function rfc3339(ms: number): string {
  return new Date(Math.min(MAX_MS, Math.max(MIN_MS, Math.floor(ms)))).toISOString();
}

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1000, name: 's' },
] as const;

/** `850 ms`, `2 s`, `3 min 5 s`, `2 h`, `3 d 4 h`: the two largest units, cut. */
export function formatDuration(ms: number): string {
  const whole = Math.floor(Math.abs(ms));
  const at = UNITS.findIndex((unit) => whole >= unit.ms);
  const large = UNITS[at];
  if (large === undefined) return `${whole} ms`;
  const small = UNITS[at + 1];
  const rest = small === undefined ? 0 : Math.floor((whole % large.ms) / small.ms);
  const head = `${Math.floor(whole / large.ms)} ${large.name}`;
  return small === undefined || rest === 0 ? head : `${head} ${rest} ${small.name}`;
}

/** `512 B`, `1.5 KiB`, `20 GiB`: at most one decimal, none from 10 up. */
export function formatBytes(bytes: number): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < names.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${names[unit]}`;
}
