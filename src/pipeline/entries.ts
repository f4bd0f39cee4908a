/** Reads a source entry by entry, without looking for anything. */
import type { AnalysisOptions, createAnalysis } from '../core/analysis.ts';
import { ProblemError } from '../core/errors.ts';
import type { SeenEntry } from '../core/explain/explain.ts';
import type { SourceContext } from '../core/formats/format.ts';
import { hasHeadings } from '../core/formats/paths/headings.ts';
import { sniff } from '../core/formats/sniff.ts';
import { lacksZone } from '../core/formats/time/anchor.ts';
import { IncidentBook } from '../core/incidents/book.ts';
import { EntryReader } from '../core/reader/reader.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { Input } from '../sources/input.ts';
import { packScanner } from './pack-scanner.ts';
import type { BundleZones } from '../sources/bundle-zones.ts';
import { nearLine } from './near-line.ts';
import { contextFor, openSource } from './source.ts';
import type { SourceSetup } from './source.ts';

export interface EntriesOptions {
  readonly rules: RulePack;
  readonly timeZone: string;
  /** The user named it. */
  readonly timeZoneGiven: boolean;
  readonly host: string;
  readonly format: string | undefined;
  /** Entries far before this line are not wanted. */
  readonly near?: number | undefined;
  /** What the bundle that is read tells. */
  readonly zones: BundleZones;
  /** Returns false when no more are wanted. */
  readonly onEntry: (seen: SeenEntry, context: SourceContext) => boolean;
}

/** Number of lines that were read. Throws ProblemError when the input is no log. Closes it. */
export async function readEntries(input: Input, options: EntriesOptions): Promise<number> {
  const { rules, onEntry, near, zones, ...setup } = options;
  const state = { wanted: true };
  try {
    const head = await input.head();
    const zone = setup.timeZoneGiven ? undefined : await zones.zoneOf(input.name, () => lacksZone(head));
    const read = { ...setup, bundleZone: zone?.zone };
    const context = contextFor(input, head, read);
    const isFar = near !== undefined && sniff(head).shape === 'lines' && !hasHeadings(head);
    const begun = isFar ? await nearLine(input, near) : { input, from: 0, lines: 0 };
    const analysed: Omit<SourceSetup, keyof typeof read> = {
      pack: rules,
      scanner: packScanner(rules),
      book: new IncidentBook(rules.rules),
      scan: false,
      since: undefined,
      until: undefined,
      analyse: (analysis) =>
        entryReader(analysis, ({ origin, ...seen }) => {
          const place = { ...origin, line: origin.line + begun.lines };
          state.wanted &&= onEntry({ ...seen, origin: place }, context);
        }),
    };
    const source = openSource(begun.input, head, { ...read, ...analysed }, begun.from);
    if ('problem' in source) throw new ProblemError([source.problem]);
    while (state.wanted) if ((await source.read(begun.input)) === 0) break;
    await source.end();
    return begun.lines + source.lines();
  } finally {
    input.close();
  }
}

/** A reader that gives each candidate to `take`, in place of one that looks for matches. */
export function entryReader(
  { scanner, parser, pack, scan, source, originOf, from = 0 }: AnalysisOptions,
  take: (seen: SeenEntry) => void,
): ReturnType<typeof createAnalysis> {
  return new EntryReader({
    scanner,
    parser,
    scan: scan && !pack.unled,
    from,
    onCandidate: ({ entry, line, offset, span }) => {
      const place = originOf?.(line, offset) ?? { line, offset };
      // Imported rules may look at lines as they were written.
      const whole = { ...entry, lines: span.lines };
      take({ entry: whole, origin: { source, line: place.line, offset: place.offset }, lines: span.lines });
    },
    onBlockEnd: () => undefined,
  });
}
