/** Which part of a report is shown. */
import type { Diagnosis } from '../core/diagnosis/diagnosis.ts';
import type { Report } from '../core/report.ts';
import { SEVERITIES } from '../core/rules/rule.ts';
import type { Severity } from '../core/rules/rule.ts';

/** Is `severity` as severe as `least`, or more? */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}

/** Incidents of at least this severity, and what explains them; the rest of the report follows. */
export function atLeast(report: Report, least: Severity): Report {
  const kept = new Set(
    report.incidents.filter(({ rule }) => isAtLeast(rule.severity, least)).map(({ id }) => id),
  );
  for (const diagnosis of report.diagnoses)
    if (diagnosis.explains.some((id) => kept.has(id))) kept.add(diagnosis.root);
  return {
    ...report,
    incidents: report.incidents.filter(({ id }) => kept.has(id)),
    links: report.links.filter(({ cause, effect }) => kept.has(cause) && kept.has(effect)),
    diagnoses: report.diagnoses
      .filter(({ root }) => kept.has(root))
      .map((diagnosis) => explainingOnly(diagnosis, kept)),
  };
}

function explainingOnly(diagnosis: Diagnosis, kept: ReadonlySet<string>): Diagnosis {
  return { ...diagnosis, explains: diagnosis.explains.filter((id) => kept.has(id)) };
}
