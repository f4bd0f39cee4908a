/** What there is to read in an input: itself, or what a compressed file, an archive or a journal holds, each inside each. */
import type { Problem } from '../core/errors.ts';
import type { Bounds } from './archive/bounds.ts';
import type { ChoiceOptions, MemberPicker } from './archive/choice.ts';
import { isContainer } from './archive/kinds.ts';
import type { Input } from './input.ts';
import { isJournal } from './journal/format.ts';
import { reasonOf } from './paths.ts';
import { isSystemError } from './system-error.ts';

/** One thing to read. It must be read or closed before the next one is asked for. */
export interface Leaf {
  /**
   * Names: a compressed file keeps its own (`k3s.log.gz`), a member is `archive!member` (`bundle.tar.gz!var/log/k3s.log`,
   * `a.zip!b.tar!c.log`). Offsets and lines are those of the decompressed bytes.
   */
  readonly input: Input;
  /** The user named it, so it is said when it holds no log. */
  readonly named: boolean;
}

/** Ends the reading from outside: from then on bytes end, and what that breaks is not told. */
export interface Stop {
  readonly stopped: boolean;
  /** Called often; now and then gives a promise that lets the event loop in, which may bring the stop. */
  breathe(): void | Promise<void>;
}

export interface LeafOptions extends ChoiceOptions {
  readonly named: boolean;
  /** Takes what went wrong with a container or one of its members; the rest goes on. */
  readonly onProblem: (problem: Problem) => void;
  /** Default: read to the end. */
  readonly stop?: Stop | undefined;
  /** What to take of archives, in place of what globs and names say. */
  readonly picker?: MemberPicker;
  /** For tests; default: DEFAULT_BOUNDS. */
  readonly bounds?: Bounds;
}

/** The leaves of `input`, in order; streamed, nothing is written to disk or held whole in memory. Closes `input` at the end. */
export async function* leavesOf(input: Input, given: LeafOptions): AsyncGenerator<Leaf> {
  const onProblem = (problem: Problem): void => {
    if (given.stop?.stopped !== true) given.onProblem(problem);
  };
  const options = { ...given, onProblem };
  try {
    for await (const leaf of contentsOf(input, options)) {
      if (isJournal(await leaf.input.head())) yield* journalLeaf(leaf, options);
      else yield leaf;
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    options.onProblem({ code: 'INPUT_NOT_READABLE', message: reasonOf(error), place: { file: input.name } });
  } finally {
    input.close();
  }
}

async function* contentsOf(input: Input, options: LeafOptions): AsyncGenerator<Leaf> {
  if (!isContainer(await input.head())) yield { input, named: options.named };
  else yield* (await import('./archive/open.ts')).containerLeaves(input, options);
}

async function* journalLeaf({ input, named }: Leaf, options: LeafOptions): AsyncGenerator<Leaf> {
  const { journalInput } = await import('./journal/input.ts');
  let told = false;
  const onProblem = (problem: Problem): void => {
    told = true;
    options.onProblem(problem);
  };
  const lines = journalInput(input, { onProblem });
  if ((await lines.head()).length > 0) yield { input: lines, named };
  else if (named && !told)
    onProblem({ code: 'INPUT_EMPTY', message: 'the journal has no entries', place: { file: input.name } });
  lines.close();
}
