/** Opens one source: tells its shape, and connects it to a reader. */
import { createAnalysis } from '../core/analysis.ts';
import type { AnalysisOptions } from '../core/analysis.ts';
import type { Problem } from '../core/errors.ts';
import { contextOf } from '../core/formats/context.ts';
import type { SourceContext } from '../core/formats/format.ts';
import { createEntryParser } from '../core/formats/parser.ts';
import { createExportFramer } from '../core/formats/records/export.ts';
import { hasHeadings, withoutStars } from '../core/formats/paths/headings.ts';
import { createUtf16Decoder, sniff } from '../core/formats/sniff.ts';
import { LOOKAHEAD } from '../core/reader/limits.ts';
import type { EntryReader } from '../core/reader/reader.ts';
import type { Input } from '../sources/input.ts';
import { decodedFeed, recordFeed, RecordOrigins } from './feed.ts';
import type { Feed } from './feed.ts';
import type { Claims } from './claims.ts';
import type { SectionedFeed } from './sections.ts';
import { lineStartFrom } from './line-starts.ts';

export interface SourceSetup extends Pick<
  AnalysisOptions,
  'pack' | 'scanner' | 'book' | 'coverage' | 'sampler' | 'scan' | 'since' | 'until' | 'host'
> {
  readonly timeZone: string;
  /** The user named it. */
  readonly timeZoneGiven?: boolean | undefined;
  /** Of the clock that wrote the lines, as the bundle tells it. */
  readonly bundleZone?: string | undefined;
  readonly format: string | undefined;
  /** What to make of the source's entries; default: matches that go into the book. */
  readonly analyse?: ((options: AnalysisOptions) => ReturnType<typeof createAnalysis>) | undefined;
}

/** A source that is being read. */
export interface OpenSource {
  /** Reads on: number of bytes, 0 at the end, -1 when a live stream pauses. */
  read(input: Input): number | Promise<number>;
  /** A live stream pauses: work on what is there. */
  pause(): void;
  end(): void | Promise<void>;
  problems(): readonly Problem[];
  /** Bytes that were read, without those around a range. */
  bytes(): number;
  lines(): number;
  cutLines(): number;
  /** Number that the source's reader has given the line on which it works, from 1, counted from the range's start. */
  currentLine(): number;
}

/** Bytes taken at a time where they do not go straight into the window. */
const CHUNK = 256 << 10;

/** `head`: the first bytes, which `input` will give again. `from`: of plain lines, where the first one begins that counts. */
export function openSource(
  input: Input,
  head: Uint8Array,
  setup: SourceSetup,
  from = 0,
): OpenSource | { problem: Problem } {
  const sniffed = sniff(head);
  if (sniffed.shape === 'empty') return { problem: emptyProblem(input.name) };
  if (sniffed.shape === 'binary') return { problem: binaryProblem(input.name, sniffed.reason) };
  if (sniffed.shape === 'lines' && hasHeadings(head)) return sectioned(contextFor(input, head, setup), setup);
  const origins = new RecordOrigins();
  const isRecords = sniffed.shape === 'export' || sniffed.shape === 'json-documents';
  const reader = readerOf(
    contextFor(input, head, setup),
    setup,
    isRecords ? { originOf: (line: number) => origins.of(line) } : { from },
  );
  if (sniffed.shape === 'lines') return direct(reader);
  if (sniffed.shape === 'export')
    return fed(reader, recordFeed(reader, createExportFramer(input.name), origins));
  if (sniffed.shape === 'json-documents') return lazy(reader, input.name, origins);
  return fed(reader, decodedFeed(reader, createUtf16Decoder(sniffed.shape)));
}

/** The lines of a file that start at `from`, a line start, or behind it, as far as the claims go. The file must hold plain lines. */
export function openRange(
  context: SourceContext,
  { from, claims }: { readonly from: number; readonly claims: Claims },
  setup: SourceSetup,
): OpenSource {
  return ranged(readerOf(context, setup, { from }), from, claims);
}

/** What the source's name and head tell. */
export function contextFor(
  { name, modified }: Pick<Input, 'name' | 'modified'>,
  head: Uint8Array,
  { format, ...zones }: Pick<SourceSetup, 'timeZone' | 'timeZoneGiven' | 'bundleZone' | 'format'>,
): SourceContext {
  const { timeZone, timeZoneGiven, bundleZone } = zones;
  const plain = withoutStars(head);
  return contextOf({
    name,
    modified,
    head: plain,
    timeZone,
    timeZoneGiven,
    bundleZone,
    forcedFormat: format,
  });
}

function readerOf(
  context: SourceContext,
  setup: SourceSetup,
  place: Pick<AnalysisOptions, 'from' | 'to' | 'originOf'>,
): EntryReader {
  const options = { ...setup, parser: createEntryParser(context), source: context.name, ...place };
  return (setup.analyse ?? createAnalysis)(options);
}

/** Logs below headings: their feed is loaded when the first one is met. */
async function sectionsOf(context: SourceContext, setup: SourceSetup): Promise<SectionedFeed> {
  const { SectionedFeed } = await import('./sections.ts');
  return new SectionedFeed(context, setup);
}

