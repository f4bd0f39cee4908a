/** Puts together what several scans found: the answer of one scan of all that they read, in whatever order they come. */
import type { Report } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { PieceFindings } from './findings.ts';
import type { FindingsData } from './findings.ts';
import { createReport } from './report.ts';

/** All must have been found with these rules. */
export function mergeFindings(rules: RulePack, parts: readonly FindingsData[]): Report {
  const covers = parts.some(({ coverage }) => coverage !== undefined);
  const findings = new PieceFindings(rules.rules, covers);
  for (const part of parts) findings.append(PieceFindings.fromData(rules.rules, part));
  return createReport({ rules, findings });
}
