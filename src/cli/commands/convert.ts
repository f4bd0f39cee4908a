/** `convert`: shows results that were kept, without reading the logs again. */
import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { ProblemError } from '../../core/errors.ts';
import { mergeReports } from '../../sinks/merge.ts';
import { readResult } from '../../sinks/read-result.ts';
import { atLeast } from '../../sinks/select.ts';
import type { Context } from '../context.ts';
import { EXIT, meetsFailOn } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { preparePrinter } from '../print.ts';
import { checkTimeZone } from '../options.ts';

/** Returns the exit code. Throws ProblemError (RESULT_INVALID, INPUT_…) when one of the results can't be read. */
export async function convertCommand(
  paths: readonly string[],
  flags: FlagValues,
  context: Context,
): Promise<number> {
  checkTimeZone(flags);
  const printer = await preparePrinter(flags, context, paths);
  const reports = [];
  for (const path of paths) reports.push(readResult(await contentOf(path), path === '-' ? 'stdin' : path));
  const report = mergeReports(reports);
  const shown = flags.minSeverity === undefined ? report : atLeast(report, flags.minSeverity);
  const failure = await printer.print(shown);
  return failure ?? (meetsFailOn(report, flags.failOn) ? EXIT.failOn : EXIT.ok);
}

async function contentOf(path: string): Promise<string> {
  try {
    return path === '-' ? await textOf(process.stdin) : readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ProblemError([
      code === 'ENOENT'
        ? { code: 'INPUT_NOT_FOUND', message: 'there is no such file', place: { file: path } }
        : { code: 'INPUT_NOT_READABLE', message, place: { file: path } },
    ]);
  }
}
