/**
 * CRE rules (Common Reliability Enumerations, https://github.com/prequel-dev/cre) as their files say them. What a key means was taken from
 * preq's parser (https://github.com/prequel-dev/prequel-compiler, pkg/parser).
 */

/** A condition on one line, or (`set`, `sequence`) on several. */
export interface CreTerm {
  readonly value: string | undefined;
  readonly regex: string | undefined;
  readonly jq: string | undefined;
  /** So many lines that meet it. */
  readonly count: number;
  /** A set, sequence or metric inside of the rule; undefined: a plain condition. */
  readonly nested: 'set' | 'sequence' | 'promql' | undefined;
  /** Of a `negate` term, as it is written. */
  readonly window: string | undefined;
  readonly slide: string | undefined;
  readonly anchor: number;
  readonly absolute: boolean;
}

export interface CreRule {
  /** `CRE-2025-0001`; undefined: not named. */
  readonly id: string | undefined;
  readonly about: CreWords;
  readonly kind: 'set' | 'sequence';
  readonly window: string | undefined;
  /** `match` of a set, `order` of a sequence. */
  readonly terms: readonly CreTerm[];
  readonly negate: readonly CreTerm[];
  readonly correlations: readonly string[];
}

/** What a rule says to people. */
export interface CreWords {
  readonly title: string | undefined;
  /** 0 critical to 4 info. */
  readonly severity: number;
  readonly category: string | undefined;
  readonly description: string | undefined;
  readonly cause: string | undefined;
  readonly impact: string | undefined;
  readonly mitigation: string | undefined;
  readonly references: readonly string[];
}

/** Why something can't be carried over. */
export class Refusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Refusal';
  }
}
