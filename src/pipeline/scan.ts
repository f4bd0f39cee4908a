/** Sources → core → report. The only place that knows all of them. */
import { baselineOf } from '../core/coverage/finish.ts';
import type { Baseline } from '../core/coverage/finish.ts';
import type { Problem } from '../core/errors.ts';
import type { MatchTaker } from '../core/found-match.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { Report } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { DocumentSource } from '../sources/documents.ts';
import { expandPaths } from '../sources/paths.ts';
import type { FindingsData } from './findings.ts';
import { planOf } from './plan.ts';
import { readAll } from './read-all.ts';
import type { Tuning } from './read-all.ts';
import { createReport } from './report.ts';
import type { SourceSetup } from './source.ts';
import { withTwins } from './twins.ts';

export interface Progress {
  readonly bytes: number;
  readonly totalBytes: number | undefined;
  readonly incidents: number;
  readonly source: string;
}

export interface ScanOptions {
  /** Files, folders and globs; `-` is standard input. */
  readonly paths: readonly string[];
  /** Documents of a search service, read behind the files. */
  readonly documents?: DocumentSource | undefined;
  /** What to take of folders and archives, as `--glob` says it (`!` leaves out); default: what may be a log by its name. */
  readonly globs?: readonly string[];
  /** Take hidden files of folders and archives, too. */
  readonly hidden?: boolean;
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
  /** Account for all entries of level warning and above; slower. */
  readonly coverage?: boolean;
  /** With coverage: unknown entries that these files have, too, are folded away (a healthy log, last week's). */
  readonly baseline?: readonly string[];
  /** Threads that read at the same time, from 1; default: as many as the machine runs at once. The answer is the same. */
  readonly jobs?: number;
  /** Stops reading; the report has what was found so far, with summary.complete = false. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called at an incident's first sight, before the end of input. One thread reads then. */
  readonly onIncident?: (incident: Incident) => void;
  /** Takes each match that may become part of an incident while the scan goes on, which waits for it. One thread reads then. */
  readonly matches?: MatchTaker | undefined;
  /** What to make of a source's entries; default: matches that go into the report. One thread reads then. */
  readonly analyse?: SourceSetup['analyse'];
  /** Takes all that was found, before anything is concluded from it: for `mergePartials`. */
  readonly onFindings?: (findings: FindingsData) => void;
  /** For tests only. */
  readonly tuning?: Tuning;
}

/** Reads everything, diagnoses, reports. Throws only on wrong options; what can't be read is in `summary.problems`. */
export async function scan(options: ScanOptions): Promise<Report> {
  const { rules, signal } = options;
  const paths = options.paths.filter((path) => path !== '-');
  const { files, twins, problems } = expandPaths(paths, options);
  const findings = await readAll(options, await planOf(options, files));
  if (options.documents !== undefined)
    await (await import('./documents.ts')).readDocuments(options.documents, options, findings);
  findings.problems.unshift(...problems);
  findings.complete = signal?.aborted !== true;
  options.onFindings?.({ ...findings.toData(), twins });
  const baseline = await baselineFor(options, findings.problems);
  // The baseline may have been stopped.
  findings.complete = signal?.aborted !== true;
  return withTwins(createReport({ rules, findings, baseline }), twins);
}

/** What the baseline's own scan left unknown; what of it could not be read goes into `problems`. */
async function baselineFor(options: ScanOptions, problems: Problem[]): Promise<Baseline | undefined> {
  const { baseline, rules, timeZone, format, jobs, globs, hidden, signal } = options;
  if (baseline === undefined || options.coverage !== true || signal?.aborted === true) return undefined;
  const same = Object.fromEntries(
    Object.entries({ timeZone, format, jobs, globs, hidden, signal }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const { coverage, summary } = await scan({ ...same, rules, paths: baseline, coverage: true });
  problems.push(...summary.problems);
  return baselineOf(coverage!);
}
