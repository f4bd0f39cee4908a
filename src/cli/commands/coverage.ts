/** `coverage`: how much of what looks bad was understood; the failures themselves are `scan`'s to tell. */
import type { Context } from '../context.ts';
import type { FlagValues } from '../flags.ts';
import { scanCommand } from './scan.ts';

/** Returns the exit code. Throws ProblemError as `scan` does. */
export function coverageCommand(
  args: readonly string[],
  flags: FlagValues,
  context: Context,
): Promise<number> {
  return scanCommand(args, { ...flags, coverage: true }, context, 'coverage');
}
