/** Several reports as one: one after the other, what is the same once. Nothing is diagnosed anew. */
import type { Report, Summary } from '../core/report.ts';
import { SEVERITIES } from '../core/rules/rule.ts';

/** At least one. Incidents and facts in the order of the reports, diagnoses the most severe first. */
export function mergeReports(reports: readonly Report[]): Report {
  const [first, ...others] = reports;
  if (first === undefined) throw new Error('no report to merge');
  if (others.length === 0) return first;
  const coverage = reports.map((report) => report.coverage).filter((x) => x !== undefined);
  return {
    incidents: once(
      reports.flatMap(({ incidents }) => incidents),
      ({ id }) => id,
    ),
    links: once(
      reports.flatMap(({ links }) => links),
      ({ cause, effect }) => `${cause} ${effect}`,
    ),
    diagnoses: once(
      reports.flatMap(({ diagnoses }) => diagnoses),
      ({ id }) => id,
    ).toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
    facts: once(
      reports.flatMap(({ facts }) => facts),
      ({ name, value, host }) => JSON.stringify([name, value, host]),
    ),
    summary: mergeSummaries(reports.map(({ summary }) => summary)),
    ...(coverage.length === 1 ? { coverage: coverage[0] } : {}),
  };
}

function mergeSummaries(all: readonly Summary[]): Summary {
  const sum = (of: (summary: Summary) => number): number => all.reduce((total, each) => total + of(each), 0);
  const [first] = all as [Summary];
  const packs = [...new Set(all.map(({ rules }) => rules.version))];
  return {
    ...first,
    rules: { version: packs.join('+'), count: Math.max(...all.map(({ rules }) => rules.count)) },
    bytes: sum(({ bytes }) => bytes),
    lines: sum(({ lines }) => lines),
    sources: all.flatMap(({ sources }) => sources),
    harmless: added(
      all.flatMap(({ harmless }) => harmless),
      ({ rule }) => rule,
    ),
    limits: added(
      all.flatMap(({ limits }) => limits),
      ({ code, text }) => `${code} ${text}`,
    ),
    blindSpots: all.flatMap(({ blindSpots }) => blindSpots),
    problems: all.flatMap(({ problems }) => problems),
    complete: all.every(({ complete }) => complete),
  };
}

function once<T>(all: readonly T[], key: (value: T) => string): T[] {
  return [...Map.groupBy(all, key).values()].map(([first]) => first!);
}

function added<T extends { readonly count: number }>(all: readonly T[], key: (value: T) => string): T[] {
  return [...Map.groupBy(all, key).values()].map((same) =>
    Object.assign({}, same[0]!, { count: same.reduce((sum, { count }) => sum + count, 0) }),
  );
}
