/** What the tool's exit codes mean. Where several hold, wrong usage goes before unread input, that before incidents. */
import type { Problem } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Severity } from '../core/rules/rule.ts';
import { isAtLeast } from '../sinks/select.ts';

export const EXIT = { ok: 0, failOn: 1, usage: 2, unread: 3, interrupted: 130 } as const;

/** Of a finished scan. `failOn` undefined: incidents alone are no reason to fail. */
export function exitCode(report: Report, failOn: Severity | undefined): number {
  if (report.summary.problems.some(isUnread)) return EXIT.unread;
  return meetsFailOn(report, failOn) ? EXIT.failOn : EXIT.ok;
}

/** Is there an incident as severe as `failOn`, or more? */
export function meetsFailOn({ incidents }: Report, failOn: Severity | undefined): boolean {
  return failOn !== undefined && incidents.some(({ rule }) => isAtLeast(rule.severity, failOn));
}

/** A line that was cut was read, as far as anybody needs; a warning is no loss. */
export function isUnread({ code, warning }: Problem): boolean {
  return /^(?:ARCHIVE_|INPUT_|ELASTIC_READ)/.test(code) && code !== 'INPUT_LINE_CUT' && warning !== true;
}
