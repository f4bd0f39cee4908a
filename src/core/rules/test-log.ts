/** Reads the log of a rule test into entries, as the whole flow would, without its sources. */
import type { Entry } from '../entry.ts';
import type { EntryParser, SourceContext } from '../formats/format.ts';
import { createEntryParser } from '../formats/parser.ts';
import { withLines } from '../formats/with-lines.ts';

/** `format`: as `--format`; undefined: detect. Empty lines at the end don't count. */
export function readTestLog(log: string, format: string | undefined): Entry[] {
  const parser = withLines(createEntryParser({ ...CONTEXT, forcedFormat: format }));
  return entryLines(parser, log.replace(/\n+$/, '').split('\n')).map((lines) => parser.parse(lines));
}

const CONTEXT: SourceContext = {
  name: 'test',
  modified: Date.UTC(2026, 0, 1),
  anchor: undefined,
  timeZone: 'UTC',
  pathHost: undefined,
  pathUnit: undefined,
  pathComponent: undefined,
  forcedFormat: undefined,
};

function entryLines(parser: EntryParser, lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const line of lines) {
    const open = groups.at(-1);
    if (open && !parser.surelyEnds(open[0]!, line) && parser.continues(open, line)) open.push(line);
    else groups.push([line]);
  }
  return groups;
}
