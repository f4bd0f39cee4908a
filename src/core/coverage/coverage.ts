/** What was understood of the lines that look bad, and what the rest looks like. Plain data, JSON-safe. */
import type { Level, Origin } from '../entry.ts';

/** Levels whose entries are accounted for. */
export const SCARY: ReadonlySet<Level | undefined> = new Set(['warning', 'error', 'fatal']);

/** Unknown entries that say the same: text with `<*>` where they differ. */
export interface Template {
  /** Deterministic, from component and text. */
  readonly id: string;
  /** Empty when not known. */
  readonly component: string;
  readonly text: string;
  /** The worst of its entries. */
  readonly level: Level;
  readonly count: number;
  /** ms since the epoch; undefined when no entry has a time. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** First seen in the last tenth of its log's time, or in its last day, if that is shorter. */
  readonly isNew: boolean;
  readonly example: Example;
}

/** One entry as it stands in its source, cut at 1 KiB. */
export interface Example extends Origin {
  readonly text: string;
}

/** Entries of level warning and above; the four kinds add up to `scary`. */
export interface Coverage {
  readonly scary: number;
  /** They belong to a rule of which an incident is reported. */
  readonly explained: number;
  /** A benign rule says why. */
  readonly harmless: number;
  /** A rule knows them, but raised nothing: too few, over at once, or a plain fact. */
  readonly known: number;
  readonly unknown: number;
  /** Of the unknown: those that the baseline has, too; undefined without a baseline. */
  readonly inBaseline: number | undefined;
  /** Of the rest: new ones first, then by count. */
  readonly templates: readonly Template[];
  /** Unknown entries beyond the bound on different texts: counted, but in no template. */
  readonly beyond: number;
}
