/** Durations as Go writes them. */
import { Refusal } from './cre.ts';

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const WHOLE = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g;

/** ms. Throws Refusal. */
export function goDuration(text: string): number {
  if (/^[+-]?0$/.test(text)) return 0;
  if (text.length > 40 || !WHOLE.test(text)) throw new Refusal(`the duration '${text}' can't be read`);
  let sum = 0;
  for (const [, number = '0', unit = 's'] of text.matchAll(PART)) sum += Number(number) * UNITS[unit]!;
  return text.startsWith('-') ? -sum : sum;
}

/** As a rule file writes it; whole milliseconds. */
export function durationText(ms: number): string {
  const whole = Math.round(ms);
  for (const [unit, length] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const)
    if (whole !== 0 && whole % length === 0) return `${whole / length}${unit}`;
  return `${whole}ms`;
}
