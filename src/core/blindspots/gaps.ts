/** Jumps of the time within a source: nothing was written for long, or the clock was set. */
import { formatDuration } from '../text/amounts.ts';
import type { BlindSpot } from './blind-spot.ts';
import { momentOf } from './moment.ts';
import { isReversed, timesOf } from './profile.ts';
import type { SourceProfile } from './profile.ts';

const MINUTE = 60_000;
/** Shorter silences are ordinary. */
const MIN_GAP = 30 * MINUTE;
/** … and so are those that are not this many times as long as such a stretch takes just before and after. */
const UNUSUAL = 10;
/** Stretches on each side that are compared; a busy start says nothing of the hours after it. */
const NEIGHBOURS = 3;
/** Silences of such a length come again and again: that is the log's rhythm. */
const RHYTHM = 3;
/** Entries of several programs come out of order by some seconds. */
const MIN_STEP_BACK = MINUTE;
const MIN_SAMPLES = 4;

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** ms per byte. */
  readonly pace: number;
}

/** A time in which next to nothing was written. */
export interface Gap {
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

export function stepsBack(profile: SourceProfile): BlindSpot[] {
  return stepsBackIn(profile.source, stretchesOf(profile));
}

export function gapsIn(profile: SourceProfile): Gap[] {
  return gaps(profile.source, stretchesOf(profile));
}

function stretchesOf(profile: SourceProfile): Stretch[] {
  const times = timesOf(profile);
  const reversed = isReversed(profile);
  const stretches: Stretch[] = [];
  for (let i = 1; i < times.length; i++) {
    const [a, b] = [times[i - 1]!, times[i]!];
    const [from, to] = reversed ? [b.time, a.time] : [a.time, b.time];
    stretches.push({ from, to, pace: (to - from) / (b.offset - a.offset) });
  }
  return reversed ? stretches.reverse() : stretches;
}

function stepsBackIn(source: string, stretches: readonly Stretch[]): BlindSpot[] {
  const back = stretches.filter(({ from, to }) => from - to >= MIN_STEP_BACK);
  if (back.length === 0) return [];
  const [worst] = [...back].sort((a, b) => b.from - b.to - (a.from - a.to));
  const { from, to } = worst!;
  const text = `its clock goes back by ${formatDuration(from - to)} or more near ${momentOf(from)}: order and durations around it are not sure`;
  return [{ code: 'clock-back', text, count: back.length, source, from: to, to: from }];
}

function gaps(source: string, stretches: readonly Stretch[]): Gap[] {
  if (stretches.length < MIN_SAMPLES - 1) return [];
  const silent = stretches.filter(
    (stretch, i) => lengthOf(stretch) >= MIN_GAP && isUnusual(stretches, i) && isRare(stretches, stretch),
  );
  return silent.map(({ from, to }) => ({ source, from, to }));
}

function lengthOf({ from, to }: Stretch): number {
  return to - from;
}

function isUnusual(stretches: readonly Stretch[], at: number): boolean {
  const near = [
    ...stretches.slice(Math.max(0, at - NEIGHBOURS), at),
    ...stretches.slice(at + 1, at + 1 + NEIGHBOURS),
  ];
  return stretches[at]!.pace > UNUSUAL * Math.max(0, ...near.map(({ pace }) => pace));
}

function isRare(stretches: readonly Stretch[], gap: Stretch): boolean {
  const alike = stretches.filter((each) => each !== gap && lengthOf(each) >= lengthOf(gap) / 2);
  return alike.length < RHYTHM;
}
