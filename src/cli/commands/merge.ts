/** `merge`: one answer from the partial results of several scans. */
import { loadRules } from '../../pipeline/index.ts';
import { mergeFindings } from '../../pipeline/merge.ts';
import { atLeast } from '../../sinks/select.ts';
import type { Context } from '../context.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { softProblemLine } from '../messages.ts';
import { checkTimeZone, ruleSelection } from '../options.ts';
import { readPartial } from '../partial.ts';
import { preparePrinter } from '../print.ts';

/** Returns the exit code. Throws ProblemError (RESULT_INVALID) when one of the files is no partial result of these rules. */
export async function mergeCommand(
  files: readonly string[],
  flags: FlagValues,
  context: Context,
): Promise<number> {
  checkTimeZone(flags);
  const printer = await preparePrinter(flags, context, files);
  const rules = await loadRules(ruleSelection(flags));
  const report = mergeFindings(
    rules,
    files.map((file) => readPartial(file, rules)),
  );
  for (const problem of report.summary.problems) context.stderr.write(softProblemLine(problem));
  const shown = flags.minSeverity === undefined ? report : atLeast(report, flags.minSeverity);
  const failure = await printer.print(shown);
  // A part of which the rest was never read.
  if (!report.summary.complete) return failure ?? EXIT.unread;
  return failure ?? exitCode(report, flags.failOn);
}