function sectioned(context: SourceContext, setup: SourceSetup): OpenSource {
  const chunk = new Uint8Array(CHUNK);
  let feed: SectionedFeed | undefined;
  let bytes = 0;
  return {
    read: async (input) => {
      feed ??= await sectionsOf(context, setup);
      const count = await input.read(chunk);
      bytes += Math.max(0, count);
      if (count > 0) feed.write(chunk.subarray(0, count));
      return count;
    },
    pause: () => feed?.flush(),
    end: () => feed?.end(),
    problems: () => [],
    bytes: () => bytes,
    lines: () => feed?.lines() ?? 0,
    cutLines: () => feed?.cut() ?? 0,
    currentLine: () => (feed?.lines() ?? 0) + 1,
  };
}

/** Lines: bytes go from the file straight into the scanner's memory. */
function direct(reader: EntryReader): OpenSource {
  let bytes = 0;
  const took = (count: number): number => {
    bytes += Math.max(0, count);
    return advance(reader, count);
  };
  return {
    read: (input) => {
      const count = input.read(reader.space());
      return typeof count === 'number' ? took(count) : count.then(took);
    },
    pause: () => reader.flush(),
    end: () => reader.end(),
    problems: () => [],
    bytes: () => bytes,
    ...countsOf(reader),
  };
}

/** The same for a part of a file, with what its lines need of their surroundings. */
function ranged(reader: EntryReader, from: number, claims: Claims): OpenSource {
  let at = reader.firstOffset;
  let to: number | undefined;
  /** Up to where to read. Where the range ends is looked up when it can't change any more. */
  const stopOf = (readAt: ReadAt, wanted: number): number => {
    if (to === undefined) {
      const claimed = claims.reach(wanted);
      if (claimed > at) return claimed;
      to = lineStartFrom(claimed, readAt) ?? Infinity;
      if (to < Infinity) reader.endAt(to);
    }
    return to + LOOKAHEAD;
  };
  return {
    read: (input) => {
      const readAt = input.readAt!;
      const space = reader.space();
      const stop = stopOf(readAt, at + space.length);
      if (reader.finished) return 0;
      const count = readAt(space.subarray(0, Math.min(space.length, stop - at)), at);
      at += count;
      return advance(reader, count);
    },
    pause: () => undefined,
    end: () => reader.end(),
    problems: () => [],
    bytes: () => Math.max(0, Math.min(at, to ?? at) - from),
    ...countsOf(reader),
  };
}

type ReadAt = NonNullable<Input['readAt']>;

function countsOf(reader: EntryReader): Pick<OpenSource, 'lines' | 'cutLines' | 'currentLine'> {
  return {
    lines: () => reader.lines,
    cutLines: () => reader.cutLines,
    currentLine: () => reader.lines + 1,
  };
}

function advance(reader: EntryReader, count: number): number {
  if (count > 0) reader.advance(count);
  return count;
}

function fed(reader: EntryReader, feed: Feed): OpenSource {
  const chunk = new Uint8Array(CHUNK);
  let bytes = 0;
  return {
    read: async (input) => {
      const count = await input.read(chunk);
      bytes += Math.max(0, count);
      if (count > 0) await feed.write(chunk.subarray(0, count));
      return count;
    },
    pause: () => reader.flush(),
    end: () => feed.end(),
    problems: () => feed.problems(),
    bytes: () => bytes,
    ...countsOf(reader),
    lines: () => feed.lines(),
  };
}

/** JSON documents: their parser is loaded when the first one is met. */
function lazy(reader: EntryReader, name: string, origins: RecordOrigins): OpenSource {
  let feed: Feed | undefined;
  const load = async (): Promise<Feed> => {
    const { createJsonFramer } = await import('../sources/json-documents.ts');
    feed ??= recordFeed(reader, createJsonFramer(name), origins);
    return feed;
  };
  return fed(reader, {
    write: async (chunk) => (feed ?? (await load())).write(chunk),
    end: async () => (feed ?? (await load())).end(),
    problems: () => feed?.problems() ?? [],
    lines: () => feed?.lines() ?? 0,
  });
}

function emptyProblem(file: string): Problem {
  const fix =
    file === '-' ? 'pipe a log into it: journalctl -u k3s -o json --all | whynotready' : 'name a log file';
  return { code: 'INPUT_EMPTY', message: 'nothing to read: the input is empty', place: { file }, fix };
}

function binaryProblem(file: string, reason: string): Problem {
  return {
    code: 'INPUT_NOT_A_LOG',
    message: `not a log: ${reason}`,
    place: { file },
    fix: fixFor(reason, file),
  };
}

function fixFor(reason: string, file: string): string {
  if (/journal/i.test(reason)) return `journalctl --file ${file} -o json --all | whynotready`;
  const tool = /gzip|zstd|xz|bzip2/i.exec(reason)?.[0].toLowerCase();
  const cat = { gzip: 'zcat', zstd: 'zstdcat', xz: 'xzcat', bzip2: 'bzcat' }[tool ?? ''];
  return cat === undefined ? 'name a text log' : `${cat} ${file} | whynotready`;
}
