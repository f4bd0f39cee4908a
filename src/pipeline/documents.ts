/** Reads the documents of a search service into findings: each is an entry by itself, whatever stands before and after it. */
import { createAnalysis } from '../core/analysis.ts';
import type { DocumentOrigin } from '../core/analysis.ts';
import { ProblemError } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import { placeOfDocument } from '../core/formats/envelopes/es-document.ts';
import type { EntryParser } from '../core/formats/format.ts';
import { createEntryParser } from '../core/formats/parser.ts';
import { PAYLOADS } from '../core/formats/payloads/index.ts';
import type { EntryReader } from '../core/reader/reader.ts';
import type { DocumentSource } from '../sources/documents.ts';
import { localTimeZone } from './local-zone.ts';
import { packScanner } from './pack-scanner.ts';
import { push } from './feed.ts';
import type { PieceFindings } from './findings.ts';
import type { ScanOptions } from './scan.ts';

export async function readDocuments(
  source: DocumentSource,
  options: ScanOptions,
  into: PieceFindings,
): Promise<void> {
  const reader = readerOf(source, options, into);
  const counted = { bytes: 0, lines: 0 };
  const encoder = new TextEncoder();
  const { signal } = options;
  const pack = options.coverage === true ? undefined : options.rules;
  try {
    for await (const lines of source.pages({ pack, signal })) {
      const bytes = encoder.encode(`${lines.join('\n')}\n`);
      push(reader, bytes);
      counted.bytes += bytes.length;
      counted.lines += lines.length;
      into.book.settle();
      look(source, options, into, counted.bytes);
      await options.matches?.room();
      if (signal?.aborted === true) break;
    }
  } catch (error) {
    if (signal?.aborted !== true) into.problems.push(...problemsOf(error));
  }
  reader.end();
  into.bytes += counted.bytes;
  into.cutLines += reader.cutLines;
  into.sources.push({ name: source.name, ...counted });
}

function readerOf(source: DocumentSource, options: ScanOptions, into: PieceFindings): EntryReader {
  const { rules, format, since, until, timeZone } = options;
  const parser = createEntryParser({
    name: source.name,
    modified: Date.now(),
    anchor: undefined,
    timeZone: timeZone ?? localTimeZone(),
    pathHost: undefined,
    pathUnit: undefined,
    pathComponent: undefined,
    // The envelope is known.
    forcedFormat: PAYLOADS.some(({ name }) => name === format) ? format : undefined,
  });
  return createAnalysis({
    pack: rules,
    scanner: packScanner(rules),
    parser: apart(parser),
    book: into.book,
    coverage: into.coverage,
    source: source.name,
    host: options.host ?? '',
    scan: options.scanner ?? true,
    since,
    until,
    documentOf: (line) => originOf(line, source),
    onMatch: options.matches?.take,
  });
}

/** A document goes on in no other, and takes no time from one. */
function apart(parser: EntryParser): EntryParser {
  return {
    mayContinue: () => false,
    continues: () => false,
    parse: (lines) => parser.parse(lines),
    partial: () => false,
    timeOf: () => undefined,
  };
}

function originOf(line: string, { name, cluster }: DocumentSource): DocumentOrigin {
  const place = placeOfDocument(line);
  if (place === undefined) return { source: name, line: 1, offset: 0, text: line };
  const { index, id, order, text } = place;
  return { source: `${cluster}/${index}/_doc/${id}`, line: 1, offset: order, text };
}

function look(source: DocumentSource, options: ScanOptions, { book }: PieceFindings, bytes: number): void {
  options.onProgress?.({ bytes, totalBytes: undefined, incidents: book.size, source: source.name });
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  throw error;
}
