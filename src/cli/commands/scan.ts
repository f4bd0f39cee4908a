/** `scan`: reads logs, prints the answer. */
import { existsSync } from 'node:fs';
import { ProblemError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { loadRules, scan } from '../../pipeline/index.ts';
import type { ScanOptions } from '../../pipeline/index.ts';
import { partialLine } from '../../sinks/ndjson/sink.ts';
import { atLeast, isAtLeast } from '../../sinks/select.ts';
import type { Rendering } from '../../sinks/sink.ts';
import { similarCommand } from '../arguments.ts';
import type { Context } from '../context.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { shortHelp } from '../help.ts';
import { openLog } from '../log.ts';
import { limitHeapGrowth } from '../memory.ts';
import { softProblemLine } from '../messages.ts';
import { ruleSelection, scanChoices } from '../options.ts';
import type { ScanChoices } from '../options.ts';
import { ProgressLine } from '../progress.ts';
import { preparePrinter } from '../print.ts';
import { incidentFilter } from '../reports.ts';
import { widthOf } from '../screen.ts';

/** Returns the exit code. Throws ProblemError for wrong usage and rules that don't load. */
export async function scanCommand(
  args: readonly string[],
  flags: FlagValues,
  context: Context,
  focus?: Rendering['focus'],
): Promise<number> {
  const choices = scanChoices(flags, context.now());
  const width = widthOf(flags.width, context.stdout);
  const paths = inputsOf(args, context);
  if (paths === undefined) {
    context.stderr.write(shortHelp({ name: context.name, width }));
    return EXIT.usage;
  }
  const { documents, files } = await documentsOf(paths, flags, context, choices);
  const log = await openLog(flags);
  const started = context.now();
  limitHeapGrowth();
  const rules = await loadRules(ruleSelection(flags));
  log.debug({ rules: rules.rules.length, literals: rules.literals.length }, 'rules loaded');
  const { why } = flags;
  if (why !== undefined)
    return (await import('./why.ts')).whyCommand(
      { ...choices, paths: files, rules },
      { ...flags, why },
      context,
    );
  const printer = await preparePrinter(flags, context, [...files, ...(flags.baseline ?? [])], focus);
  const matches = printer.matches(rules);
  const report = await watched({ ...choices, paths: files, documents, rules, matches }, flags, context);
  const elapsed = context.now() - started;
  log.info({ ms: elapsed, bytes: report.summary.bytes, incidents: report.incidents.length }, 'scanned');
  for (const problem of report.summary.problems) context.stderr.write(softProblemLine(problem));
  const shown = flags.minSeverity === undefined ? report : atLeast(report, flags.minSeverity);
  const failure = await printer.print(shown, elapsed);
  if (!report.summary.complete) return EXIT.interrupted;
  return failure ?? exitCode(report, flags.failOn);
}

/** Paths, else standard input unless a person sits there; undefined: nothing to read. */
function inputsOf(args: readonly string[], context: Context): readonly string[] | undefined {
  if (args.length === 0) return context.stdin.isTTY ? undefined : ['-'];
  const [word] = args as [string];
  const meant = /^\w+$/.test(word) && !existsSync(word) ? similarCommand(word) : undefined;
  if (meant === undefined) return args;
  throw new ProblemError([
    { code: 'USAGE', message: `no file and no command is called '${word}'`, fix: meant },
  ]);
}

/** `es://…` among the paths. */
async function documentsOf(
  paths: readonly string[],
  flags: FlagValues,
  context: Context,
  choices: ScanChoices,
): Promise<{ readonly files: readonly string[]; readonly documents?: ScanOptions['documents'] }> {
  const isCluster = (path: string): boolean => /^es(?:\+https)?:/.test(path);
  if (!paths.some(isCluster)) {
    checkForFiles(flags);
    return { files: paths };
  }
  const { elasticSource } = await import('../elastic-source.ts');
  const documents = elasticSource(paths.filter(isCluster), flags, context, choices);
  return { files: paths.filter((path) => !isCluster(path)), documents };
}

/** Throws ProblemError (USAGE) for flags that mean documents of a cluster where none is read. */
function checkForFiles({ slice, esIndex, esQuery }: FlagValues): void {
  const flags = { '--slice': slice, '--es-index': esIndex, '--es-query': esQuery };
  const given = Object.entries(flags).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  const fix = 'name the cluster: scan es://HOST:9200, or scan es: with --es-url';
  throw new ProblemError([{ code: 'USAGE', message: `${given[0]} without a cluster to read from`, fix }]);
}

/** Scans, with progress and first sights where they are wanted. */
async function watched(options: ScanOptions, flags: FlagValues, context: Context): Promise<Report> {
  const progress = wantsProgress(flags, context) ? new ProgressLine(context.stderr, context.now) : undefined;
  const shown = await incidentFilter('ndjson', flags);
  const announce = (incident: Incident): void => {
    if (flags.minSeverity !== undefined && !isAtLeast(incident.rule.severity, flags.minSeverity)) return;
    progress?.clear();
    context.stdout.write(partialLine(shown(incident)));
  };
  try {
    return await scan({
      ...options,
      ...tuning(context),
      signal: context.interruptible(),
      ...(progress ? { onProgress: (state) => progress.update(state) } : {}),
      ...(flags.stream ? { onIncident: announce } : {}),
      ...(flags.partial === undefined ? {} : { onFindings: await partialWriter(flags.partial, options) }),
    });
  } finally {
    progress?.clear();
  }
}

async function partialWriter(file: string, { rules, documents, paths }: ScanOptions) {
  const { checkPartial, ownPartial, writePartial } = await import('../partial.ts');
  checkPartial(file, paths);
  return (findings: Parameters<typeof ownPartial>[0]) =>
    writePartial(file, rules, ownPartial(findings, documents?.share));
}

/** Tests let small inputs take the ways of large ones. */
function tuning({ env }: Context): Pick<ScanOptions, 'tuning'> {
  const bytes = env.WHYNOTREADY_PIECE_BYTES;
  return bytes === undefined ? {} : { tuning: { pieceBytes: Number(bytes) } };
}

function wantsProgress(flags: FlagValues, { stderr, env }: Context): boolean {
  return stderr.isTTY === true && env.TERM !== 'dumb' && flags.progress !== false && !flags.quiet;
}
