/** Runs the tests that a rule file carries. */
import type { Entry } from '../entry.ts';
import { nearestMiss } from './miss.ts';
import { matchEntry } from './match.ts';
import type { Captures, Match, RulePack } from './pack.ts';
import { findFrames } from './frames.ts';
import type { Rule, RuleTest, Sequence } from './rule.ts';

export interface RuleTestResult<Test extends RuleTest = RuleTest> {
  readonly test: Test;
  /** Why it failed, one sentence a line; empty: it passed. */
  readonly reasons: readonly string[];
}

/** Reads a log into entries, as the format says (undefined: detect). */
export type ParseLog = (log: string, format: string | undefined, byLine?: boolean) => readonly Entry[];

/** Runs tests of one rule of the pack. Matches are counted by entry (whole runs for a sequence), before thresholds and windows. */
export function runRuleTests<Test extends RuleTest>(
  pack: RulePack,
  rule: Rule,
  tests: readonly Test[],
  parse: ParseLog,
): RuleTestResult<Test>[] {
  const byLine = looksAtLines(pack, rule);
  return tests.map((test) => ({ test, reasons: failures(pack, rule, test, parse(test.log, test.format, byLine)) }));
}

function failures(pack: RulePack, rule: Rule, test: RuleTest, entries: readonly Entry[]): string[] {
  const probes = ruleProbes(pack, rule);
  const found = entries.flatMap((entry) =>
    matchEntry(pack, entry, probes)
      .filter(({ role }) => role.kind === 'match' || role.kind === 'step')
      .map((match) => ({ entry, match })),
  );
  const runs = runsOf(rule, found);
  const reasons: string[] = [];
  if (runs.length !== test.expect.matches) {
    reasons.push(`expected ${test.expect.matches} matches, got ${runs.length} (in ${entries.length} entries)`);
    if (runs.length < test.expect.matches) reasons.push(...nearestMiss(rule, entries.filter((entry) => !found.some((one) => one.entry === entry))));
    else reasons.push(...found.slice(0, 3).map(({ entry }) => `it fires on: ${entry.message.slice(0, 200)}`));
  }
  return [...reasons, ...captureFailures(test.expect.captures, runs), ...unscannable(pack, probes, test, found)];
}

function runsOf(rule: Rule, found: readonly { entry: Entry; match: Match }[]): Captures[] {
  const matches = found.map(({ match }) => match);
  if (rule.sequence === undefined) return matches.map(({ captures }) => captures);
  return sequenceRuns(rule, matches, new Map(found.map(({ entry, match }) => [match, entry])));
}

function looksAtLines(pack: RulePack, rule: Rule): boolean {
  return ruleProbes(pack, rule).some((probe) => pack.probes[probe]!.onLine);
}

function ruleProbes(pack: RulePack, rule: Rule): number[] {
  const index = pack.ruleIndex.get(rule.id);
  return [...pack.probes.keys()].filter((probe) => pack.probes[probe]!.rule === index);
}

/**
 * Captures of each whole run: steps in order on one key. Times are not looked at. `entries`: where each match comes from, for a sequence
 * that says its order, of which one line may serve several steps.
 */
export function sequenceRuns(rule: Rule, matches: readonly Match[], entries?: ReadonlyMap<Match, unknown>): Captures[] {
  if (rule.sequence?.order !== undefined) return orderedRuns(rule.sequence, matches, entries);
  const open = new Map<string, { next: number; captures: Captures }>();
  const runs: Captures[] = [];
  for (const { role, captures } of matches) {
    if (role.kind !== 'step') continue;
    const key = JSON.stringify(rule.groupBy.map((name) => captures[name] ?? ''));
    const run = open.get(key) ?? { next: 0, captures: {} };
    if (role.index !== run.next) continue;
    const further = { next: run.next + 1, captures: { ...run.captures, ...captures } };
    if (further.next === rule.sequence!.steps.length) runs.push(further.captures);
    if (further.next === rule.sequence!.steps.length) open.delete(key);
    else open.set(key, further);
  }
  return runs;
}

function orderedRuns(sequence: Sequence, matches: readonly Match[], entries?: ReadonlyMap<Match, unknown>): Captures[] {
  const byEntry = new Map<unknown, Match[]>();
  for (const match of matches) {
    const entry = entries?.get(match) ?? match;
    const same = byEntry.get(entry);
    if (same === undefined) byEntry.set(entry, [match]);
    else same.push(match);
  }
  const lines = [...byEntry.values()].map((what) => ({
    what,
    time: undefined,
    steps: what.flatMap(({ role }) => (role.kind === 'step' ? [role.index] : [])).sort((a, b) => a - b),
  }));
  const runs = findFrames(sequence, lines, () => undefined);
  return runs.map((run) => Object.assign({}, ...run.flatMap(({ what }) => what.map(({ captures }) => captures))) as Captures);
}

function captureFailures(expected: Captures, runs: readonly Captures[]): string[] {
  const names = Object.keys(expected);
  if (names.length === 0 || runs.some((got) => names.every((name) => got[name] === expected[name]))) return [];
  const got = [...new Set(runs.map((captures) => show(captures, names)))].slice(0, 3);
  return [`expected captures ${show(expected, names)}, got ${got.length > 0 ? got.join(' and ') : 'none'}`];
}

function show(captures: Captures, names: readonly string[]): string {
  return `{ ${names.map((name) => `${name}: ${JSON.stringify(captures[name] ?? null)}`).join(', ')} }`;
}

/** A match whose literal stands nowhere in the raw log would never reach the rule. */
function unscannable(
  pack: RulePack,
  probes: readonly number[],
  test: RuleTest,
  found: readonly { entry: Entry; match: Match }[],
): string[] {
  const hidden = found.filter(({ entry, match }) =>
    probes
      .map((index) => pack.probes[index]!)
      .filter((probe) => probe.role === match.role && probe.test(entry) !== undefined)
      .every((probe) => probe.literal >= 0 && !test.log.includes(pack.literals[probe.literal]!)),
  );
  return hidden.slice(0, 1).map(({ entry }) => `no literal of the rule stands in the raw text of: ${entry.message.slice(0, 200)}`);
}
