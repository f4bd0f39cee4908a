/** The steps of a `sequence` rule as they were observed, and the runs they make. */
import type { Captures } from '../rules/pack.ts';
import type { Rule } from '../rules/rule.ts';
import { cut, own } from '../text/own.ts';
import type { Batch } from './batch.ts';
import { frameRuns } from './frame-runs.ts';
import type { Horizon } from './horizon.ts';
import type { Evidence } from './incident.ts';
import { agree } from './key.ts';
import type { Key } from './key.ts';
import type { Excuses } from './excuses.ts';
import { comparePositions, MAX_VALUE } from './observation.ts';
import type { Observation, Position } from './observation.ts';
import { Sight, sightData, sightOf } from './sight.ts';
import type { SightData } from './sight.ts';

/** Steps kept of one rule; past that the earliest. */
export const MAX_STEPS = 10_000;
/** Not many more than are kept: each holds its proof. */
const SPARE = 1.2;
/** Of the earliest steps the proof has the lines around it; the others are too many for that. */
export const MAX_SURROUNDED = 256;
/** Runs under way at one time on one host; past that the oldest is given up. */
const MAX_OPEN = 100;

/** What many steps have in common. */
interface Meant {
  readonly index: number;
  readonly key: Key;
  readonly captures: Captures;
}

export interface Step extends Meant {
  readonly sight: Sight;
}

export interface StepsData {
  readonly dropped: number;
  readonly steps: readonly (Meant & { readonly sight: SightData })[];
}

export class Steps {
  private steps: Step[] = [];
  private sorted = true;
  private dropped = 0;
  /** No step behind it is kept; no proof behind the other has the lines around it. Both only come nearer. */
  private bound: Position | undefined;
  private surroundedBound: Position | undefined;
  /** Since the last sorting, with the lines around them. */
  private surrounded = 0;
  private readonly rule: number;
  private readonly horizon: Horizon | undefined;

  /** `rule`: its index, for the horizon. */
  constructor(rule: number, horizon?: Horizon) {
    this.rule = rule;
    this.horizon = horizon;
  }

  add(observation: Observation, key: Key, pending: Sight[]): void {
    if (!this.turnsAway(observation))
      this.push({ ...stepOf(observation, key), sight: Sight.of(observation, pending) });
  }

  /** Steps that differ in time and place only. What stands behind one that is turned away is, too: a flood costs nothing more. */
  addBatch(batch: Batch, key: Key, pending: Sight[]): void {
    const { index, captures } = stepOf(batch.meant, key);
    for (let i = 0; i < batch.count; i++) {
      const observation = batch.observation(i);
      if (this.turnsAway(observation, batch.count - i)) return;
      this.push({ index, key, captures, sight: Sight.of(observation, pending) });
    }
  }

  /** Steps that were turned away. */
  get lost(): number {
    this.sort();
    return this.dropped;
  }

  /** `unless`: the lines of each of the rule's `unless`. */
  runs(rule: Rule, unless: readonly Excuses[] = []): Run[] {
    this.sort();
    if (rule.sequence?.order !== undefined) return frameRuns(rule, this.steps, unless);
    return findRuns(rule, this.steps);
  }

  *sights(): Iterable<Sight> {
    this.sort();
    for (const { sight } of this.steps) yield sight;
  }

  absorb(data: StepsData): void {
    for (const step of data.steps) {
      const sight = sightOf(step.sight);
      if (this.isOut(sight)) this.dropped++;
      else this.push({ ...step, sight });
    }
    this.dropped += data.dropped;
  }

  toJSON(): StepsData {
    this.sort();
    return {
      dropped: this.dropped,
      steps: this.steps.map((step) => ({ ...step, sight: sightData(step.sight) })),
    };
  }

  /** Is this observation behind all that is kept? Then `count` are only counted: it and others behind it. */
  private turnsAway({ time, origin }: Observation, count = 1): boolean {
    if (!this.isOut({ time, source: origin.source, offset: origin.offset })) return false;
    this.dropped += count;
    return true;
  }

  private isOut(position: Position): boolean {
    return isBehind(position, this.bound) || this.horizon?.isBeyond(this.rule, position.time) === true;
  }

  private push(step: Step): void {
    if (isBehind(step.sight, this.surroundedBound)) step.sight.bare();
    else this.surrounded++;
    this.steps.push(step);
    this.sorted = false;
    if (this.steps.length >= SPARE * MAX_STEPS || this.surrounded >= 2 * MAX_SURROUNDED) this.sort();
  }

  private sort(): void {
    if (!this.sorted) this.order();
    if (this.steps.length > MAX_STEPS) {
      this.keep(MAX_STEPS);
      this.bound = positionOf(this.steps.at(-1)!.sight);
      this.horizon?.draw(this.rule, this.bound?.time);
    }
    const { horizon, rule } = this;
    if (horizon?.isBeyond(rule, this.steps.at(-1)?.sight.time) !== true) return;
    this.keep(this.steps.findLastIndex(({ sight }) => !horizon.isBeyond(rule, sight.time)) + 1);
  }

  /** Gives up the later ones. */
  private keep(count: number): void {
    for (const { sight } of this.steps.splice(count)) {
      sight.drop();
      this.dropped++;
    }
  }

  private order(): void {
    this.steps.sort(compareSteps);
    this.sorted = true;
    this.surrounded = 0;
    this.surroundedBound = positionOf(this.steps[MAX_SURROUNDED - 1]?.sight) ?? this.surroundedBound;
    for (let i = MAX_SURROUNDED; i < this.steps.length; i++) {
      const { sight } = this.steps[i]!;
      if (isBehind(sight, this.surroundedBound)) sight.bare();
    }
  }
}

