/** Matches one by one, as they are found: for those who want each of them and not only the incidents that come of them. */
import type { Evidence } from './incidents/incident.ts';
import type { Captures, Role } from './rules/pack.ts';
import type { Rule } from './rules/rule.ts';

/** A rule of a failure or symptom met an entry, as a match or as a step of its sequence. Whether an incident comes of it is not known yet. */
export interface FoundMatch {
  readonly rule: Rule;
  readonly role: Role;
  readonly captures: Captures;
  readonly host: string;
  /** Without the lines around it. */
  readonly evidence: Evidence;
}

/** Takes matches in the order of the input. */
export interface MatchTaker {
  readonly take: (match: FoundMatch) => void;
  /** Reading goes on when the promise is kept; undefined: at once. */
  readonly room: () => Promise<void> | undefined;
}
