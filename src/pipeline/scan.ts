/** Sources → core → report. The only place that knows all of them. */
import { fstatSync } from 'node:fs';
import type { Incident } from '../core/incidents/incident.ts';
import type { Report } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { fileInput, streamInput } from '../sources/input.ts';
import type { Input } from '../sources/input.ts';
import { expandPaths } from '../sources/paths.ts';
import { PieceFindings } from './findings.ts';
import { OwnMonitor } from './own-monitor.ts';
import { PieceReader } from './piece-reader.ts';
import type { ReadingSettings } from './piece-reader.ts';
import { partOf } from './plan.ts';
import { createReport } from './report.ts';
import type { SourceSetup } from './source.ts';

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
  /** Threads that read at the same time, from 1; default: as many as the machine runs at once. The answer is the same. */
  readonly jobs?: number;
  /** Stops reading; the report has what was found so far, with summary.complete = false. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called at an incident's first sight, before the end of input. One thread reads then. */
  readonly onIncident?: (incident: Incident) => void;
  /** What to make of a source's entries; default: matches that go into the report. One thread reads then. */
  readonly analyse?: SourceSetup['analyse'];
}

/** ms of silence after which a live stream's lines are worked on as they are. */
const PAUSE = 300;

/** Reads everything, diagnoses, reports. Throws only on wrong options; what can't be read is in `summary.problems`. */
export async function scan(options: ScanOptions): Promise<Report> {
  const { rules } = options;
  const { files, problems } = expandPaths(options.paths.filter((path) => path !== '-'));
  const findings = new PieceFindings(rules.rules);
  findings.problems.push(...problems);
  const total = options.paths.includes('-') ? undefined : files.reduce((sum, file) => sum + file.size, 0);
  const announce = announcer(options, findings);
  const monitor = new OwnMonitor({
    signal: options.signal,
    look: () => {
      const { bytes, source } = monitor;
      options.onProgress?.({ bytes, totalBytes: total, incidents: findings.book.size, source });
      announce();
    },
  });
  const reader = new PieceReader(rules, settingsOf(options), monitor, options.analyse);
  if (options.paths.includes('-')) await reader.input(await standardInput(options), true, findings);
  await reader.read({ index: 0, parts: files.map(partOf) }, findings);
  return createReport({ rules, findings, complete: options.signal?.aborted !== true });
}

function settingsOf(options: ScanOptions): ReadingSettings {
  return {
    scan: options.scanner ?? true,
    host: options.host,
    timeZone: options.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    format: options.format,
    since: options.since,
    until: options.until,
  };
}

/** Tells of each incident once. */
function announcer({ onIncident }: ScanOptions, { book }: PieceFindings): () => void {
  if (onIncident === undefined) return () => undefined;
  const announced = new Set<string>();
  return () => {
    for (const incident of book.finish().incidents) {
      if (announced.has(incident.id)) continue;
      announced.add(incident.id);
      onIncident(incident);
    }
  };
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
