/** In a job of GitHub Actions: annotations after the answer, the summary of the step, and no commands out of log text. */
import { appendFileSync } from 'node:fs';
import { sinkEntry } from '../sinks/index.ts';
import type { SinkName } from '../sinks/index.ts';
import type { Rendering } from '../sinks/sink.ts';
import type { Context } from './context.ts';
import type { Reports } from './reports.ts';

export function isActions({ env }: Context): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** The runner obeys a line that starts with `::`, also one of a log: between these two it does not. */
export function* guarded(pieces: Iterable<string>): Generator<string> {
  const token = crypto.randomUUID();
  yield `::stop-commands::${token}\n`;
  yield* pieces;
  yield `::${token}::\n`;
}

/** Annotations on standard output, Markdown into the file that GITHUB_STEP_SUMMARY names. */
export async function annotate(
  reports: Reports,
  look: Rendering,
  { env, stdout, stderr }: Context,
): Promise<void> {
  for (const piece of await rendered('github', reports, look)) stdout.write(piece);
  const summary = env.GITHUB_STEP_SUMMARY ?? '';
  if (summary === '') return;
  try {
    appendFileSync(summary, [...(await rendered('markdown', reports, look))].join(''));
  } catch (error) {
    stderr.write(`::warning::the summary of this step can't be written: ${(error as Error).message}\n`);
  }
}

async function rendered(sink: SinkName, reports: Reports, look: Rendering): Promise<Iterable<string>> {
  const entry = sinkEntry(sink);
  if (entry.kind === 'deliver') return [];
  const { render } = await entry.load();
  return render(await reports.for(sink), look);
}
