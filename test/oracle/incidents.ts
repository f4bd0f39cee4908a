/** Slow and obvious: sorts everything that was observed and works the incidents out from their definition. */
import { createHash } from 'node:crypto';
import type {
  CaptureValues,
  Evidence,
  Fact,
  Histogram,
  Incident,
} from '../../src/core/incidents/incident.ts';
import type { Observation } from '../../src/core/incidents/observation.ts';
import type { Rule } from '../../src/core/rules/rule.ts';

export interface OracleFindings {
  readonly incidents: Incident[];
  readonly facts: Fact[];
  readonly harmless: Map<number, number>;
}

/** One match: an observation, or for a sequence the observations of all its steps (it stands where the last one does). */
interface Match {
  readonly host: string;
  readonly values: readonly string[];
  readonly captures: Readonly<Record<string, string>>;
  readonly at: Observation;
  readonly lines: readonly Observation[];
}

export function incidentsOf(rules: readonly Rule[], observations: readonly Observation[]): OracleFindings {
  const sorted = [...observations].sort(inOrder);
  const incidents: Incident[] = [];
  const facts: Fact[] = [];
  const harmless = new Map<number, number>();
  for (const [index, rule] of rules.entries()) {
    const ofRule = sorted.filter((observation) => observation.rule === index);
    const matches = ofRule.filter((observation) => observation.role.kind === 'match');
    if (rule.kind === 'benign') {
      if (matches.length > 0) harmless.set(index, matches.length);
    } else if (rule.kind === 'fact') facts.push(...factsOf(rule, matches));
    else incidents.push(...incidentsOfRule(rule, ofRule));
  }
  const sortText = (x: Incident) => JSON.stringify([x.rule.id, x.host, Object.values(x.group), x.id]);
  incidents.sort((a, b) =>
    a.first === b.first
      ? sortText(a) < sortText(b)
        ? -1
        : 1
      : (a.first ?? Infinity) - (b.first ?? Infinity),
  );
  return { incidents, facts, harmless };
}

function inOrder(a: Observation, b: Observation): number {
  if (a.time !== b.time) return a.time === undefined ? 1 : b.time === undefined ? -1 : a.time - b.time;
  if (a.origin.source !== b.origin.source) return a.origin.source < b.origin.source ? -1 : 1;
  return a.origin.offset - b.origin.offset;
}

function factsOf(rule: Rule, matches: readonly Observation[]): Fact[] {
  const facts: Fact[] = [];
  for (const { captures, host, time, origin } of matches) {
    const value = captures.version ?? captures.value ?? '';
    if (facts.some((fact) => fact.value === value && fact.host === host)) continue;
    facts.push({ name: rule.fact!, value, host, time, origin });
  }
  const hosts = [...new Set(facts.map((fact) => fact.host))].sort();
  return hosts.flatMap((host) => facts.filter((fact) => fact.host === host));
}

function incidentsOfRule(rule: Rule, sorted: readonly Observation[]): Incident[] {
  const matches = rule.sequence === undefined ? singles(rule, sorted) : runs(rule, sorted);
  const keys = new Map<string, Match[]>();
  for (const match of matches) {
    const key = JSON.stringify([match.host, match.values]);
    keys.set(key, [...(keys.get(key) ?? []), match]);
  }
  return [...keys.values()]
    .flatMap((ofKey) => sessions(rule, ofKey))
    .filter((session) => isMet(rule, session) && !isExcused(rule, session, sorted))
    .map((session) => incident(rule, session, sorted));
}

function valuesOf(rule: Rule, observation: Observation): string[] {
  return rule.groupBy.map((name) => observation.captures[name] ?? '');
}

function agree(a: readonly string[], b: readonly string[]): boolean {
  return a.every((value, i) => value === '' || b[i] === '' || value === b[i]);
}

