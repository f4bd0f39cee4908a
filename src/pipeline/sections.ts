/**
 * A source of several logs, each below a heading, as sources of their own: one after the other they get a reader that knows the heading,
 * while lines and offsets stay those of the file. Such a source is read from its start to its end.
 */
import { createAnalysis } from '../core/analysis.ts';
import type { AnalysisOptions } from '../core/analysis.ts';
import type { SourceContext } from '../core/formats/format.ts';
import { createEntryParser } from '../core/formats/parser.ts';
import { headingOf, starredParser, toldByHeading } from '../core/formats/paths/headings.ts';
import type { Heading } from '../core/formats/paths/headings.ts';
import type { EntryReader } from '../core/reader/reader.ts';
import { LOOKBACK } from '../core/reader/limits.ts';
import { push } from './feed.ts';
import type { Feed } from './feed.ts';
import type { SourceSetup } from './source.ts';

const NEWLINE = 10;
/** A heading is no longer. */
const LONGEST = 512;

export class SectionedFeed implements Feed {
  cutLines = 0;
  private readonly context: SourceContext;
  private readonly setup: SourceSetup;
  private reader: EntryReader;
  /** Lines of the sections that ended. */
  private before = 0;
  /** Offset of the next byte for the reader. */
  private at = 0;
  /** The last bytes that it was given, which the next reader sees before its own. */
  private last: Uint8Array = new Uint8Array(0);
  /** The start of a line that may be a heading. */
  private open: Uint8Array = new Uint8Array(0);
  private isLineStart = true;

  constructor(context: SourceContext, setup: SourceSetup) {
    this.context = context;
    this.setup = setup;
    this.reader = this.readerFrom(undefined);
  }

  write(chunk: Uint8Array): void {
    const bytes = this.open.length === 0 ? chunk : Buffer.concat([this.open, chunk]);
    this.open = this.open.subarray(0, 0);
    let given = 0;
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(NEWLINE, start);
      const isWhole = this.isLineStart || start > 0;
      if (isWhole && mayBeHeading(bytes, start)) {
        if (end < 0 && bytes.length - start < LONGEST) {
          this.give(bytes.subarray(given, start));
          this.open = bytes.slice(start);
          this.isLineStart = true;
          return;
        }
        const heading = headingOf(textOf(bytes, start, end));
        if (heading !== undefined) {
          this.give(bytes.subarray(given, start));
          given = start;
          this.begin(heading);
        }
      }
      if (end < 0) break;
      start = end + 1;
    }
    this.give(bytes.subarray(given));
    this.isLineStart = bytes.length === 0 ? this.isLineStart : bytes.at(-1) === NEWLINE;
  }

  end(): void {
    this.give(this.open);
    this.open = this.open.subarray(0, 0);
    this.reader.end();
  }

  flush(): void {
    this.reader.flush();
  }

  problems(): [] {
    return [];
  }

  lines(): number {
    return this.before + this.reader.lines;
  }

  cut(): number {
    return this.cutLines + this.reader.cutLines;
  }

  private begin(heading: Heading): void {
    this.reader.end();
    this.before += this.reader.lines;
    this.cutLines += this.reader.cutLines;
    this.setup.sampler?.section(heading.title);
    this.reader = this.readerFrom(heading);
    push(
      this.reader,
      this.last.subarray(Math.max(0, this.last.length - (this.at - this.reader.firstOffset))),
    );
  }

  private readerFrom(heading: Heading | undefined): EntryReader {
    const { context, setup, before } = this;
    const told = heading === undefined ? undefined : toldByHeading(heading.title);
    const parser = createEntryParser({
      ...context,
      pathHost: told?.host ?? context.pathHost,
      pathUnit: told?.unit ?? context.pathUnit,
      pathComponent: told?.component ?? context.pathComponent,
    });
    const options: AnalysisOptions = {
      ...setup,
      parser: heading?.starred === true ? starredParser(parser) : parser,
      source: context.name,
      from: this.at,
      originOf: (line, offset) => ({ line: line + before, offset }),
    };
    return (setup.analyse ?? createAnalysis)(options);
  }

  private give(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    push(this.reader, bytes);
    this.at += bytes.length;
    this.last =
      bytes.length > LOOKBACK
        ? bytes.slice(-LOOKBACK - 1)
        : Buffer.concat([this.last, bytes]).subarray(-LOOKBACK - 1);
  }
}

/** `==> ` or `* ==> ` at `at`, as far as there are bytes. */
function mayBeHeading(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at];
  return first === 61 || first === 42 ? isStart(bytes, at, '==> ') || isStart(bytes, at, '* ==> ') : false;
}

function isStart(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length && at + i < bytes.length; i++)
    if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(
    bytes.subarray(start, end < 0 ? bytes.length : Math.min(end, start + LONGEST + 1)),
  );
}
