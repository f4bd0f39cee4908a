/** The account at the end: which entries an incident explains, and the templates of the unknown ones. */
import type { SourceProfile } from '../blindspots/profile.ts';
import type { Incident } from '../incidents/incident.ts';
import { comparePositions } from '../incidents/observation.ts';
import { hashText } from '../incidents/bottom.ts';
import type { Rule } from '../rules/rule.ts';
import type { CoverageBook } from './book.ts';
import { greatest, least, worse } from './cell.ts';
import type { Cell } from './cell.ts';
import type { Coverage, Template } from './coverage.ts';
import { newFromOf } from './newness.ts';
import type { NewFrom, Span } from './newness.ts';
import { clustersOf, fits } from './templates.ts';
import type { Cluster } from './templates.ts';

/** What a healthy log, or last week's, says. */
export interface Baseline {
  /** Templates' texts by component. */
  readonly templates: ReadonlyMap<string, readonly string[]>;
}

export function baselineOf(coverage: Coverage): Baseline {
  const templates = new Map<string, string[]>();
  for (const { component, text } of coverage.templates)
    templates.set(component, [...(templates.get(component) ?? []), text]);
  return { templates };
}

export interface CoverageSetup {
  readonly rules: readonly Rule[];
  readonly incidents: readonly Incident[];
  readonly baseline?: Baseline | undefined;
  /** Of the sources, for what is new in them. */
  readonly profiles?: readonly SourceProfile[];
}

/** Deterministic for the same entries, incidents and baseline. */
export function coverageOf(book: CoverageBook, setup: CoverageSetup): Coverage {
  const { rules, incidents, baseline, profiles = [] } = setup;
  const { explained, silent } = byOutcome(book, rules, incidents);
  const cells = book.kept();
  const fresh = baseline === undefined ? cells : cells.filter((cell) => !isIn(cell, baseline));
  return {
    scary: explained + silent + book.harmless + book.known + book.unknown,
    explained,
    harmless: book.harmless,
    known: book.known + silent,
    unknown: book.unknown,
    inBaseline: baseline === undefined ? undefined : countOf(cells) - countOf(fresh),
    templates: templatesOf(fresh, newFromOf(profiles, spanOf(cells))),
    beyond: book.unknown - countOf(cells),
  };
}

function byOutcome(
  book: CoverageBook,
  rules: readonly Rule[],
  incidents: readonly Incident[],
): { explained: number; silent: number } {
  const reported = new Set(incidents.map(({ rule }) => rule.id));
  const sums = { explained: 0, silent: 0 };
  for (const [met, count] of book.byRules) {
    const isReported = met.split(',').some((index) => reported.has(rules[Number(index)]!.id));
    sums[isReported ? 'explained' : 'silent'] += count;
  }
  return sums;
}

function isIn({ component, mask }: Cell, { templates }: Baseline): boolean {
  return templates.get(component)?.some((template) => fits(mask, template)) === true;
}

function countOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

/** First and last time of all unknown entries. */
function spanOf(cells: readonly Cell[]): Span | undefined {
  let first: number | undefined;
  let last: number | undefined;
  for (const cell of cells) {
    first = least(first, cell.first);
    last = greatest(last, cell.last);
  }
  return first === undefined || last === undefined ? undefined : { first, last };
}

function templatesOf(cells: readonly Cell[], newFrom: NewFrom): Template[] {
  return clustersOf(cells)
    .map((cluster) => templateOf(cluster, newFrom))
    .sort(
      (a, b) =>
        Number(b.isNew) - Number(a.isNew) || b.count - a.count || (a.id < b.id ? -1 : Number(a.id > b.id)),
    );
}

function templateOf({ component, text, members }: Cluster<Cell>, newFrom: NewFrom): Template {
  let earliest = members[0]!;
  for (const cell of members) if (comparePositions(cell.at, earliest.at) < 0) earliest = cell;
  const first = members.reduce<number | undefined>((time, cell) => least(time, cell.first), undefined);
  return {
    id: `tp-${hashText(`${component}\n${text}`).toString(16).padStart(14, '0')}`,
    component,
    text,
    level: members.map(({ worst }) => worst).reduce(worse),
    count: countOf(members),
    first,
    last: members.reduce<number | undefined>((time, cell) => greatest(time, cell.last), undefined),
    isNew: first !== undefined && first >= newFrom(earliest.at.source),
    example: earliest.example(),
  };
}
