/** What goes to stderr. */
import { formatProblem } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import { visible } from '../core/text/visible.ts';

/** A mistake that ends the command, with its place, caret and fix. Ends with a line end. */
export function problemText(problems: readonly Problem[]): string {
  return `${visible(problems.map(formatProblem).join('\n\n'), { newline: true })}\n`;
}

/** A soft failure: one line, `path: reason (fix)`. Ends with a line end. */
export function softProblemLine(problem: Problem): string {
  const { code, message, place, fix, warning } = problem;
  const at = place === undefined ? {} : { place: spot(place) };
  const text =
    formatProblem({ code, message, ...at, ...(warning ? { warning } : {}) }) +
    (fix === undefined ? '' : ` (${fix})`);
  return `${visible(text.replaceAll('\n', ' '))}\n`;
}

/** The place without the line's text, which would take a line of its own. */
function spot({ file, line, column }: NonNullable<Problem['place']>): NonNullable<Problem['place']> {
  return { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

/** What no one expected: the stack, and where to take it. */
export function crashText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${visible(text, { newline: true })}\nThis is a mistake in whynotready; please report it with the lines above.\n`;
}
