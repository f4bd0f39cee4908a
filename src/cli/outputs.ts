/** What `-o` asks for: which sinks, and where each one's text goes. */
import { ProblemError } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import { isSinkName, sinkEntry } from '../sinks/index.ts';
import type { SinkName } from '../sinks/index.ts';
import type { FlagValues } from './flags.ts';

export interface Output {
  readonly sink: SinkName;
  /** A file; undefined: standard output. */
  readonly target: string | undefined;
}

/** In the order given; without any, the terminal's. Throws ProblemError (USAGE) when they don't go together. */
export function outputsOf({ output }: Pick<FlagValues, 'output'>): readonly Output[] {
  const outputs = (output ?? ['terminal']).map(parse);
  const problems = [...new Set(outputs.flatMap((each) => problemsOf(each, outputs)))];
  if (problems.length > 0)
    throw new ProblemError(problems.map((message) => ({ code: 'USAGE', message, fix: HOW })));
  return outputs;
}

const HOW = 'one -o without a file at most, each other one as -o NAME=FILE: -o terminal -o ndjson=out.ndjson';

/** `markdown=issue.md`; `-` is standard output, as none. */
function parse(text: string): Output {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  const target = at < 0 ? undefined : text.slice(at + 1);
  if (!isSinkName(name)) throw new ProblemError([unknown(name)]);
  return { sink: name, target: target === '-' ? undefined : target };
}

function problemsOf(output: Output, all: readonly Output[]): string[] {
  const { sink, target } = output;
  const delivers = sinkEntry(sink).kind === 'deliver';
  if (delivers) return target === undefined ? [] : [`-o ${sink} goes to a service, not to a file`];
  if (target === '') return [`-o ${sink}= names no file`];
  const same = all.filter((each) => each.target === target && sinkEntry(each.sink).kind === 'render');
  if (same.length < 2) return [];
  return [
    target === undefined
      ? `only one output fits on standard output: ${same.map((each) => each.sink).join(', ')}`
      : `two outputs go to ${target}`,
  ];
}

function unknown(name: string): Problem {
  return { code: 'USAGE', message: `there is no output '${name}'`, fix: 'see -o in --help' };
}

const PLAIN = ['terminal', 'ndjson', 'json'] as const;

/** For commands that show something else than a report, on standard output only. Throws ProblemError (USAGE). */
export function plainOutput({ output }: Pick<FlagValues, 'output'>): (typeof PLAIN)[number] {
  const [last = 'terminal'] = (output ?? []).slice(-1);
  const plain = PLAIN.find((name) => name === last);
  if (plain !== undefined && (output?.length ?? 0) < 2) return plain;
  throw new ProblemError([
    {
      code: 'USAGE',
      message: `-o ${(output ?? []).join(' -o ')} is not for this command`,
      fix: `one of ${PLAIN.join(', ')}`,
    },
  ]);
}