/** Behind a position that is there. */
function isBehind(position: Position, bound: Position | undefined): boolean {
  return bound !== undefined && comparePositions(position, bound) > 0;
}

function positionOf(sight: Sight | undefined): Position | undefined {
  return sight && { time: sight.time, source: sight.source, offset: sight.offset };
}

/** One line that meets two steps ends a run before it begins another: it never serves one run twice. */
function compareSteps(a: Step, b: Step): number {
  return comparePositions(a.sight, b.sight) || b.index - a.index;
}

/** All steps in order: one match of the rule, which stands where its last step does. */
export interface Run {
  readonly key: Key;
  readonly captures: Captures;
  readonly steps: readonly Sight[];
}

/** A step without its sight, of an observation or many that differ in time and place only; values are cut. */
function stepOf({ role, captures: found }: Pick<Observation, 'role' | 'captures'>, key: Key): Meant {
  const captures: Record<string, string> = {};
  for (const [name, value] of Object.entries(found)) captures[name] = own(cut(value, MAX_VALUE));
  return { index: role.kind === 'step' ? role.index : 0, key, captures };
}

/** Runs of each host. */
function findRuns(rule: Rule, steps: readonly Step[]): Run[] {
  const byHost = new Map<string, Step[]>();
  for (const step of steps) {
    const some = byHost.get(step.key.host);
    if (some === undefined) byHost.set(step.key.host, [step]);
    else some.push(step);
  }
  return [...byHost.values()].flatMap((some) => findRunsOfHost(rule, some));
}

/** A run under way. */
interface OpenRun extends Run {
  readonly taken: readonly Step[];
}

/**
 * A step goes to the oldest run under way that waits for it; a first step always begins a run. A run that has no time left hands its later
 * steps down to the oldest that waits for them, so that none fails for want of a step that was wasted on an older one.
 */
function findRunsOfHost(rule: Rule, steps: readonly Step[]): Run[] {
  const runs: Run[] = [];
  const last = rule.sequence!.steps.length - 1;
  let open: OpenRun[] = [];
  for (const step of steps) {
    open = inTime(open, step.sight, rule.sequence!.within);
    const at = open.findIndex(
      (run) => run.steps.length === step.index && inReach(run, step.sight) && agree(run.key, step.key),
    );
    const run = step.index === 0 ? begin(step) : at >= 0 ? extend(open[at]!, step) : undefined;
    if (run === undefined) continue;
    if (step.index > 0) open.splice(at, 1, ...(step.index === last ? [] : [run]));
    else if (last > 0 && open.push(run) > MAX_OPEN) open.shift();
    if (step.index === last) runs.push(run);
  }
  return runs;
}

/** Those with time left, with what the others hand down. */
function inTime(open: OpenRun[], sight: Sight, within: number): OpenRun[] {
  const alive = open.filter((run) => isAlive(run, sight, within));
  if (alive.length === open.length) return open;
  for (const { taken } of open.filter((run) => !alive.includes(run))) {
    const at = alive.findIndex((run) => takes(run, taken));
    if (at >= 0) alive[at] = taken.slice(alive[at]!.steps.length).reduce(extend, alive[at]!);
  }
  return alive;
}

/** Could these steps of another run, but for those it has, be this one's? */
function takes(run: OpenRun, taken: readonly Step[]): boolean {
  const next = taken[run.steps.length];
  if (next === undefined || comparePositions(run.steps.at(-1)!, next.sight) >= 0) return false;
  let longer = run;
  for (const step of taken.slice(run.steps.length)) {
    if (!inReach(run, step.sight) || !agree(longer.key, step.key)) return false;
    longer = extend(longer, step);
  }
  return true;
}

function begin(step: Step): OpenRun {
  return { key: step.key, captures: step.captures, steps: [step.sight], taken: [step] };
}

function extend(run: OpenRun, step: Step): OpenRun {
  const values = run.key.values.map((value, i) => (value === '' ? step.key.values[i]! : value));
  return {
    key: { host: run.key.host, values },
    captures: { ...run.captures, ...step.captures, ...known(run.captures) },
    steps: [...run.steps, step.sight],
    taken: [...run.taken, step],
  };
}

/** An empty capture gives way to what a later step has. */
function known(captures: Captures): Captures {
  return Object.fromEntries(Object.entries(captures).filter(([, value]) => value !== ''));
}

function isAlive(run: Run, { time }: Sight, within: number): boolean {
  const start = run.steps[0]!.time;
  return start === undefined || time === undefined || time - start <= within;
}

/** Lines without time have an order only within their source. */
function inReach(run: Run, sight: Sight): boolean {
  const start = run.steps[0]!;
  return start.time === undefined
    ? sight.time === undefined && sight.source === start.source
    : sight.time !== undefined;
}

/** What the book takes for a match of the rule. */
export function runObservation(run: Run, rule: number): Observation {
  const sight = run.steps.at(-1)!;
  return {
    rule,
    role: { kind: 'match' },
    captures: run.captures,
    host: run.key.host,
    time: sight.time,
    origin: { source: sight.source, line: sight.line, offset: sight.offset },
    evidence: () => sight.evidence!,
  };
}

/** The lines of all steps, in place of the line that stands for a run. */
export function runEvidence(runs: readonly Run[]): (evidence: Evidence) => readonly Evidence[] {
  const byEnd = new Map(runs.map((run) => [placeText(run.steps.at(-1)!), run]));
  return (evidence) => byEnd.get(placeText(evidence))?.steps.map((sight) => sight.evidence!) ?? [evidence];
}

function placeText({ time, source, offset }: Position): string {
  return JSON.stringify([time, source, offset]);
}
