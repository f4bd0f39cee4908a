/**
 * The account of entries of level warning and above. Like the incident book it depends on the set of entries only, and merges in
 * any order: what a line is counted as follows from the line alone; of different unknown texts those with the smallest hashes are
 * kept (exact up to the bound); templates are made of them at the end.
 */
import { errorBeside } from '../entry.ts';
import type { Entry, Level } from '../entry.ts';
import { Bottom } from '../incidents/bottom.ts';
import type { Match } from '../rules/pack.ts';
import { isTrouble } from '../rules/rule.ts';
import type { Rule } from '../rules/rule.ts';
import { cut, own } from '../text/own.ts';
import { Cell } from './cell.ts';
import type { CellData, Place } from './cell.ts';
import { SCARY } from './coverage.ts';
import { masked } from './masked.ts';

/** Different masked texts kept. */
export const MAX_MASKS = 10_000;
const MAX_EXAMPLE = 1024;

/** What an entry counts as; the same for all entries that differ in their time only. */
export type Account =
  /** Met by rules that report trouble: explained when one of them has an incident. */
  | { readonly kind: 'rules'; readonly rules: string }
  | { readonly kind: 'harmless' | 'known' }
  | { readonly kind: 'unknown'; readonly component: string; readonly mask: string; readonly level: Level };

export interface CoverageData {
  /** Counts by rules that met the entry: their indices, rising, joined by commas. */
  readonly byRules: readonly (readonly [string, number])[];
  readonly harmless: number;
  readonly known: number;
  readonly unknown: number;
  readonly cells: readonly CellData[];
  readonly bound: number | null;
}

export class CoverageBook {
  harmless = 0;
  known = 0;
  unknown = 0;
  readonly byRules = new Map<string, number>();
  private readonly rules: readonly Rule[];
  private readonly cells: Bottom<Cell>;

  constructor(rules: readonly Rule[], maxMasks = MAX_MASKS) {
    this.rules = rules;
    this.cells = new Bottom(maxMasks);
  }

  /** What an entry counts as; undefined for one that does not look bad. */
  accountOf(entry: Entry, matches: readonly Match[]): Account | undefined {
    if (!SCARY.has(entry.level)) return undefined;
    if (matches.length > 0) return this.met(matches);
    const component = entry.component ?? entry.unit ?? '';
    return { kind: 'unknown', component, mask: masked(textOf(entry)), level: entry.level! };
  }

  /** Counts entries with one account, the earliest at `place`, the latest at the time `last`. */
  add(
    account: Account,
    entries: { count: number; place: Place; last: number | undefined },
    text: () => string,
  ): void {
    const { count } = entries;
    if (account.kind === 'rules')
      this.byRules.set(account.rules, (this.byRules.get(account.rules) ?? 0) + count);
    else this[account.kind] += count;
    if (account.kind !== 'unknown') return;
    const { component, mask, level } = account;
    this.cell(component, mask)?.add({ ...entries, level }, () => own(cut(text(), MAX_EXAMPLE)));
  }

  /** Moves the lines of a source's examples: a piece counted its lines from its own start. */
  rebaseLines(source: string, lines: number): void {
    for (const cell of this.cells.kept().values()) cell.rebase(source, lines);
  }

  absorb(data: CoverageData): void {
    this.harmless += data.harmless;
    this.known += data.known;
    this.unknown += data.unknown;
    for (const [rules, count] of data.byRules)
      this.byRules.set(rules, (this.byRules.get(rules) ?? 0) + count);
    for (const cell of data.cells) this.cell(cell.component, cell.mask)?.absorb(cell);
    if (data.bound !== null) this.cells.overflow(data.bound);
  }

  /** Plain form, safe for JSON and structured clone. Only for a book of the same rules. */
  toJSON(): CoverageData {
    return {
      byRules: [...this.byRules],
      harmless: this.harmless,
      known: this.known,
      unknown: this.unknown,
      cells: this.kept().map((cell) => cell.toJSON()),
      bound: this.cells.limitHash ?? null,
    };
  }

  kept(): Cell[] {
    return [...this.cells.kept().values()].filter(({ count }) => count > 0);
  }

  private cell(component: string, mask: string): Cell | undefined {
    const key = `${component}\n${mask}`;
    const known = this.cells.get(key);
    if (known !== undefined || this.cells.refuses(key)) return known;
    return this.cells.getOrAdd(own(key), () => new Cell(own(component), own(mask)));
  }

  private met(matches: readonly Match[]): Account {
    const own = matches.filter(({ role }) => role.kind === 'match' || role.kind === 'step');
    const trouble = own.filter(({ rule }) => isTrouble(this.rules[rule]!.kind)).map(({ rule }) => rule);
    if (trouble.length > 0) return { kind: 'rules', rules: rising(trouble).join(',') };
    return { kind: own.some(({ rule }) => this.rules[rule]!.kind === 'benign') ? 'harmless' : 'known' };
  }
}

function rising(rules: readonly number[]): number[] {
  return [...new Set(rules)].sort((a, b) => a - b);
}

function textOf(entry: Entry): string {
  const error = errorBeside(entry);
  return error === undefined ? entry.message : `${entry.message} err="${error}"`;
}
