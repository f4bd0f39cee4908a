/**
 * Errors are data: a code of a closed set, a place, and a fix. docs/errors.md has each code as a heading.
 */

/** Every code that the tool can print. Sorted; a test holds docs/errors.md against it. */
export const ERROR_CODES = [
  'ARCHIVE_BOMB',
  'ARCHIVE_BROKEN',
  'ARCHIVE_CUT',
  'ARCHIVE_ENCRYPTED',
  'ARCHIVE_LIMIT',
  'ARCHIVE_LINKS',
  'ARCHIVE_NOT_READ',
  'DELIVERY_FAILED',
  'ELASTIC_FAILED',
  'ELASTIC_READ_FAILED',
  'FORMAT_UNKNOWN',
  'INPUT_EMPTY',
  'INPUT_JOURNAL_DAMAGED',
  'INPUT_JOURNAL_TOO_LARGE',
  'INPUT_JOURNAL_TOO_NEW',
  'INPUT_JSON_BROKEN',
  'INPUT_LINE_CUT',
  'INPUT_LOST',
  'INPUT_NOT_A_LOG',
  'INPUT_NOT_FOUND',
  'INPUT_NOT_READABLE',
  'INPUT_NO_LOGS',
  'INPUT_READ_FAILED',
  'OUTPUT_FAILED',
  'PARTIAL_MISSING',
  'RESULT_INVALID',
  'RULE_DUPLICATE_ID',
  'RULE_FIELD',
  'RULE_GROUP',
  'RULE_LITERAL',
  'RULE_NOT_FOUND',
  'RULE_NO_NEGATIVE',
  'RULE_PATTERN',
  'RULE_REFERENCE',
  'RULE_REGEX',
  'RULE_TEST',
  'RULE_TODO',
  'RULE_TOO_SLOW',
  'RULE_UNTESTED',
  'RULE_WEAK_LITERAL',
  'RULE_YAML',
  'USAGE',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Where in a text a problem is; `text` is the whole line, the caret stands under `column` (from 1). */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly text?: string;
}

/** One thing that went wrong: what, where, how to mend it. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place?: Place;
  readonly fix?: string;
  /** Worth a look, but nothing stops for it. */
  readonly warning?: true;
}

/** Thrown where the caller cannot go on; carries all problems at once. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => p.message).join('; '));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

/** `file:line:column: CODE message` (`… warning CODE message`), then the line with a caret, then the fix. Plain text; the caller makes it safe for a terminal. */
export function formatProblem(problem: Problem): string {
  const { code, message, place, fix, warning } = problem;
  const at = place
    ? [place.file, place.line, place.line === undefined ? undefined : place.column]
        .filter((x) => x !== undefined)
        .join(':') + ': '
    : '';
  const out = [`${at}${warning ? 'warning ' : ''}${code} ${message}`];
  if (place?.text !== undefined) {
    out.push(`  ${place.text}`);
    if (place.column !== undefined) out.push(`  ${' '.repeat(place.column - 1)}^`);
  }
  if (fix !== undefined) out.push(`  fix: ${fix}`);
  return out.join('\n');
}
