/** Puts the answer together at the end. */
import { bySource } from '../core/blindspots/profile.ts';
import type { SourceProfile } from '../core/blindspots/profile.ts';
import { findBlindSpots, isBlindSpot, timelessOf } from '../core/blindspots/find.ts';
import { coverageOf } from '../core/coverage/finish.ts';
import type { Baseline } from '../core/coverage/finish.ts';
import { diagnose } from '../core/diagnosis/diagnose.ts';
import { findLinks } from '../core/diagnosis/links.ts';
import type { Findings } from '../core/incidents/book.ts';
import { DOCUMENT } from '../core/incidents/observation.ts';
import { mergeFacts } from '../core/incidents/facts.ts';
import type { Fact, Incident } from '../core/incidents/incident.ts';
import type { Report, Summary } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { Rule } from '../core/rules/rule.ts';
import { VERSION } from '../version.ts';
import type { PieceFindings } from './findings.ts';

export interface ReportInput {
  readonly rules: RulePack;
  /** Of the whole input. */
  readonly findings: Pick<
    PieceFindings,
    'book' | 'bytes' | 'sources' | 'problems' | 'cutLines' | 'coverage' | 'profiles' | 'told' | 'complete'
  >;
  /** What coverage folds away. */
  readonly baseline?: Baseline | undefined;
}

/** Deterministic for the same observations and sources. */
export function createReport(input: ReportInput): Report {
  const { cutLines, profiles, coverage } = input.findings;
  const { incidents: all, facts: logged, harmless, limits } = findingsOf(input);
  const facts = withTold(logged, input.findings.told);
  const signs = all.filter(isBlindSpot);
  const incidents = all.filter((incident) => !isBlindSpot(incident));
  const { diagnoses, links } = diagnose(
    incidents,
    facts,
    new Map(input.rules.rules.map((rule) => [rule.id, rule])),
  );
  const bySources = bySource(profiles);
  return {
    incidents,
    links,
    diagnoses,
    facts,
    summary: {
      ...summarise(input, harmless),
      limits: [...limitsOf(cutLines, incidents, bySources), ...limits],
      blindSpots: findBlindSpots({ profiles: bySources, incidents, signs, diagnoses, facts }),
    },
    ...(coverage === undefined
      ? {}
      : {
          coverage: coverageOf(coverage, {
            rules: input.rules.rules,
            incidents: all,
            baseline: input.baseline,
            profiles: bySources,
          }),
        }),
  };
}

/** Somebody cut a few lines out of a log because they look bad: thresholds are for whole logs. */
const FEW_LINES = 300;

/** What is sure; of a short input what is below its threshold, too: all when nothing is sure, else what explains a symptom. */
function findingsOf({ findings, rules }: ReportInput): Findings {
  const { book } = findings;
  const sure = book.finish();
  if (!isPaste(findings)) return sure;
  const all = book.finish({ few: true });
  if (sure.incidents.every(isBlindSpot)) return all;
  const known = new Map(rules.rules.map((rule) => [rule.id, rule]));
  const kept = withCauses(new Set(sure.incidents.map(({ id }) => id)), all.incidents, known);
  return { ...all, incidents: all.incidents.filter(({ id }) => kept.has(id)) };
}

/** Adds failures that explain those of them that none of them explains. */
function withCauses(
  sure: ReadonlySet<string>,
  incidents: readonly Incident[],
  rules: ReadonlyMap<string, Rule>,
): ReadonlySet<string> {
  const failures = new Set(incidents.filter(({ rule }) => rule.kind === 'failure').map(({ id }) => id));
  const links = findLinks(incidents, rules);
  const explained = new Set(links.filter(({ cause }) => sure.has(cause)).map(({ effect }) => effect));
  const causes = links
    .filter(({ cause, effect }) => failures.has(cause) && sure.has(effect) && !explained.has(effect))
    .map(({ cause }) => cause);
  return new Set([...sure, ...causes]);
}

/** Of an index only those documents came over that a rule may meet: how many it has is not known. */
function isPaste({ sources }: Pick<PieceFindings, 'sources'>): boolean {
  return linesOf({ sources }) <= FEW_LINES && !sources.some(({ name }) => name.startsWith(DOCUMENT));
}

function linesOf({ sources }: Pick<PieceFindings, 'sources'>): number {
  return sources.reduce((sum, source) => sum + source.lines, 0);
}

/** A bundle tells what runs when it is made; what the logs say of their own time counts before it. */
function withTold(logged: readonly Fact[], told: readonly Fact[]): Fact[] {
  const names = new Set(logged.map(({ name, host }) => JSON.stringify([name, host])));
  return mergeFacts([
    ...logged,
    ...told.filter(({ name, host }) => !names.has(JSON.stringify([name, host]))),
  ]);
}

function summarise(
  input: ReportInput,
  harmless: ReadonlyMap<number, number>,
): Omit<Summary, 'limits' | 'blindSpots'> {
  const { rules } = input.rules;
  const { bytes, sources, problems, complete } = input.findings;
  return {
    version: VERSION,
    rules: { version: input.rules.version, count: rules.length },
    bytes,
    lines: linesOf(input.findings),
    sources: [...sources].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))),
    harmless: [...harmless]
      .map(([index, count]) => {
        const rule = rules[index]!;
        return { rule: rule.id, title: rule.title, count, why: rule.cause };
      })
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
    problems,
    complete,
  };
}

function limitsOf(
  cutLines: number,
  incidents: readonly Incident[],
  profiles: readonly SourceProfile[],
): Summary['limits'] {
  // Of logs without any time it is said among the blind spots.
  const said = new Set(timelessOf(profiles).map(({ source }) => source));
  const timeless = incidents.filter(
    ({ first, evidence }) => first === undefined && !evidence.every(({ source }) => said.has(source)),
  ).length;
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
