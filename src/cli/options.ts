/** From flags as they were typed to what is meant. Throws ProblemError (USAGE) with all mistakes at once. */
import { existsSync } from 'node:fs';
import { ProblemError } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import { checkFormat } from '../core/formats/index.ts';
import { isTimeZone } from '../core/formats/time/zone.ts';
import type { RuleSelection, ScanOptions } from '../pipeline/index.ts';
import type { FlagValues } from './flags.ts';
import { outputsOf } from './outputs.ts';
import { parseTime } from './times.ts';

export type ScanChoices = Pick<
  ScanOptions,
  | 'timeZone'
  | 'host'
  | 'format'
  | 'since'
  | 'until'
  | 'scanner'
  | 'jobs'
  | 'globs'
  | 'hidden'
  | 'coverage'
  | 'baseline'
>;

/** The part of the flags that says how to read. */
export function scanChoices(flags: FlagValues, now: number): ScanChoices {
  const problems: Problem[] = [];
  const { timezone } = flags;
  const jobs = jobsOf(flags, problems);
  if (timezone !== undefined && !isTimeZone(timezone)) problems.push(zoneProblem(timezone));
  const wrongFormat = flags.format === undefined ? undefined : checkFormat(flags.format);
  if (wrongFormat) problems.push(wrongFormat);
  if (flags.stream && !streams(flags)) problems.push(streamProblem());
  const since = timeOf('since', flags, now, problems);
  const until = timeOf('until', flags, now, problems);
  if (since !== undefined && until !== undefined && since > until) problems.push(spanProblem());
  if (flags.baseline !== undefined && flags.coverage !== true) problems.push(baselineProblem());
  problems.push(...(flags.baseline ?? []).filter(isMissing).map(missingBaseline));
  if (problems.length > 0) throw new ProblemError(problems);
  return {
    scanner: flags.scanner ?? true,
    globs: [...(flags.glob ?? []), ...(flags.exclude ?? []).map((glob) => `!${glob}`)],
    hidden: flags.hidden ?? false,
    coverage: flags.coverage ?? false,
    ...(flags.baseline === undefined ? {} : { baseline: flags.baseline }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(timezone === undefined ? {} : { timeZone: timezone }),
    ...(flags.host === undefined ? {} : { host: flags.host }),
    ...(flags.format === undefined ? {} : { format: flags.format }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Throws ProblemError (USAGE) when `--timezone` is none. */
export function checkTimeZone({ timezone }: FlagValues): void {
  if (timezone !== undefined && !isTimeZone(timezone)) throw new ProblemError([zoneProblem(timezone)]);
}

/** The part of the flags that says which rules. */
export function ruleSelection({ rules, only, skip }: FlagValues): RuleSelection {
  return {
    ...(rules === undefined ? {} : { dirs: rules }),
    ...(only === undefined ? {} : { only }),
    ...(skip === undefined ? {} : { skip }),
  };
}

function timeOf(
  flag: 'since' | 'until',
  flags: FlagValues,
  now: number,
  problems: Problem[],
): number | undefined {
  const text = flags[flag];
  if (text === undefined) return undefined;
  // Asking for the machine's zone costs a good part of a short run, so it is asked only here.
  const timeZone = flags.timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = parseTime(text, { now, timeZone });
  if (time === undefined) {
    problems.push({
      code: 'USAGE',
      message: `--${flag} '${text}' is no time`,
      fix: "write 2026-11-21T13:00:00Z, '2026-11-21 13:00', or an age: 2h, 30min, 1d",
    });
  }
  return time;
}

function jobsOf({ jobs }: FlagValues, problems: Problem[]): number | undefined {
  if (jobs === undefined) return undefined;
  if (/^[1-9]\d?\d?$/.test(jobs)) return Number(jobs);
  problems.push({
    code: 'USAGE',
    message: `--jobs '${jobs}' is no number of threads`,
    fix: 'write a number from 1 to 999, or leave it out for one thread a core',
  });
  return undefined;
}

function zoneProblem(zone: string): Problem {
  return {
    code: 'USAGE',
    message: `--timezone '${zone}' is no time zone`,
    fix: 'write a name such as Europe/Berlin or UTC, or an offset such as +02:00',
  };
}

/** First sights go to standard output as they come; a file is written at the end. */
function streams(flags: FlagValues): boolean {
  return outputsOf(flags).some(({ sink, target }) => sink === 'ndjson' && target === undefined);
}

function streamProblem(): Problem {
  return {
    code: 'USAGE',
    message: '--stream goes with -o ndjson on standard output only',
    fix: 'add -o ndjson, or leave out --stream',
  };
}

function baselineProblem(): Problem {
  return {
    code: 'USAGE',
    message: '--baseline says what coverage folds away',
    fix: 'add --coverage, or say: whynotready coverage --baseline …',
  };
}

/** As far as can be seen before it is read; a glob may fit something. */
function isMissing(path: string): boolean {
  return path !== '-' && !/[*?[{]/.test(path) && !existsSync(path);
}

/** Without it all that is unknown would look new. */
function missingBaseline(file: string): Problem {
  return {
    code: 'INPUT_NOT_FOUND',
    message: 'there is no such baseline',
    place: { file },
    fix: 'check the path',
  };
}

function spanProblem(): Problem {
  return { code: 'USAGE', message: '--since is later than --until', fix: 'swap the two' };
}
