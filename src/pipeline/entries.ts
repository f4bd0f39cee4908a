/** Reads a source entry by entry, without looking for anything. */
import type { AnalysisOptions, createAnalysis } from '../core/analysis.ts';
import { ProblemError } from '../core/errors.ts';
import type { SeenEntry } from '../core/explain/explain.ts';
import { contextOf } from '../core/formats/context.ts';
import type { SourceContext } from '../core/formats/format.ts';
import { IncidentBook } from '../core/incidents/book.ts';
import { EntryReader } from '../core/reader/reader.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { Input } from '../sources/input.ts';
import { packScanner } from './pack-scanner.ts';
import { openSource } from './source.ts';

export interface EntriesOptions {
  readonly rules: RulePack;
  readonly timeZone: string;
  readonly host: string;
  readonly format: string | undefined;
  /** Returns false when no more are wanted. */
  readonly onEntry: (seen: SeenEntry, context: SourceContext) => boolean;
}

/** Number of lines that were read. Throws ProblemError when the input is no log. Closes it. */
export async function readEntries(input: Input, options: EntriesOptions): Promise<number> {
  const { rules, onEntry, ...setup } = options;
  const state = { wanted: true };
  try {
    const head = await input.head();
    const { name, modified } = input;
    const context = contextOf({ name, modified, head, timeZone: setup.timeZone, forcedFormat: setup.format });
    const source = openSource(input, head, {
      ...setup,
      pack: rules,
      scanner: packScanner(rules),
      book: new IncidentBook(rules.rules),
      scan: false,
      since: undefined,
      until: undefined,
      analyse: (analysis) =>
        entryReader(analysis, (seen) => {
          state.wanted &&= onEntry(seen, context);
        }),
    });
    if ('problem' in source) throw new ProblemError([source.problem]);
    while (state.wanted) if ((await source.read(input)) === 0) break;
    await source.end();
    return source.lines();
  } finally {
    input.close();
  }
}

/** A reader that gives each candidate to `take`, in place of one that looks for matches. */
export function entryReader(
  { scanner, parser, pack, scan, source, originOf }: AnalysisOptions,
  take: (seen: SeenEntry) => void,
): ReturnType<typeof createAnalysis> {
  return new EntryReader({
    scanner,
    parser,
    scan: scan && !pack.unled,
    onCandidate: ({ entry, line, offset, span }) => {
      const place = originOf?.(line, offset) ?? { line, offset };
      // Imported rules may look at lines as they were written.
      const whole = { ...entry, lines: span.lines };
      take({ entry: whole, origin: { source, line: place.line, offset: place.offset }, lines: span.lines });
    },
    onBlockEnd: () => undefined,
  });
}
