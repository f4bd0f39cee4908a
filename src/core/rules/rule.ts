/**
 * A rule as the core uses it: what a rule file says, validated, defaults filled in, durations in milliseconds.
 * The file format is described in docs/rules-format.md; its schema in schema.ts.
 */

export type RuleKind = 'failure' | 'symptom' | 'benign' | 'fact';
/** Does a rule of this kind report that something is wrong? */
export function isTrouble(kind: RuleKind): boolean {
  return kind === 'failure' || kind === 'symptom';
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** One alternative of a `match`: all of `texts` or the regex, the conditions, and no `not`. Strings are pattern sources (see pattern.ts). */
export interface Alternative {
  /** All must be found, in any order, each in the message or in one field's value. */
  readonly texts: readonly string[];
  /** RE2-like JavaScript regex source with named groups; vetted at load. */
  readonly regex: string | undefined;
  /** Regex in RE2 syntax, see re2/; captures nothing. */
  readonly re2?: string;
  /** `line`: texts, regexes and conditions look at the line as it was written (see line-text.ts), not at the decoded message and fields. */
  readonly in?: 'line';
  readonly where: readonly Condition[];
  /** None may be found in the message or a field. */
  readonly not: readonly string[];
  /**
   * The literal that leads the scanner to its lines, worked out when the built-in rules are built; such rules are known to compile.
   * NO_LITERAL: there is none, every line is tried.
   */
  readonly literal?: string;
}

/** Stands for the literal of an alternative that has none on purpose. */
export const NO_LITERAL = '';

/** A condition on a named field of the payload, or on `component`, `unit`, `host`, `level`, `caller`. */
export interface Condition {
  readonly field: string;
  readonly test:
    | { readonly kind: 'pattern'; readonly pattern: string } // the whole value
    | { readonly kind: 'oneOf'; readonly values: readonly string[] }
    | { readonly kind: 'compare'; readonly op: '>=' | '<=' | '>' | '<' | '='; readonly value: number }
    | { readonly kind: 'exists'; readonly exists: boolean };
}

/** `count` matches within `within` ms (some run of whole seconds no longer than that); `lasting`: first to last at least this many ms. */
export interface Threshold {
  readonly count: number;
  readonly within: number | undefined;
  readonly lasting: number | undefined;
}

/**
 * The incident is dropped when such a line, same host and same shared captures, stands within `before` ms before the first match
 * (up to the first match), or within `after` ms around the last match (before it or after it).
 */
export interface Unless {
  readonly match: readonly Alternative[];
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Instead of the incident, each run of the rule's `sequence` is judged by itself. */
  readonly each?: Spoiler;
}

/**
 * A run of a sequence does not count when such a line stands in [t + slide, t + slide + window], both ends counted, where t is the time of
 * the run's line number `anchor` (from 0, by time). Unless `absolute`, the window is longer by the time that the run takes.
 */
export interface Spoiler {
  readonly anchor: number;
  /** ms; may be negative. */
  readonly slide: number;
  /** ms; may be negative. A window that comes to less than 0 is 0. */
  readonly window: number;
  readonly absolute: boolean;
}

/** Steps in this order, all within `within` ms, on one key. The rule's matches are the whole runs. */
export interface Sequence {
  readonly within: number;
  readonly steps: readonly (readonly Alternative[])[];
  /** Set: runs are found as frames.ts says, in the order of the steps (`given`) or in any order. */
  readonly order?: 'given' | 'any';
  /** How many lines each step takes; only with `order`. */
  readonly counts?: readonly number[];
}

export interface Cause {
  readonly rule: string;
  /** `host`: only incidents of the same host; `cluster`: of any host. */
  readonly scope: 'host' | 'cluster';
  /** The cause may be logged up to this many ms after the symptom's first line (default 5 min). */
  readonly slackBefore: number;
  /** The cause explains symptoms that begin up to this many ms after its last line (default 15 min). */
  readonly slackAfter: number;
}

export interface RemedyStep {
  readonly do: string;
  /** Shell command with `{{capture}}` slots; slots are filled only shell-quoted. */
  readonly run: string | undefined;
  /** Conditions on facts, e.g. `k3s >= 1.20`; all must hold, unknown facts count as met. */
  readonly when: readonly FactCondition[];
}

export interface FactCondition {
  readonly fact: string;
  readonly op: '>=' | '<=' | '>' | '<' | '=';
  readonly version: string;
}

export interface Rule {
  readonly id: string;
  readonly kind: RuleKind;
  readonly title: string;
  readonly severity: Severity;
  readonly status: 'stable' | 'experimental' | 'imported';
  readonly category: string;
  readonly match: readonly Alternative[];
  readonly sequence: Sequence | undefined;
  readonly groupBy: readonly string[];
  /** ms; matches further apart are two incidents. */
  readonly quiet: number;
  readonly threshold: Threshold | undefined;
  readonly unless: readonly Unless[];
  readonly resolvedBy: readonly Alternative[];
  readonly causedBy: readonly Cause[];
  /** kind `fact`: the fact's name; its value is the capture `version` (or `value`). */
  readonly fact: string | undefined;
  readonly cause: string;
  readonly impact: string;
  readonly falsePositives: string;
  readonly remedy: readonly RemedyStep[];
  readonly references: readonly string[];
}

/** One example of a rule file, run by `rules test`. */
export interface RuleTest {
  readonly name: string;
  readonly log: string;
  readonly source: string | undefined;
  /** Name of an envelope or payload to read the log as; undefined: detect. */
  readonly format: string | undefined;
  readonly expect: { readonly matches: number; readonly captures: Readonly<Record<string, string>> };
}
