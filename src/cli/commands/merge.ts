/** `merge`: one answer from the partial results of several scans. */
import { ProblemError } from '../../core/errors.ts';
import { loadRules } from '../../pipeline/index.ts';
import { mergePartials, reportOf } from '../../pipeline/merge.ts';
import { contradictions, missingSlices } from '../../pipeline/shares.ts';
import { atLeast } from '../../sinks/select.ts';
import type { Context } from '../context.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { softProblemLine } from '../messages.ts';
import { checkTimeZone, ruleSelection } from '../options.ts';
import { checkPartial, readPartial, writePartial } from '../partial.ts';
import { preparePrinter } from '../print.ts';

/** Returns the exit code. Throws ProblemError (RESULT_INVALID) when the files are no partial results of these rules that go together. */
export async function mergeCommand(
  files: readonly string[],
  flags: FlagValues,
  context: Context,
): Promise<number> {
  checkTimeZone(flags);
  const printer = await preparePrinter(flags, context, files);
  if (flags.partial !== undefined) checkPartial(flags.partial, files);
  const rules = await loadRules(ruleSelection(flags));
  const partials = files.map((file) => readPartial(file, rules));
  const kept = partials.flatMap(({ parts }, i) => parts.map((part) => ({ file: files[i]!, part })));
  const wrong = contradictions(kept);
  if (wrong.length > 0) throw new ProblemError(wrong);
  const merged = mergePartials(rules, partials);
  if (flags.partial !== undefined) writePartial(flags.partial, rules, merged);
  const report = reportOf(rules, merged, missingSlices(kept));
  for (const problem of report.summary.problems) context.stderr.write(softProblemLine(problem));
  const shown = flags.minSeverity === undefined ? report : atLeast(report, flags.minSeverity);
  const failure = await printer.print(shown);
  // A part of which the rest was never read, or one that is not there.
  if (!report.summary.complete) return failure ?? EXIT.unread;
  return failure ?? exitCode(report, flags.failOn);
}
