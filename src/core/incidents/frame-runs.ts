/** Runs of a `sequence` that says its `order`, found among the steps that were observed. */
import { findFrames } from '../rules/frames.ts';
import type { FrameLine } from '../rules/frames.ts';
import type { Captures } from '../rules/pack.ts';
import type { Rule, Spoiler } from '../rules/rule.ts';
import { keyText } from './key.ts';
import type { Key } from './key.ts';
import type { Excuses } from './excuses.ts';
import { comparePositions } from './observation.ts';
import type { Run, Step } from './steps.ts';

/** `steps`: sorted. `unless`: the lines of each of the rule's `unless`. */
export function frameRuns(rule: Rule, steps: readonly Step[], unless: readonly Excuses[]): Run[] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    // Lines without time have an order only within their source.
    const name = keyText(step.key, step.sight.time === undefined ? step.sight.source : undefined);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [step]);
    else group.push(step);
  }
  return [...groups.values()].flatMap((group) => runsOf(rule, group, unless));
}

function runsOf(rule: Rule, steps: readonly Step[], unless: readonly Excuses[]): Run[] {
  const { key } = steps[0]!;
  const frames = findFrames(rule.sequence!, linesOf(steps), (lines) => spoiledAt(rule, lines, key, unless));
  return frames.map((lines) => ({
    key,
    captures: together(lines.flatMap(({ what }) => what.map(({ captures }) => captures))),
    steps: lines.map(({ what }) => what[0]!.sight),
  }));
}

/** Steps of the same line together. */
function linesOf(steps: readonly Step[]): FrameLine<Step[]>[] {
  const lines: Step[][] = [];
  for (const step of steps) {
    const last = lines.at(-1);
    if (last !== undefined && comparePositions(last[0]!.sight, step.sight) === 0) last.push(step);
    else lines.push([step]);
  }
  return lines.map((what) => ({
    what,
    time: what[0]!.sight.time,
    steps: [...new Set(what.map(({ index }) => index))].sort((a, b) => a - b),
  }));
}

/** The first line that has a capture counts; an empty one gives way. */
function together(all: readonly Captures[]): Captures {
  const captures: Record<string, string> = {};
  for (const some of all) for (const [name, value] of Object.entries(some)) captures[name] ||= value;
  return captures;
}

function spoiledAt(
  rule: Rule,
  lines: readonly FrameLine<unknown>[],
  key: Key,
  unless: readonly Excuses[],
): number | undefined {
  for (const [i, { each }] of rule.unless.entries()) {
    if (each === undefined) continue;
    const span = windowOf(each, lines);
    if (span === undefined ? unless[i]!.has(key) : unless[i]!.within(key, [span])) return each.anchor;
  }
  return undefined;
}

/** Where a spoiling line would stand, ms since the epoch; undefined: the lines have no time. */
function windowOf(
  { anchor, slide, window, absolute }: Spoiler,
  lines: readonly FrameLine<unknown>[],
): readonly [number, number] | undefined {
  const [first, last, from] = [lines[0]!.time, lines.at(-1)!.time, lines[anchor]!.time];
  if (first === undefined || last === undefined || from === undefined) return undefined;
  const length = window + (absolute ? 0 : last - first);
  return [from + slide, from + slide + Math.max(0, length)];
}
