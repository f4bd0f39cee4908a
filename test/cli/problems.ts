import { ProblemError } from '../../src/core/errors.ts';

/** Messages of the ProblemError that it throws. */
export function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ message }) => message);
    throw error;
  }
  throw new Error('nothing was thrown');
}
