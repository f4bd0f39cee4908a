/**
 * The compiled form of a set of rules: probes (one alternative in one role of one rule) and the literals that lead to them.
 */
import type { Entry } from '../entry.ts';
import type { ChosenParts } from '../scanner/plan.ts';
import type { Rule } from './rule.ts';

/** What a matching line means for its rule. */
export type Role =
  | { readonly kind: 'match' }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'unless'; readonly index: number }
  | { readonly kind: 'step'; readonly index: number }
  /** Of a benign rule on an entry that only rules met which may be left out later: their indices, joined by commas. */
  | { readonly kind: 'hidden'; readonly by: string };

/** One alternative in one role of one rule, ready to be tried on an entry. */
export interface Probe {
  readonly rule: number;
  readonly role: Role;
  /** Index into `RulePack.literals`: no line can meet the probe without it. Negative: any line may. */
  readonly literal: number;
  /** Looks at lines as they were written, not at entries. */
  readonly onLine: boolean;
  /** Captures when the entry meets the alternative, else undefined. Linear time. */
  readonly test: (entry: Entry) => Captures | undefined;
}

export type Captures = Readonly<Record<string, string>>;

export interface RulePack {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly ruleIndex: ReadonlyMap<string, number>;
  readonly probes: readonly Probe[];
  readonly literals: readonly string[];
  /** Of the scanner's literals; undefined: it chooses itself. */
  readonly chosenParts?: ChosenParts | undefined;
  /** Probe indices by literal index, rising. */
  readonly probesByLiteral: readonly (readonly number[])[];
  /** Some probe has no literal: every line has to be tried. */
  readonly unled: boolean;
  /** Some alternative looks at lines as they were written: they are grouped anew. */
  readonly looksAtLines: boolean;
  /** Rules that may be left out while reading goes on, by index; default: none. */
  readonly doubtful?: ReadonlySet<number>;
}

/** A rule met an entry. */
export interface Match {
  readonly rule: number;
  readonly role: Role;
  readonly captures: Captures;
}
