/** Gaps and steps of the clock, told apart where the log shows which it is. */
import type { Evidence, Incident } from '../incidents/incident.ts';
import { formatDuration } from '../text/amounts.ts';
import type { BlindSpot } from './blind-spot.ts';
import { clockSteps, stepSpot } from './clock-steps.ts';
import type { ClockStep } from './clock-steps.ts';
import { gapsIn, stepsBack } from './gaps.ts';
import type { Gap } from './gaps.ts';
import { momentOf } from './moment.ts';
import type { SourceProfile } from './profile.ts';
import { hostsOf } from './profile.ts';

/** Daemons that keep the time say that they set it at once, those that are woken by it soon. */
const SOON = 120_000;

/** What rules say of clocks. */
const STEPPED: ReadonlySet<string> = new Set(['host/clock-jumped', 'time/clock-stepped']);
const SLEPT = 'time/machine-suspended';

/** `boots`: times of those of which the log tells in words. */
export function jumpsIn(
  profile: SourceProfile,
  incidents: readonly Incident[],
  boots: readonly number[],
): BlindSpot[] {
  const back = stepsBack(profile);
  const known = clockSteps(profile, boots);
  const steps = known.filter(({ step }) => step !== 0 && (step > 0 || back.length === 0));
  const gaps = gapsIn(profile).filter((gap) => !steps.some((step) => makes(step, gap)));
  return [...back, ...steps.map(stepSpot), ...gaps.map((gap) => gapSpot(gap, { profile, incidents, known }))];
}

/** Is the gap no more than the step? */
function makes({ from, to, step }: ClockStep, gap: Gap): boolean {
  return from <= gap.to && to >= gap.from && step >= (gap.to - gap.from) / 2;
}

interface Knowledge {
  readonly profile: SourceProfile;
  readonly incidents: readonly Incident[];
  readonly known: readonly ClockStep[];
}

function gapSpot(gap: Gap, { profile, incidents, known }: Knowledge): BlindSpot {
  const { source, from, to } = gap;
  const what = `next to nothing from ${momentOf(from)} to ${momentOf(to)} (${formatDuration(to - from)})`;
  const spot = { count: 1, source, from, to };
  const own = incidents.filter((one) => isOf(one, profile));
  const stepped = proofIn(gap, own.filter(({ rule }) => STEPPED.has(rule.id)).flatMap(forward));
  if (stepped !== undefined)
    return {
      code: 'clock-forward',
      text: `${what}: the clock was set forward in it, says ${place(stepped)}`,
      ...spot,
    };
  const slept = proofIn(
    gap,
    own.filter(({ rule }) => rule.id === SLEPT).flatMap(({ evidence }) => evidence),
  );
  if (slept !== undefined)
    return { code: 'gap', text: `${what}: the machine slept, says ${place(slept)}`, ...spot };
  const isTicking = known.some((pair) => pair.step === 0 && pair.from <= from && pair.to >= to);
  const why = isTicking
    ? 'nothing was written, or lines are missing; the clock was not set'
    : 'nothing was written, lines are missing, or the clock was set';
  return { code: 'gap', text: `${what}: ${why}`, ...spot };
}

function isOf({ host, evidence }: Incident, profile: SourceProfile): boolean {
  return hostsOf([profile]).has(host) || evidence.some(({ source }) => source === profile.source);
}

function forward({ evidence }: Incident): Evidence[] {
  return evidence.filter(({ message }) => !/back|(?:reset|by|offset) -/i.test(message));
}

function proofIn({ from, to }: Gap, proofs: readonly Evidence[]): Evidence | undefined {
  return proofs.find(({ time }) => time !== undefined && time >= from - SOON && time <= to + SOON);
}

function place({ source, line }: Evidence): string {
  return `${source}:${line}`;
}
