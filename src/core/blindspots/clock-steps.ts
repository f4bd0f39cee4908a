/** Steps of the wall clock, told by the machine's own count of the time since its boot; and boots, told by their ids. */
import { formatDuration } from '../text/amounts.ts';
import type { BlindSpot } from './blind-spot.ts';
import type { BootClock } from './boot-clock.ts';
import { momentOf } from './moment.ts';
import type { SourceProfile } from './profile.ts';

/** Two samples that follow each other on one host. */
interface Pair {
  readonly source: string;
  readonly host: string | undefined;
  /** Of the samples, in the order of the file; ms since the epoch. */
  readonly times: readonly [number, number];
  readonly boots: readonly [BootClock, BootClock];
}

/** Smaller ones are corrections, or lines that came late. */
const MIN_STEP = 60_000;
/** The kernel's own count drifts by as much. */
const DRIFT = 1 / 1000;
/** Messages of a boot get the time at which they were first read. */
const SETTLED = 300_000;

/** A time in which the machine booted, as far as it is known. */
export interface SeenBoot {
  readonly source: string;
  readonly host: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** What the wall clock did between two samples. */
export interface ClockStep {
  readonly source: string;
  readonly host: string | undefined;
  /** Of the samples, in the order of their uptimes; ms since the epoch. */
  readonly from: number;
  readonly to: number;
  /** ms that the wall clock went farther than the machine's own count; 0: none worth telling. */
  readonly step: number;
}

/** `boots`: times of those of which the log tells in words. Between any two samples of one boot. */
export function clockSteps(profile: SourceProfile, boots: readonly number[]): ClockStep[] {
  return pairsOf(profile).flatMap((pair) => {
    const [from, to] = [Math.min(...pair.times), Math.max(...pair.times)];
    const isBoot = boots.some((time) => time >= from && time <= to);
    return isBoot || !isOneBoot(pair) ? [] : [stepIn(pair)];
  });
}

export function stepSpot({ source, host, from, to, step }: ClockStep): BlindSpot {
  const span = { ...(host === undefined ? {} : { host }), from: Math.min(from, to), to: Math.max(from, to) };
  const between = `between ${momentOf(from)} and ${momentOf(to)}`;
  const unsure = 'durations and order across it are not sure';
  if (step < 0) {
    const text = `its clock was set back by ${formatDuration(step)} ${between}: ${unsure}`;
    return { code: 'clock-back', text, count: 1, source, ...span };
  }
  const text = `its clock was set forward by ${formatDuration(step)} ${between}, or the machine slept so long: ${unsure}`;
  return { code: 'clock-forward', text, count: 1, source, ...span };
}

/** Between samples of one host with different ids. */
export function bootsById(profile: SourceProfile): SeenBoot[] {
  return pairsOf(profile).flatMap(({ source, host, times, boots: [a, b] }) => {
    if (a.id === undefined || b.id === undefined || a.id === b.id) return [];
    return [{ source, host, from: Math.min(...times), to: Math.max(...times) }];
  });
}

function pairsOf({ source, samples }: SourceProfile): Pair[] {
  const pairs: Pair[] = [];
  const last = new Map<string | undefined, { time: number; boot: BootClock }>();
  for (const { time, host, boot } of samples) {
    if (time === undefined || boot === undefined) continue;
    const before = last.get(host);
    if (before !== undefined)
      pairs.push({ source, host, times: [before.time, time], boots: [before.boot, boot] });
    last.set(host, { time, boot });
  }
  return pairs;
}

function isOneBoot({ boots: [a, b] }: Pair): boolean {
  if (a.id !== undefined || b.id !== undefined) return a.id === b.id;
  return b.uptime >= a.uptime && a.uptime >= SETTLED;
}

function stepIn({ source, host, times, boots: [a, b] }: Pair): ClockStep {
  const [from, to] = a.uptime <= b.uptime ? times : ([times[1], times[0]] as const);
  const step = a.uptime <= b.uptime ? b.at - a.at : a.at - b.at;
  const least = Math.max(MIN_STEP, Math.abs(b.uptime - a.uptime) * DRIFT);
  return { source, host, from, to, step: Math.abs(step) < least ? 0 : step };
}
