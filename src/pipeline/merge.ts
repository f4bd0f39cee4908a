/** Puts together what several scans found: the answer of one scan of all that they read, in whatever order and groups they come. */
import { DOCUMENT } from '../core/incidents/observation.ts';
import type { Problem } from '../core/errors.ts';
import type { Report, SourceSummary } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { Share } from '../sources/documents.ts';
import { PieceFindings } from './findings.ts';
import type { FindingsData } from './findings.ts';
import { createReport } from './report.ts';
import { withTwins } from './twins.ts';

/** What one scan says beside what it observed. */
export interface Part extends Omit<FindingsData, 'book' | 'coverage'> {
  /** The same for the same result. */
  readonly id: string;
  /** What of a cluster's documents it read; undefined: files. */
  readonly share?: Share | undefined;
  /** Does it account for all entries? */
  readonly covers: boolean;
}

/** Plain form of what one or several scans found. Parts are kept apart, observations are not: their order makes no difference. */
export interface PartialResult extends Pick<FindingsData, 'book' | 'coverage'> {
  readonly parts: readonly Part[];
}

export function partialOf(findings: FindingsData, { id, share }: Pick<Part, 'id' | 'share'>): PartialResult {
  const { book, coverage, ...rest } = findings;
  return { book, coverage, parts: [{ ...rest, id, share, covers: coverage !== undefined }] };
}

/** All must have been found with these rules. */
export function mergePartials(rules: RulePack, partials: readonly PartialResult[]): PartialResult {
  const [only, ...others] = partials;
  if (only !== undefined && others.length === 0) return only;
  const covers = partials.some(({ coverage }) => coverage !== undefined);
  const all = new PieceFindings(rules.rules, covers);
  for (const { book, coverage } of partials)
    all.append(PieceFindings.fromData(rules.rules, { ...NOTHING, book, coverage }));
  const { book, coverage } = all.toData();
  return { book, coverage, parts: partials.flatMap(({ parts }) => parts) };
}

const NOTHING: Omit<FindingsData, 'book' | 'coverage'> = {
  problems: [],
  sources: [],
  bytes: 0,
  cutLines: 0,
  profiles: [],
  complete: true,
};

/** `missing`: what the parts lack to be whole. */
export function reportOf(rules: RulePack, partial: PartialResult, missing: readonly Problem[] = []): Report {
  const parts = partial.parts.toSorted(byPlace);
  const findings = PieceFindings.fromData(rules.rules, {
    book: partial.book,
    coverage: partial.coverage,
    problems: once([...parts.flatMap(({ problems }) => problems), ...missing]),
    sources: summed(parts.flatMap(({ sources }) => sources)),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    cutLines: parts.reduce((sum, { cutLines }) => sum + cutLines, 0),
    profiles: parts.flatMap(({ profiles }) => profiles),
    told: parts.flatMap(({ told = [] }) => told),
    complete: missing.length === 0 && parts.every(({ complete }) => complete),
  });
  return withTwins(
    createReport({ rules, findings }),
    parts.flatMap(({ twins = [] }) => twins),
  );
}

/** In the order in which one scan would have read them, as far as names tell. */
function byPlace(a: Part, b: Part): number {
  return compare(firstName(a), firstName(b)) || compare(a.id, b.id);
}

function firstName({ sources }: Part): string {
  return sources.map(({ name }) => name).sort()[0] ?? '';
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Slices of one search are one source; files of two machines may have the same name. */
function summed(sources: readonly SourceSummary[]): SourceSummary[] {
  const searches = Map.groupBy(
    sources.filter(({ name }) => name.startsWith(DOCUMENT)),
    ({ name }) => name,
  );
  const sums = [...searches].map(([name, slices]) => ({
    name,
    bytes: slices.reduce((sum, { bytes }) => sum + bytes, 0),
    lines: slices.reduce((sum, { lines }) => sum + lines, 0),
  }));
  return [...sources.filter(({ name }) => !name.startsWith(DOCUMENT)), ...sums];
}

/** What is wrong with a cluster each of its slices says. */
function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
