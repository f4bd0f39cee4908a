/** Says in the answer which files were read once although they have two names. */
import type { Report } from '../core/report.ts';
import type { Twin } from '../sources/paths.ts';

/** Each container's log has two names on every node. */
const SHOWN = 1;

export function withTwins(report: Report, twins: readonly Twin[]): Report {
  if (twins.length === 0) return report;
  const shown = twins.slice(0, SHOWN).map(({ path, same }) => `${path} is ${same}`);
  const more = twins.length > SHOWN ? [`and ${twins.length - SHOWN} more`] : [];
  const text = `files read once under one of their names (${[...shown, ...more].join(', ')})`;
  const limit = { code: 'same-file', text, count: twins.length };
  return { ...report, summary: { ...report.summary, limits: [...report.summary.limits, limit] } };
}
