/** All that was observed of one rule. */
import type { Rule } from '../rules/rule.ts';
import type { Batch } from './batch.ts';
import { buildIncident } from './build.ts';
import type { Finding } from './build.ts';
import { Chains } from './chains.ts';
import type { ChainsData } from './chains.ts';
import { Excuses } from './excuses.ts';
import type { ExcusesData } from './excuses.ts';
import { Facts } from './facts.ts';
import type { FactsData } from './facts.ts';
import type { Horizon } from './horizon.ts';
import type { Evidence, Fact, Incident } from './incident.ts';
import { isKey, keyOf } from './key.ts';
import type { Key } from './key.ts';
import { Marks } from './marks.ts';
import type { MarksData } from './marks.ts';
import type { Observation } from './observation.ts';
import type { Session } from './session.ts';
import type { Sight } from './sight.ts';
import { runEvidence, runObservation, Steps } from './steps.ts';
import type { StepsData } from './steps.ts';

export interface RuleBookData {
  readonly harmless: number;
  /** Matches of a benign rule that do not count as long as others are there: their indices, joined by commas, and how many. */
  readonly hidden?: readonly (readonly [string, number])[];
  readonly matches: ChainsData;
  readonly resolves: MarksData;
  readonly unless: readonly ExcusesData[];
  readonly steps: StepsData;
  readonly facts: FactsData;
}

/** The same without what these rules hid. */
export function revealed(data: RuleBookData, left: ReadonlySet<number>): RuleBookData {
  if (data.hidden === undefined) return data;
  const rest = data.hidden.map(([by, count]) => {
    const hiders = by.split(',').filter((rule) => !left.has(Number(rule)));
    return [hiders.join(','), count] as const;
  });
  const free = rest.filter(([by]) => by === '').reduce((sum, [, count]) => sum + count, 0);
  return { ...data, harmless: data.harmless + free, hidden: rest.filter(([by]) => by !== '') };
}

export class RuleBook {
  readonly rule: Rule;
  /** Matches of a benign rule. */
  harmless = 0;
  private readonly index: number;
  private readonly hidden = new Map<string, number>();
  private readonly matches: Chains;
  private readonly resolves = new Marks();
  private readonly unless: readonly Excuses[];
  private readonly steps: Steps;
  private readonly found = new Facts();
  /** Floods repeat their key. */
  private latest: Key | undefined;

  constructor(rule: Rule, index: number, horizon?: Horizon) {
    this.rule = rule;
    this.index = index;
    this.matches = new Chains(rule);
    this.steps = new Steps(index, horizon);
    this.unless = rule.unless.map(() => new Excuses());
  }

  add(observation: Observation, pending: Sight[]): void {
    const { role } = observation;
    if (role.kind === 'match') this.addMatch(observation, pending);
    else this.addOther(observation, pending);
  }

  /** As `add` for each of it. */
  addBatch(batch: Batch, pending: Sight[]): void {
    const { kind } = this.rule;
    const { role } = batch.meant;
    if (role.kind !== 'match') this.addOthers(batch, pending);
    else if (kind === 'benign') this.harmless += batch.count;
    // Only where a fact was first seen counts.
    else if (kind === 'fact') this.found.add(batch.observation(0));
    else this.matches.addBatch(batch, pending);
  }

  /** `few`: also what stays below its threshold, as a hint. */
  incidents(few = false): Incident[] {
    if (this.rule.kind === 'benign' || this.rule.kind === 'fact') return [];
    if (this.rule.sequence === undefined) return this.build(this.matches, few, (evidence) => [evidence]);
    const runs = this.steps.runs(this.rule, this.unless);
    const matches = new Chains(this.rule);
    const pending: Sight[] = [];
    for (const run of runs) matches.add(runObservation(run, this.index), pending);
    for (const sight of pending) sight.settle();
    return this.build(matches, few, runEvidence(runs));
  }

  facts(): Fact[] {
    return this.found.list(this.rule);
  }

  /** Incidents so far, roughly and fast: nothing is looked up in `unless` and `sequence`. */
  get size(): number {
    let size = 0;
    for (const { chain } of this.matches.all())
      for (const session of chain.all()) size += Number(session.isReported());
    return size;
  }

  /** Matches that are in no incident, as there were too many keys or steps. */
  get lost(): number {
    return this.matches.lost + this.steps.lost;
  }

