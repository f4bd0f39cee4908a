/** What the logs say is wrong: a root incident, what it explains, and what to do. */
import type { Severity } from '../rules/rule.ts';

export interface CauseLink {
  /** Incident id of the cause. */
  readonly cause: string;
  /** Incident id of what it explains. */
  readonly effect: string;
  /** Why they are linked, in words. */
  readonly reason: string;
}

export interface FilledStep {
  readonly do: string;
  /** Ready to paste: slots filled in and shell-quoted; slots without a value stay `<name>` placeholders. */
  readonly run: string | undefined;
}

export interface Diagnosis {
  /** Equals the root incident's id with the prefix `dx-`. */
  readonly id: string;
  /** Incident id of the root. */
  readonly root: string;
  /** `cause`: the log proves a cause. `symptom`: only a symptom is on record; its cause is elsewhere. */
  readonly kind: 'cause' | 'symptom';
  readonly title: string;
  readonly severity: Severity;
  readonly host: string;
  readonly cause: string;
  readonly impact: string;
  readonly remedy: readonly FilledStep[];
  readonly references: readonly string[];
  /** Incident ids, directly or through others, in order of their first line. */
  readonly explains: readonly string[];
  /** Why it stands where it stands among the roots. */
  readonly reason: string;
  /** For `symptom`: the rules that are known to cause it and are not on record, with what to look at next. */
  readonly lookAt: readonly { readonly rule: string; readonly title: string }[];
}
