/** Puts the answer together at the end. */
import { diagnose } from '../core/diagnosis/diagnose.ts';
import type { Problem } from '../core/errors.ts';
import type { IncidentBook } from '../core/incidents/book.ts';
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
  const { incidents, facts, harmless } = input.book.finish();
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
    summary: summarise(input, harmless, incidents.filter((x) => x.first === undefined).length),
  };
}

function summarise(input: ReportInput, harmless: ReadonlyMap<number, number>, timeless: number): Summary {
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
    limits: limits(input.cutLines, timeless),
    problems: input.problems,
    complete: input.complete,
  };
}

function limits(cutLines: number, timeless: number): Summary['limits'] {
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
