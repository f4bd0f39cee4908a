/** Opens one source: tells its shape, and connects it to a reader. */
import { createAnalysis } from '../core/analysis.ts';
import type { AnalysisOptions } from '../core/analysis.ts';
import type { Problem } from '../core/errors.ts';
import { contextOf } from '../core/formats/context.ts';
import { createEntryParser } from '../core/formats/parser.ts';
import { createExportFramer } from '../core/formats/records/export.ts';
import { createUtf16Decoder, sniff } from '../core/formats/sniff.ts';
import type { EntryReader } from '../core/reader/reader.ts';
import type { Input } from '../sources/input.ts';
import { decodedFeed, recordFeed, RecordOrigins } from './feed.ts';
import type { Feed } from './feed.ts';

export interface SourceSetup extends Pick<
  AnalysisOptions,
  'pack' | 'scanner' | 'book' | 'scan' | 'since' | 'until' | 'host'
> {
  readonly timeZone: string;
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
  lines(): number;
  cutLines(): number;
}

/** Bytes taken at a time where they do not go straight into the window. */
const CHUNK = 256 << 10;

/** `head`: the first bytes, which `input` will give again. */
export function openSource(
  input: Input,
  head: Uint8Array,
  setup: SourceSetup,
): OpenSource | { problem: Problem } {
  const sniffed = sniff(head);
  if (sniffed.shape === 'empty') return { problem: emptyProblem(input.name) };
  if (sniffed.shape === 'binary') return { problem: binaryProblem(input.name, sniffed.reason) };
  const origins = new RecordOrigins();
  const isRecords = sniffed.shape === 'export' || sniffed.shape === 'json-documents';
  const reader = (setup.analyse ?? createAnalysis)({
    ...setup,
    parser: createEntryParser(
      contextOf({
        name: input.name,
        modified: input.modified,
        head,
        timeZone: setup.timeZone,
        forcedFormat: setup.format,
      }),
    ),
    source: input.name,
    ...(isRecords ? { originOf: (line: number) => origins.of(line) } : {}),
  });
  if (sniffed.shape === 'lines') return direct(reader);
  if (sniffed.shape === 'export')
    return fed(reader, recordFeed(reader, createExportFramer(input.name), origins));
  if (sniffed.shape === 'json-documents') return lazy(reader, input.name, origins);
  return fed(reader, decodedFeed(reader, createUtf16Decoder(sniffed.shape)));
}

/** Lines: bytes go from the file straight into the scanner's memory. */
function direct(reader: EntryReader): OpenSource {
  return {
    read: (input) => {
      const count = input.read(reader.space());
      if (typeof count === 'number') return advance(reader, count);
      return count.then((n) => advance(reader, n));
    },
    pause: () => reader.flush(),
    end: () => reader.end(),
    problems: () => [],
    lines: () => reader.lines,
    cutLines: () => reader.cutLines,
  };
}

function advance(reader: EntryReader, count: number): number {
  if (count > 0) reader.advance(count);
  return count;
}

function fed(reader: EntryReader, feed: Feed): OpenSource {
  const chunk = new Uint8Array(CHUNK);
  return {
    read: async (input) => {
      const count = await input.read(chunk);
      if (count > 0) await feed.write(chunk.subarray(0, count));
      return count;
    },
    pause: () => reader.flush(),
    end: () => feed.end(),
    problems: () => feed.problems(),
    lines: () => feed.lines(),
    cutLines: () => reader.cutLines,
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
