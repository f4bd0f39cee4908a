/** One rule over a whole input: what its lines came to, and what became of its incidents. */
import type { Entry, Origin } from '../entry.ts';
import { IncidentBook } from '../incidents/book.ts';
import type { Observation } from '../incidents/book.ts';
import type { Incident } from '../incidents/incident.ts';
import { compilePack } from '../rules/compile.ts';
import { allProbes, matchEntry } from '../rules/match.ts';
import type { Role, RulePack } from '../rules/pack.ts';
import type { Rule, Threshold } from '../rules/rule.ts';
import { Misses } from './misses.ts';
import type { Missed } from './misses.ts';
import { unlessText } from './outlook.ts';
import { MostWithin } from './most-within.ts';

/** Matches of the rule that chain in time, on one key: an incident, if nothing speaks against it. */
export interface TriedSession {
  readonly host: string;
  readonly group: Readonly<Record<string, string>>;
  readonly count: number;
  /** ms since the epoch. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly firstAt: Origin | undefined;
  readonly reported: boolean;
  /** Most matches in one window of the threshold; undefined where it has none. */
  readonly most: number | undefined;
  readonly belowThreshold: boolean;
  /** The `unless` that hide it, in words. */
  readonly hiddenBy: readonly string[];
  readonly resolved: Incident['resolved'];
}

export interface Trial {
  readonly rule: string;
  /** Entries that hold a text by which the scanner finds the rule's lines. */
  readonly held: number;
  /** Entries that meet `match`; of a sequence: any step. */
  readonly met: number;
  /** Of a sequence: entries by step. */
  readonly steps: readonly number[];
  readonly missed: readonly Missed[];
  /** Lines that can hide an incident, by `unless`, and lines that can end one. */
  readonly unlessLines: readonly number[];
  readonly resolveLines: number;
  readonly threshold: Threshold | undefined;
  readonly sessions: readonly TriedSession[];
}

export class RuleTrial {
  /** Holds the one rule. */
  readonly pack: RulePack;
  private readonly rule: Rule;
  private readonly probes: readonly number[];
  private readonly misses: Misses;
  /** With neither threshold nor `unless`, … */
  private readonly open: IncidentBook;
  /** … with the threshold, … */
  private readonly counted: IncidentBook;
  /** … and with one `unless` each. */
  private readonly hiding: readonly IncidentBook[];
  private readonly within: MostWithin | undefined;
  private readonly steps: number[];
  private readonly unlessLines: number[];
  private resolveLines = 0;
  private met = 0;

  constructor(rule: Rule) {
    this.rule = rule;
    this.pack = compilePack([rule], 'trial');
    this.probes = allProbes(this.pack);
    this.misses = new Misses(rule);
    // Any kind of rule makes incidents here: benign ones and facts are asked about, too.
    const bare: Rule = { ...rule, kind: 'failure', threshold: undefined, unless: [] };
    this.open = new IncidentBook([bare]);
    this.counted = new IncidentBook([{ ...bare, threshold: rule.threshold }]);
    this.hiding = rule.unless.map((unless) => new IncidentBook([{ ...bare, unless: [unless] }]));
    const { within } = rule.threshold ?? {};
    this.within =
      within === undefined || rule.sequence !== undefined ? undefined : new MostWithin(rule, within);
    this.steps = (rule.sequence?.steps ?? []).map(() => 0);
    this.unlessLines = rule.unless.map(() => 0);
  }

  take(entry: Entry, origin: Origin, host: string): void {
    const matches = matchEntry(this.pack, entry, this.probes);
    const meets = matches.some(({ role }) => role.kind === 'match' || role.kind === 'step');
    this.misses.take(entry, origin, meets);
    if (meets) this.met++;
    for (const { role, captures } of matches) {
      this.count(role);
      const { time, message } = entry;
      const evidence = () => ({
        ...origin,
        time,
        text: '',
        message: message.slice(0, 4096),
        before: [],
        after: [],
      });
      this.observe({ rule: 0, role, captures, host: entry.host ?? host, time, origin, evidence });
    }
    for (const book of [this.open, this.counted, ...this.hiding]) book.settle();
  }

  result(): Trial {
    const counted = idsOf(this.counted);
    const hiding = this.hiding.map(idsOf);
    const sessions = this.open.finish().incidents.map((incident) => {
      const hiddenBy = this.rule.unless.filter((_, i) => !hiding[i]!.has(incident.id)).map(unlessText);
      return this.session(incident, counted.has(incident.id), hiddenBy);
    });
    const { held, missed } = this.misses.result();
    const { rule, met, steps, unlessLines, resolveLines } = this;
    return {
      rule: rule.id,
      held,
      met,
      steps,
      missed,
      unlessLines,
      resolveLines,
      threshold: rule.threshold,
      sessions,
    };
  }

  private count(role: Role): void {
    if (role.kind === 'step') this.steps[role.index]!++;
    else if (role.kind === 'unless') this.unlessLines[role.index]!++;
    else if (role.kind === 'resolve') this.resolveLines++;
  }

  private observe(observation: Observation): void {
    const { role } = observation;
    if (role.kind === 'unless') {
      this.hiding[role.index]!.add({ ...observation, role: { kind: 'unless', index: 0 } });
      return;
    }
    if (role.kind === 'match') this.within?.add(observation);
    for (const book of [this.open, this.counted, ...this.hiding]) book.add(observation);
  }

  private session(incident: Incident, enough: boolean, hiddenBy: readonly string[]): TriedSession {
    const { host, group, count, first, last, evidence, resolved } = incident;
    const [proof] = evidence;
    return {
      host,
      group,
      count,
      first,
      last,
      firstAt: proof && { source: proof.source, line: proof.line, offset: proof.offset },
      reported: enough && hiddenBy.length === 0,
      most: this.within?.most(incident),
      belowThreshold: !enough,
      hiddenBy,
      resolved,
    };
  }
}

function idsOf(book: IncidentBook): Set<string> {
  return new Set(book.finish().incidents.map(({ id }) => id));
}