function singles(rule: Rule, sorted: readonly Observation[]): Match[] {
  return sorted
    .filter((at) => at.role.kind === 'match')
    .map((at) => ({
      host: at.host,
      values: valuesOf(rule, at),
      captures: at.captures,
      at,
      lines: [at],
    }));
}

/** As the definition says: the earliest lines of all steps, too far apart or spoiled or a run, again and again after each line. */
function frames(rule: Rule, sorted: readonly Observation[]): Match[] {
  const sequence = rule.sequence!;
  const groups = new Map<string, Observation[]>();
  for (const line of sorted.filter((x) => x.role.kind === 'step')) {
    const name = JSON.stringify([
      line.host,
      valuesOf(rule, line),
      line.time === undefined ? line.origin.source : null,
    ]);
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  return [...groups.values()].flatMap((lines) => {
    const done: Match[] = [];
    let waiting: Observation[][] = sequence.steps.map(() => []);
    const need = (i: number) => sequence.counts?.[i] ?? 1;
    const isFull = (i: number) => waiting[i]!.length >= need(i);
    for (const place of new Set(lines.map((line) => JSON.stringify([line.time, line.origin])))) {
      const here = lines.filter((line) => JSON.stringify([line.time, line.origin]) === place);
      const open = sequence.order === 'any' ? Infinity : waiting.findIndex((_, i) => !isFull(i));
      for (const line of here) if (indexOf(line) <= open) waiting[indexOf(line)]!.push(line);
      for (;;) {
        if (sequence.order === 'given') waiting = behindEachOther(waiting, need);
        if (!waiting.every((_, i) => isFull(i))) break;
        const run = waiting.flatMap((some, i) => some.slice(0, need(i))).sort(inOrder);
        const drop = span(run) > sequence.within ? 0 : spoiled(rule, run, sorted);
        if (drop === undefined) {
          done.push(asMatch(rule, run));
          waiting = waiting.map((some, i) => some.slice(need(i)));
        } else waiting = waiting.map((some) => some.filter((line) => line !== run[drop]));
      }
    }
    return done;
  });
}

function indexOf({ role }: Observation): number {
  return role.kind === 'step' ? role.index : -1;
}

function span(run: readonly Observation[]): number {
  return run[0]!.time === undefined ? 0 : run.at(-1)!.time! - run[0]!.time;
}

function behindEachOther(waiting: readonly Observation[][], need: (step: number) => number): Observation[][] {
  const out: Observation[][] = [];
  let broken = false;
  for (const [i, some] of waiting.entries()) {
    const before = out[i - 1]?.[need(i - 1) - 1];
    const kept: Observation[] = broken
      ? []
      : some.filter((line) => before === undefined || inOrder(line, before) > 0);
    out.push(kept);
    broken ||= kept.length < need(i);
  }
  return out;
}

function spoiled(rule: Rule, run: readonly Observation[], all: readonly Observation[]): number | undefined {
  const found = rule.unless.find(({ each }, index) => {
    if (each === undefined) return false;
    const from = run[each.anchor]!.time;
    const start = (from ?? 0) + each.slide;
    const stop = start + Math.max(0, each.window + (each.absolute ? 0 : span(run)));
    return all.some(
      (line) =>
        line.role.kind === 'unless' &&
        line.role.index === index &&
        line.host === run[0]!.host &&
        agree(valuesOf(rule, line), valuesOf(rule, run[0]!)) &&
        (from === undefined || (line.time !== undefined && line.time >= start && line.time <= stop)),
    );
  });
  return found?.each?.anchor;
}

function asMatch(rule: Rule, run: readonly Observation[]): Match {
  const [first] = run as readonly [Observation, ...Observation[]];
  const captures = run.map((line) => line.captures).reduce(filled, {});
  return { host: first.host, values: valuesOf(rule, first), captures, at: run.at(-1)!, lines: run };
}

function runs(rule: Rule, sorted: readonly Observation[]): Match[] {
  if (rule.sequence!.order !== undefined) return frames(rule, sorted);
  const stepOf = (x: Observation) => (x.role.kind === 'step' ? x.role.index : -1);
  const steps = sorted.filter((x) => stepOf(x) >= 0).sort((a, b) => inOrder(a, b) || stepOf(b) - stepOf(a));
  const done: Match[] = [];
  const open: Match[] = [];
  for (const step of steps) {
    const single = { host: step.host, values: valuesOf(rule, step), captures: step.captures };
    handDown(rule, open, step);
    if (stepOf(step) === 0) {
      open.push({ ...single, at: step, lines: [step] });
      continue;
    }
    const found = open.findIndex(
      (run) =>
        run.lines.length === stepOf(step) &&
        run.host === step.host &&
        agree(run.values, single.values) &&
        inTime(rule, run.lines[0]!, step),
    );
    if (found < 0) continue;
    const longer = lengthened(rule, open[found]!, step);
    if (longer.lines.length === rule.sequence!.steps.length) {
      open.splice(found, 1);
      done.push(longer);
    } else open[found] = longer;
  }
  return done;
}

function lengthened(rule: Rule, run: Match, step: Observation): Match {
  const values = valuesOf(rule, step);
  return {
    host: run.host,
    values: run.values.map((value, i) => value || values[i]!),
    captures: filled(run.captures, step.captures),
    at: step,
    lines: [...run.lines, step],
  };
}

/** Runs that are out of time at `now` give their later steps, all or none, to the oldest run that can have them. */
function handDown(rule: Rule, open: Match[], now: Observation): void {
  const isOver = ({ host, lines: [first] }: Match) =>
    host === now.host &&
    first!.time !== undefined &&
    now.time !== undefined &&
    now.time - first!.time > rule.sequence!.within;
  const over = open.filter(isOver);
  const rest = open.filter((run) => !isOver(run));
  for (const { lines } of over) {
    for (const [i, run] of rest.entries()) {
      const more = lines.slice(run.lines.length);
      if (run.host !== now.host || more.length === 0 || inOrder(run.at, more[0]!) >= 0) continue;
      let longer = run;
      let fits = true;
      for (const step of more) {
        fits &&= inTime(rule, run.lines[0]!, step) && agree(longer.values, valuesOf(rule, step));
        longer = lengthened(rule, longer, step);
      }
      if (!fits) continue;
      rest[i] = longer;
      break;
    }
  }
  open.splice(0, open.length, ...rest);
}

function filled(first: Match['captures'], next: Match['captures']): Record<string, string> {
  const names = [...Object.keys(first), ...Object.keys(next)];
  return Object.fromEntries(names.map((name) => [name, first[name] || (next[name] ?? '')]));
}

function inTime(rule: Rule, first: Observation, step: Observation): boolean {
  if (first.time === undefined) return step.time === undefined && first.origin.source === step.origin.source;
  return step.time !== undefined && step.time - first.time <= rule.sequence!.within;
}

function sessions(rule: Rule, matches: readonly Match[]): Match[][] {
  const sorted = [...matches].sort((a, b) => inOrder(a.at, b.at));
  const timed = sorted.filter((match) => match.at.time !== undefined);
  const timeless = sorted.filter((match) => match.at.time === undefined);
  const result: Match[][] = [];
  for (const match of timed) {
    const last = result.at(-1)?.at(-1);
    if (last !== undefined && match.at.time! - last.at.time! <= rule.quiet) result.at(-1)!.push(match);
    else result.push([match]);
  }
  return timeless.length > 0 ? [...result, timeless] : result;
}

function isMet({ threshold }: Rule, session: readonly Match[]): boolean {
  if (threshold === undefined) return true;
  if (session.length < threshold.count) return false;
  const [first, last] = [session[0]!.at.time, session.at(-1)!.at.time];
  if (first === undefined || last === undefined) return true;
  if (threshold.lasting !== undefined && last - first < threshold.lasting) return false;
  if (threshold.within === undefined) return true;
  const seconds = session.map((match) => Math.floor(match.at.time! / 1000));
  const length = Math.max(1, Math.floor(threshold.within / 1000));
  return seconds.some(
    (start) => seconds.filter((s) => s >= start && s < start + length).length >= threshold.count,
  );
}

function isExcused(rule: Rule, session: readonly Match[], all: readonly Observation[]): boolean {
  const { host, values } = session[0]!;
  const [first, last] = [session[0]!.at.time, session.at(-1)!.at.time];
  return rule.unless.some(
    ({ before, after, each }, index) =>
      each === undefined &&
      all.some(({ role, ...line }) => {
        if (role.kind !== 'unless' || role.index !== index) return false;
        if (line.host !== host || !agree(values, valuesOf(rule, { role, ...line }))) return false;
        if (first === undefined || last === undefined) return true;
        if (line.time === undefined) return false;
        const { time } = line;
        return (
          (before !== undefined && time >= first - before && time <= first) ||
          (after !== undefined && time >= last - after && time <= last + after)
        );
      }),
  );
}

function incident(rule: Rule, session: readonly Match[], all: readonly Observation[]): Incident {
  const { host, values, at } = session[0]!;
  const last = session.at(-1)!.at;
  const first = at.time;
  const start = first === undefined ? ['offset', at.origin.offset] : ['time', Math.floor(first)];
  const { id, kind, title, severity, category } = rule;
  const proof = session.length > 4 ? [...session.slice(0, 3), session.at(-1)!] : session;
  return {
    id: createHash('sha256')
      .update(JSON.stringify([id, host, ...values, ...start]))
      .digest('hex')
      .slice(0, 24),
    rule: { id, kind, title, severity, category },
    host,
    group: Object.fromEntries(rule.groupBy.map((name, i) => [name, values[i]!])),
    count: session.length,
    first,
    last: last.time,
    histogram: first === undefined ? undefined : histogram(session.map((match) => match.at.time!)),
    captures: captures(session),
    evidence: proof.flatMap((match) => match.lines.map(evidenceOf)),
    resolved: resolved(rule, session[0]!, last, all),
  };
}

function resolved(
  rule: Rule,
  { host, values }: Match,
  last: Observation,
  all: readonly Observation[],
): { time: number | undefined; evidence: Evidence } | undefined {
  const line = all.find(
    (x) =>
      x.role.kind === 'resolve' &&
      x.host === host &&
      agree(values, valuesOf(rule, x)) &&
      (x.time === undefined) === (last.time === undefined) &&
      (x.time !== undefined || x.origin.source === last.origin.source) &&
      inOrder(x, last) > 0,
  );
  return line && { time: line.time, evidence: evidenceOf(line) };
}

/** Observations of tests have theirs at hand. */
function evidenceOf(line: Observation): Evidence {
  const evidence = line.evidence();
  return 'kept' in evidence ? evidence.open({ ...line.origin, time: line.time }) : evidence;
}

function histogram(times: readonly number[]): Histogram {
  const seconds = times.map((time) => Math.floor(time / 1000));
  let width = 1;
  const bucket = (second: number) => Math.floor(second / width);
  while (bucket(Math.max(...seconds)) - bucket(Math.min(...seconds)) >= 240) width *= 2;
  const start = bucket(Math.min(...seconds));
  const length = bucket(Math.max(...seconds)) - start + 1;
  const counts = Array.from({ length }, (_, i) => seconds.filter((s) => bucket(s) === start + i).length);
  return { start: start * width * 1000, width: width * 1000, counts };
}

function captures(session: readonly Match[]): Record<string, CaptureValues> {
  const names = [...new Set(session.flatMap((match) => Object.keys(match.captures)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const all = session.map((match) => match.captures[name]).filter((value) => value !== undefined);
      const values = [...new Set(all)]
        .map((value) => ({ value, count: all.filter((x) => x === value).length }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
      return [name, { values, distinct: values.length, exact: true }];
    }),
  );
}
