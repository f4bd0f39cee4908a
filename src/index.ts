/**
 * The library: what the command does, without the command.
 *
 *     import { loadRules, scan } from 'whynotready';
 *     const report = await scan({ paths: ['/var/log/k3s.log'], rules: await loadRules() });
 */
export { loadRules, scan } from './pipeline/index.ts';
export type { Progress, RuleSelection, ScanOptions } from './pipeline/index.ts';
export { ERROR_CODES, formatProblem, ProblemError } from './core/errors.ts';
export type { ErrorCode, Place, Problem } from './core/errors.ts';
export type { Entry, Field, Level, Origin } from './core/entry.ts';
export type { FoundMatch, MatchTaker } from './core/found-match.ts';
export type {
  Fact,
  Incident,
  Evidence,
  CaptureValues,
  Histogram,
  RuleRef,
} from './core/incidents/incident.ts';
export type { CauseLink, Diagnosis, FilledStep } from './core/diagnosis/diagnosis.ts';
export type { Report, SourceSummary, Summary } from './core/report.ts';
export type { RulePack } from './core/rules/pack.ts';
export type { Rule, RuleKind, Severity } from './core/rules/rule.ts';
export { VERSION } from './version.ts';