  /** Keys whose quiet time was lengthened. */
  get widened(): number {
    let count = 0;
    for (const { chain } of this.matches.all()) count += Number(chain.widened);
    return count;
  }

  rebase(source: string, lines: number): void {
    for (const sight of this.sights()) sight.rebase(source, lines);
    this.found.rebase(source, lines);
  }

  /** Makes plain data of all proofs, for the way to another thread. */
  open(): void {
    for (const sight of this.sights()) sight.open();
  }

  absorb(data: RuleBookData): void {
    this.harmless += data.harmless;
    for (const [by, count] of data.hidden ?? []) this.hide(by, count);
    this.matches.absorb(data.matches);
    this.resolves.absorb(data.resolves);
    for (const [i, excuses] of this.unless.entries()) excuses.absorb(data.unless[i]!);
    this.steps.absorb(data.steps);
    this.found.absorb(data.facts);
  }

  toJSON(): RuleBookData {
    return {
      harmless: this.harmless,
      ...(this.hidden.size === 0 ? {} : { hidden: [...this.hidden] }),
      matches: this.matches.toJSON(),
      resolves: this.resolves.toJSON(),
      unless: this.unless.map((excuses) => excuses.toJSON()),
      steps: this.steps.toJSON(),
      facts: this.found.toJSON(),
    };
  }

  private *sights(): Iterable<Sight> {
    for (const { chain } of this.matches.all())
      for (const session of chain.all()) yield* session.ends.sights();
    yield* this.resolves.sights();
    yield* this.steps.sights();
  }

  private addMatch(observation: Observation, pending: Sight[]): void {
    const { kind } = this.rule;
    if (kind === 'benign') this.harmless++;
    else if (kind === 'fact') this.found.add(observation);
    else this.matches.add(observation, pending);
  }

  private addOther(observation: Observation, pending: Sight[]): void {
    const { role } = observation;
    if (role.kind === 'hidden') return this.hide(role.by, 1);
    const key = this.keyOf(observation);
    if (role.kind === 'unless') this.unless[role.index]?.add(key, observation.time);
    else if (role.kind === 'resolve') this.resolves.add(key, observation, pending);
    else this.steps.add(observation, key, pending);
  }

  private hide(by: string, count: number): void {
    this.hidden.set(by, (this.hidden.get(by) ?? 0) + count);
  }

  private addOthers(batch: Batch, pending: Sight[]): void {
    const { role } = batch.meant;
    if (role.kind === 'hidden') return this.hide(role.by, batch.count);
    const key = this.keyOf(batch.meant);
    if (role.kind === 'unless') this.unless[role.index]?.addBatch(key, batch);
    else if (role.kind === 'resolve') this.resolves.addBatch(key, batch, pending);
    else this.steps.addBatch(batch, key, pending);
  }

  private keyOf({ host, captures }: Pick<Observation, 'host' | 'captures'>): Key {
    if (this.latest === undefined || !isKey(this.latest, this.rule, host, captures))
      this.latest = keyOf(this.rule, host, captures);
    return this.latest;
  }

  private build(
    matches: Chains,
    few: boolean,
    linesOf: (evidence: Evidence) => readonly Evidence[],
  ): Incident[] {
    const incidents: Incident[] = [];
    for (const { key, chain } of matches.all()) {
      for (const session of chain.all()) {
        if (!(few || session.isReported()) || this.isExcused(key, session)) continue;
        const finding: Finding = {
          rule: this.rule,
          key,
          session,
          resolved: this.resolved(key, session),
          linesOf,
        };
        incidents.push(buildIncident(finding));
      }
    }
    return incidents;
  }

  private isExcused(key: Key, { timed, first, last }: Session): boolean {
    return this.rule.unless.some(({ before, after, each }, i) => {
      if (each !== undefined) return false;
      const excuses = this.unless[i]!;
      if (!timed) return excuses.has(key);
      const spans: [number, number][] = [];
      if (before !== undefined) spans.push([first - before, first]);
      if (after !== undefined) spans.push([last - after, last + after]);
      return excuses.within(key, spans);
    });
  }

  private resolved(key: Key, session: Session): Sight | undefined {
    return this.resolves.firstAfter(key, session.ends.last);
  }
}
