/**
 * What every format implements, and what the reader of entries asks of them together (`EntryParser`).
 *
 * An envelope wraps a payload; envelopes nest. One file a format, one line in `index.ts`.
 */
import type { Entry, Field, Level } from '../entry.ts';
import type { RepeatTimes } from './repeat-times.ts';

/** What is known of a source before its first line is read. Nothing in it depends on how the source is split. */
export interface SourceContext {
  /** Name as shown in proofs: a path, `-` for standard input, `archive.tar.gz!member`. */
  readonly name: string;
  /** Last modification, ms since the epoch; for standard input the time of the start. */
  readonly modified: number;
  /** First exact time (year and zone) in the first 64 KiB, ms since the epoch. */
  readonly anchor: number | undefined;
  /** IANA zone for times that have none, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  /** Host, unit, component as the path tells them (`/var/log/pods/…`). */
  readonly pathHost: string | undefined;
  readonly pathUnit: string | undefined;
  readonly pathComponent: string | undefined;
  /** `--format`: name of an envelope or payload; undefined: detect per line. */
  readonly forcedFormat: string | undefined;
}

/** A wall-clock time as a line writes it; what is missing is completed from the source's context. */
export interface StampedTime {
  /** ms since the epoch where year and zone are known; else ms of the wall clock read as if it were UTC (year 1970 when missing). */
  readonly ms: number;
  readonly hasYear: boolean;
  readonly hasZone: boolean;
}

/** What an envelope gives after it was opened. */
export interface Opened {
  readonly format: string;
  /** The payload: what was wrapped, decoded. */
  readonly payload: string;
  readonly time: StampedTime | undefined;
  readonly host: string | undefined;
  readonly unit: string | undefined;
  readonly component: string | undefined;
  readonly level: Level | undefined;
  /** The payload's tail is on the next line (CRI `P`). */
  readonly partial: boolean;
  /** Who wrote it, as exactly as the envelope tells (host and process, stream); lines of different writers never make one entry. */
  readonly writer?: string | undefined;
}

/** The reader's view of all formats together, for one source. Pure; may cache, but no answer depends on earlier calls. */
export interface EntryParser {
  /**
   * Can this line, as it looks, belong to an entry that started earlier? (tab-indented klog value, Go trace, export or verbose field,
   * the rest of a CRI partial …). `previous` gives the line before it, or undefined at the start of the source.
   */
  mayContinue(line: string, previous: () => string | undefined): boolean;
  /** Does `line` continue the entry whose lines so far are `lines` (at least one)? Decides for real, given the entry's start. */
  continues(lines: readonly string[], line: string): boolean;
  /** Parses one whole entry. Never throws: what no format knows is plain text. `time` is undefined when the entry's lines have none. */
  parse(lines: readonly string[]): Entry;
  /** Does the message go on in a later line (CRI `P`, a docker line without its line end)? */
  partial(line: string): boolean;
  /** The time of one line, undefined when it has none. Same rules as `parse`. */
  timeOf(line: string): number | undefined;
  /** For knowing lines again by their bytes; undefined where formats are forced. */
  readonly repeatTimes?: RepeatTimes | undefined;
}

/** One way of wrapping. `open` gets one whole line (without its line end); it must be cheap on lines that are not its own. */
export interface Envelope {
  readonly name: string;
  readonly open: (line: string) => Opened | undefined;
  /** Tells where a line was collected: what the line itself says of its host counts first. */
  readonly collects?: boolean;
  /** Envelopes whose records span several lines (journal verbose, json-pretty, multi-line short) have these three. */
  readonly mayContinue?: (line: string, previous: () => string | undefined) => boolean;
  readonly continues?: (lines: readonly string[], line: string) => boolean;
  readonly openLines?: (lines: readonly string[]) => Opened | undefined;
}

/** What a payload format gives. */
export interface ParsedPayload {
  readonly format: string;
  readonly message: string;
  readonly fields: readonly Field[];
  readonly time: StampedTime | undefined;
  readonly level: Level | undefined;
  /** See Entry. */
  readonly same?: object | undefined;
  /** Only where the payload itself proves it. */
  readonly component: string | undefined;
  readonly caller: string | undefined;
  /** Only of payloads that name the host themselves (events of the cluster). */
  readonly host?: string | undefined;
}

/** One way in which a program writes what it has to say. `text` may hold several lines, joined by `\n`. */
export interface Payload {
  readonly name: string;
  readonly parse: (text: string) => ParsedPayload | undefined;
  /** As it looks, `line` could be a later line of this payload. */
  readonly mayContinue?: (line: string) => boolean;
  /** Given the payload so far, does `line` belong to it? */
  readonly continues?: (soFar: readonly string[], line: string) => boolean;
}
