/** Entries that bring their lines along. */
import type { EntryParser } from './format.ts';

/** The same parser; no two of its entries count as the same, since their lines differ where their messages don't. */
export function withLines(parser: EntryParser): EntryParser {
  return {
    mayContinue: (line, previous) => parser.mayContinue(line, previous),
    continues: (lines, line) => parser.continues(lines, line),
    surelyEnds: (line, next) => parser.surelyEnds(line, next),
    parse: (lines) => ({ ...parser.parse(lines), same: undefined, lines: [...lines] }),
    partial: (line) => parser.partial(line),
    timeOf: (line) => parser.timeOf(line),
  };
}
