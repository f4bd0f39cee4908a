/** Brings a report to where `-o` says: one after the other, each whole. */
import { ProblemError } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import type { MatchTaker } from '../core/found-match.ts';
import type { Report } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { sinkEntry } from '../sinks/index.ts';
import type { SinkName } from '../sinks/index.ts';
import type { Rendering } from '../sinks/sink.ts';
import { targetProblem, writeTarget } from '../sinks/target.ts';
import { annotate, guarded, isActions } from './actions.ts';
import { isSystemError } from '../sources/system-error.ts';
import type { Context } from './context.ts';
import { DELIVERIES } from './deliveries.ts';
import type { Deliver } from './deliveries.ts';
import { EXIT } from './exit-code.ts';
import type { FlagValues } from './flags.ts';
import { problemText, softProblemLine } from './messages.ts';
import { outputsOf } from './outputs.ts';
import type { Output } from './outputs.ts';
import { Reports } from './reports.ts';
import { usesColor, usesUnicode, widthOf } from './screen.ts';
import type { Outlet } from './screen.ts';

export interface Printer {
  /** `elapsed`: ms that the work took. Returns what went wrong as an exit code; undefined: nothing. */
  readonly print: (report: Report, elapsed?: number) => Promise<number | undefined>;
  /** Called before a scan: takes its matches where an output wants each of them. */
  readonly matches: (rules: RulePack) => MatchTaker | undefined;
}

/**
 * Before the work: throws ProblemError when the outputs don't go together, can't be written to, or would overwrite one of `inputs`
 * (paths as the user named them).
 */
export async function preparePrinter(
  flags: FlagValues,
  context: Context,
  inputs: readonly string[],
  focus?: Rendering['focus'],
): Promise<Printer> {
  const outputs = outputsOf(flags);
  const wrong = outputs.flatMap(({ target }) =>
    target === undefined ? [] : (targetProblem(target, inputs) ?? []),
  );
  if (wrong.length > 0) throw new ProblemError(wrong);
  const deliveries = new Map<SinkName, Deliver>();
  for (const { sink } of outputs) {
    const prepare = DELIVERIES[sink];
    if (prepare !== undefined) deliveries.set(sink, await prepare(flags, context));
  }
  const wanting = [...deliveries.values()].find(({ matches }) => matches !== undefined);
  return {
    matches: (rules) => wanting?.matches?.(rules),
    print: (report, elapsed) => printAll(report, outputs, { flags, context, deliveries, elapsed, focus }),
  };
}

interface Printing {
  readonly flags: FlagValues;
  readonly context: Context;
  readonly deliveries: ReadonlyMap<SinkName, Deliver>;
  readonly elapsed: number | undefined;
  readonly focus: Rendering['focus'];
}

/** One output that fails takes no other with it. */
async function printAll(
  report: Report,
  outputs: readonly Output[],
  printing: Printing,
): Promise<number | undefined> {
  const codes: (number | undefined)[] = [];
  const reports = new Reports(report, printing.flags);
  for (const output of outputs) codes.push(await printOne(reports, output, printing));
  return codes.find((code) => code !== undefined);
}

async function printOne(reports: Reports, output: Output, printing: Printing): Promise<number | undefined> {
  const entry = sinkEntry(output.sink);
  const shown = await reports.for(output.sink);
  if (entry.kind === 'deliver') return deliver(shown, output.sink, printing);
  const { render } = await entry.load();
  const { context } = printing;
  const look = lookFor(output, printing);
  const pieces = render(shown, look);
  if (output.target !== undefined) return written(output.target, pieces, context);
  const inJob = isActions(context) && output.sink === 'terminal';
  for (const piece of inJob ? guarded(pieces) : pieces) context.stdout.write(piece);
  if (inJob) await annotate(reports, look, context);
  return undefined;
}

async function deliver(report: Report, sink: SinkName, printing: Printing): Promise<number | undefined> {
  const { stderr } = printing.context;
  const { problems, notes } = await printing.deliveries.get(sink)!(report);
  for (const problem of problems) stderr.write(softProblemLine(problem));
  if (!printing.flags.quiet) for (const note of notes) stderr.write(`${note}\n`);
  return problems.length > 0 ? EXIT.unread : undefined;
}

/** A file is no terminal: no colour unless asked for, and the same width on each machine. */
function lookFor({ target }: Output, { flags, context, elapsed, focus }: Printing): Rendering {
  const { stdout, env, platform } = context;
  const outlet: Outlet = target === undefined ? stdout : {};
  return {
    width: widthOf(flags.width, outlet),
    color: usesColor(flags.color, outlet, env),
    unicode: usesUnicode(env, platform),
    ...(flags.timezone === undefined ? {} : { timeZone: flags.timezone }),
    ...(focus === undefined ? {} : { focus }),
    ...(flags.verbose === true ? { verbose: true } : {}),
    ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
    // How long it took is for a person; what is kept or compared shall be the same each time.
    ...(outlet.isTTY && elapsed !== undefined ? { elapsed } : {}),
  };
}

function written(target: string, pieces: Iterable<string>, { stderr }: Context): number | undefined {
  try {
    writeTarget(target, pieces);
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    stderr.write(problemText([failed(target, error.message)]));
    return EXIT.unread;
  }
}

function failed(file: string, reason: string): Problem {
  return {
    code: 'OUTPUT_FAILED',
    message: `the result can't be written: ${reason}`,
    place: { file },
    fix: 'is the disk full?',
  };
}
