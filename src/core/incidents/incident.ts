/**
 * Incidents as they leave the core. All of it depends on the set of matches only, never on the order they came in.
 */
import type { Origin } from '../entry.ts';
import type { RuleKind, Severity } from '../rules/rule.ts';

/** One line (or entry of several lines) that proves something. */
export interface Evidence extends Origin {
  /** ms since the epoch. */
  readonly time: number | undefined;
  /** Raw text as it stands in the source, lines joined by `\n`, cut at 4 KiB. */
  readonly text: string;
  /** Decoded message without its wrapping, cut at 4 KiB. */
  readonly message: string;
  /** Up to two raw lines before and after, each cut at 1 KiB. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export type EvidencePlace = Pick<Evidence, 'source' | 'line' | 'offset' | 'time'>;

/** Evidence that is made when it is asked for: of the many lines that could be shown few are. */
export interface KeptEvidence {
  readonly kept: true;
  /** `at`: where it stands for people. */
  open(at: EvidencePlace): Evidence;
  /** The same without the lines around it, which takes less room. */
  bare(): KeptEvidence;
}

/** Without the lines around it. */
export function bareEvidence(proof: Evidence | KeptEvidence): Evidence | KeptEvidence {
  return 'kept' in proof ? proof.bare() : { ...proof, before: [], after: [] };
}

export interface CaptureValues {
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** Exact up to 1,000 distinct values, estimated beyond. */
  readonly distinct: number;
  readonly exact: boolean;
}

export interface Histogram {
  /** ms since the epoch of the first bucket, a multiple of `width`. */
  readonly start: number;
  /** Bucket width in ms: a power of two seconds, the smallest at which the span fits 240 buckets. */
  readonly width: number;
  readonly counts: readonly number[];
}

export interface RuleRef {
  readonly id: string;
  readonly kind: RuleKind;
  readonly title: string;
  readonly severity: Severity;
  readonly category: string;
}

export interface Incident {
  /** Deterministic: hash of rule id, host, group and first time (first origin when there is no time). */
  readonly id: string;
  readonly rule: RuleRef;
  readonly host: string;
  /** Values of the rule's `groupBy` captures. */
  readonly group: Readonly<Record<string, string>>;
  readonly count: number;
  /** ms since the epoch; undefined when no match has a time. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly histogram: Histogram | undefined;
  readonly captures: Readonly<Record<string, CaptureValues>>;
  /** The first three and the last match, in order. */
  readonly evidence: readonly Evidence[];
  /** The line that shows that it is over. */
  readonly resolved: { readonly time: number | undefined; readonly evidence: Evidence } | undefined;
}

/** A version or event read from the log itself. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly time: number | undefined;
  readonly origin: Origin;
}
