/** Reads the log of a rule test into entries, as the whole flow would, without its sources. */
import type { Entry } from '../entry.ts';
import type { EntryParser, SourceContext } from '../formats/format.ts';
import { lineTime } from '../formats/line-time.ts';
import { createEntryParser } from '../formats/parser.ts';

/**
 * `format`: as `--format`; undefined: detect. Empty lines at the end don't count. `byLine`: the entries that alternatives with `in: line`
 * see, see reader/line-groups.ts.
 */
export function readTestLog(log: string, format: string | undefined, byLine = false): Entry[] {
  const parser = createEntryParser({ ...CONTEXT, forcedFormat: format });
  const all = log.replace(/\n+$/, '').split('\n');
  if (!byLine) return entryLines(parser, all).map((lines) => parser.parse(lines));
  return timedLines(parser, all).map((lines) => Object.assign({}, parser.parse([lines[0]!]), { lines }));
}

function timedLines(parser: EntryParser, lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  let timed = false;
  for (const line of lines) {
    const own = lineTime(parser, line) !== undefined;
    timed ||= own;
    if (own || !timed) groups.push([line]);
    else groups.at(-1)!.push(line);
  }
  return groups;
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
    if (open && parser.mayContinue(line, () => open[0]) && parser.continues(open, line)) open.push(line);
    else groups.push([line]);
  }
  return groups;
}
