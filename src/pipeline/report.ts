/** Puts the answer together at the end. */
import { diagnose } from '../core/diagnosis/diagnose.ts';
import type { Problem } from '../core/errors.ts';
import type { IncidentBook } from '../core/incidents/book.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { Report, SourceSummary, Summary } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { VERSION } from '../version.ts';

export interface ReportInput {
  readonly rules: RulePack;
  readonly book: IncidentBook;
  readonly bytes: number;
  readonly sources: readonly SourceSummary[];
  readonly problems: readonly Problem[];
  readonly cutLines: number;
  readonly complete: boolean;
}

/** Deterministic for the same observations and sources. */
export function createReport(input: ReportInput): Report {
  const { incidents, facts, harmless, limits } = input.book.finish();
  const { diagnoses, links } = diagnose(
    incidents,
    facts,
    new Map(input.rules.rules.map((rule) => [rule.id, rule])),
  );
  return {
    incidents,
    links,
    diagnoses,
    facts,
    summary: { ...summarise(input, harmless), limits: [...limitsOf(input.cutLines, incidents), ...limits] },
  };
}

function summarise(input: ReportInput, harmless: ReadonlyMap<number, number>): Omit<Summary, 'limits'> {
  const { rules } = input.rules;
  return {
    version: VERSION,
    rules: { version: input.rules.version, count: rules.length },
    bytes: input.bytes,
    lines: input.sources.reduce((sum, source) => sum + source.lines, 0),
    sources: [...input.sources].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))),
    harmless: [...harmless]
      .map(([index, count]) => {
        const rule = rules[index]!;
        return { rule: rule.id, title: rule.title, count, why: rule.cause };
      })
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
    problems: input.problems,
    complete: input.complete,
  };
}

function limitsOf(cutLines: number, incidents: readonly Incident[]): Summary['limits'] {
  const timeless = incidents.filter(({ first }) => first === undefined).length;
  const all = [
    { code: 'lines-cut', text: 'lines longer than 1 MiB, read only that far', count: cutLines },
    {
      code: 'no-time',
      text: 'incidents whose lines have no time: ordered by line, time windows count as met',
      count: timeless,
    },
  ];
  return all.filter((limit) => limit.count > 0);
}
