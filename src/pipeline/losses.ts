/** What is said of a worker that is no more. */
import type { Place, Problem } from '../core/errors.ts';
import type { Part } from './piece.ts';
import type { Cause } from './pool.ts';

/** `source`: what was read last. */
export function lossProblem(part: Part, source: string, cause: Exclude<Cause, { kind: 'slow' }>): Problem {
  const why = cause.kind === 'hung' ? 'did not get on and was ended' : `broke down (${cause.reason})`;
  return {
    code: 'INPUT_LOST',
    message: `${what(part)} not read: the thread that read it ${why}`,
    place: { file: placeOf(part, source) },
    fix: 'read this file by itself; if it fails again, please report it with the file',
  };
}

/** `place`: the line of the log. */
export function slowProblem(rule: string, place: Place): Problem {
  return {
    code: 'RULE_TOO_SLOW',
    message: `a regex of ${rule} takes too long on this line; the rule is left out of this whole run`,
    place,
    fix: 'write a pattern in place of the regex, or bound its repetitions',
  };
}

function what({ range }: Part): string {
  if (range === undefined) return 'the file was';
  return `bytes ${range.from} to ${range.to ?? 'the end'} were`;
}

/** The member of an archive, when it had come that far. */
function placeOf({ name }: Part, source: string): string {
  return source.startsWith(`${name}!`) ? source : name;
}
