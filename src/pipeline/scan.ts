/** Sources → core → report. The only place that knows all of them. */
import { fstatSync } from 'node:fs';
import { hostname } from 'node:os';
import { setImmediate as breathe } from 'node:timers/promises';
import { scannerLiterals } from '../core/analysis.ts';
import type { Problem } from '../core/errors.ts';
import { IncidentBook } from '../core/incidents/book.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { Report, SourceSummary } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { createScanner } from '../core/scanner/index.ts';
import type { Scanner } from '../core/scanner/scanner.ts';
import { fileInput, streamInput } from '../sources/input.ts';
import type { Input } from '../sources/input.ts';
import { leavesOf } from '../sources/leaves.ts';
import type { Leaf } from '../sources/leaves.ts';
import { expandPaths, reasonOf } from '../sources/paths.ts';
import type { FileToRead } from '../sources/paths.ts';
import { createReport } from './report.ts';
import { openSource } from './source.ts';
import type { OpenSource, SourceSetup } from './source.ts';

export interface Progress {
  readonly bytes: number;
  readonly totalBytes: number | undefined;
  readonly incidents: number;
  readonly source: string;
}

export interface ScanOptions {
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  readonly rules: RulePack;
  /** IANA name; default: the machine's. */
  readonly timeZone?: string;
  /** Host of entries that name none; default: this machine for standard input, else unknown (empty). */
  readonly host?: string;
  /** Forced format, one of FORMAT_NAMES. */
  readonly format?: string;
  /** ms since the epoch. */
  readonly since?: number;
  readonly until?: number;
  /** Default true; false parses and matches every line. */
  readonly scanner?: boolean;
  /** Stops reading; the report has what was found so far, with summary.complete = false. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called at an incident's first sight, before the end of input. */
  readonly onIncident?: (incident: Incident) => void;
  /** What to make of a source's entries; default: matches that go into the report. */
  readonly analyse?: SourceSetup['analyse'];
}

/** Window of the scanner: holds the longest line and both margins, and stays in the processor's cache. */
const WINDOW = 2 << 20;
/** Bytes between two looks at the clock, the signal and the event loop. */
const STRIDE = 16 << 20;
/** ms of silence after which a live stream's lines are worked on as they are. */
const PAUSE = 300;

/** Reads everything, diagnoses, reports. Throws only on wrong options; what can't be read is in `summary.problems`. */
export async function scan(options: ScanOptions): Promise<Report> {
  const run = new Run(options);
  const { files, problems } = expandPaths(options.paths.filter((path) => path !== '-'));
  run.problems.push(...problems);
  run.total = options.paths.includes('-') ? undefined : files.reduce((sum, file) => sum + file.size, 0);
  if (options.paths.includes('-')) await run.read(await standardInput(options), true);
  for (const file of files) if (!run.aborted) await run.file(file);
  return run.report();
}

async function standardInput(options: ScanOptions): Promise<Input> {
  if (fstatSync(0).isFile()) return fileInput('-', 0);
  const { stdin } = process;
  // A read that waits for the pipe shall see its end.
  options.signal?.addEventListener('abort', () => stdin.push(null), { once: true });
  const live = options.onIncident !== undefined;
  const chunks = live ? (await import('../sources/live.ts')).liveLines(stdin) : stdin;
  const close = (): void => {
    stdin.destroy();
  };
  return streamInput({ name: '-', chunks, close, now: Date.now(), pause: live ? PAUSE : undefined });
}

class Run {
  readonly problems: Problem[] = [];
  total: number | undefined;
  private readonly options: ScanOptions;
  private readonly book: IncidentBook;
  private readonly scanner: Scanner;
  private readonly sources: SourceSummary[] = [];
  private readonly timeZone: string;
  private readonly announced = new Set<string>();
  private bytes = 0;
  private cutLines = 0;

  constructor(options: ScanOptions) {
    this.options = options;
    this.book = new IncidentBook(options.rules.rules);
    this.scanner = createScanner(scannerLiterals(options.rules), WINDOW);
    this.timeZone = options.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  get aborted(): boolean {
    return this.options.signal?.aborted === true;
  }

  async file(file: FileToRead): Promise<void> {
    let input: Input;
    try {
      input = fileInput(file.path, file.path);
    } catch (error) {
      this.unreadable(file.path, error);
      return;
    }
    await this.read(input, file.named);
  }

  /** `named`: the user gave this very source, so it is said when it holds no log. */
  async read(input: Input, named: boolean): Promise<void> {
    const onProblem = (problem: Problem): void => {
      this.problems.push(problem);
    };
    for await (const leaf of leavesOf(input, { named, onProblem })) await this.leaf(leaf);
  }

  private async leaf({ input, named }: Leaf): Promise<void> {
    try {
      const head = await input.head();
      const opened = openSource(input, head, {
        pack: this.options.rules,
        scanner: this.scanner,
        book: this.book,
        scan: this.options.scanner ?? true,
        host: this.options.host ?? (input.name === '-' ? hostname() : ''),
        timeZone: this.timeZone,
        format: this.options.format,
        since: this.options.since,
        until: this.options.until,
        analyse: this.options.analyse,
      });
      if ('problem' in opened) this.notALog(opened.problem, named);
      else await this.drain(input, opened);
    } catch (error) {
      // Anything but the system's refusal is a fault of this program, not of the input.
      if (!isSystemError(error)) throw error;
      this.unreadable(input.name, error);
    } finally {
      input.close();
    }
  }

  report(): Report {
    return createReport({
      rules: this.options.rules,
      book: this.book,
      bytes: this.bytes,
      sources: this.sources,
      problems: this.problems,
      cutLines: this.cutLines,
      complete: !this.aborted,
    });
  }

  private async drain(input: Input, source: OpenSource): Promise<void> {
    const before = this.bytes;
    let nextStop = this.bytes + STRIDE;
    try {
      // What a stream has handed over already is read, however little it is: the stream ends by itself.
      while (!this.aborted || input.size === undefined) {
        const result = source.read(input);
        const count = typeof result === 'number' ? result : await result;
        if (count === 0) break;
        if (count < 0) source.pause();
        else this.bytes += count;
        if (count < 0 || this.bytes >= nextStop) {
          nextStop = this.bytes + STRIDE;
          this.look(input.name);
          await breathe();
        }
      }
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.problems.push({
        code: 'INPUT_READ_FAILED',
        message: `reading stopped: ${reasonOf(error)}`,
        place: { file: input.name },
      });
    }
    await source.end();
    this.problems.push(...source.problems());
    this.cutLines += source.cutLines();
    this.sources.push({ name: input.name, bytes: this.bytes - before, lines: source.lines() });
    this.look(input.name);
  }

  private look(source: string): void {
    const { onProgress, onIncident } = this.options;
    onProgress?.({ bytes: this.bytes, totalBytes: this.total, incidents: this.book.size, source });
    if (onIncident === undefined) return;
    for (const incident of this.book.finish().incidents) {
      if (this.announced.has(incident.id)) continue;
      this.announced.add(incident.id);
      onIncident(incident);
    }
  }

  private unreadable(file: string, error: unknown): void {
    this.problems.push({ code: 'INPUT_NOT_READABLE', message: reasonOf(error), place: { file } });
  }

  /** In a folder an empty file is nothing to talk about. */
  private notALog(problem: Problem, named: boolean): void {
    if (named || problem.code !== 'INPUT_EMPTY') this.problems.push(problem);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
