/** A journal as an input of lines. */
import type { Problem } from '../../core/errors.ts';
import { contentInput } from '../archive/input.ts';
import type { Input } from '../input.ts';
import { HEADER_BYTES, journalHeader } from './format.ts';
import { readByJournalctl } from './journalctl.ts';
import { JournalReader } from './reader.ts';

export interface JournalOptions {
  /** Takes what could not be read, at the end; the rest was given. */
  readonly onProblem: (problem: Problem) => void;
  /** Who reads. Default: this program, and journalctl what this program can't. */
  readonly reader?: 'own' | 'journalctl';
  /** For tests: bytes of fields kept in memory. */
  readonly ceiling?: number;
}

/**
 * The entries of `input`, which `isJournal`, in their order: one JSON object a line, as `journalctl -o json --all` writes them. They are read
 * as they are asked for. Closing it closes `input`.
 */
export function journalInput(input: Input, options: JournalOptions): Input {
  const stop = new AbortController();
  const pieces = linesOf(input, options, stop.signal);
  let left: Uint8Array = new Uint8Array(0);

  async function read(target: Uint8Array): Promise<number> {
    if (left.length === 0) {
      const piece = await pieces.next();
      if (piece.done === true) return 0;
      left = piece.value;
    }
    const count = Math.min(left.length, target.length);
    target.set(left.subarray(0, count));
    left = left.subarray(count);
    return count;
  }

  function close(): void {
    stop.abort();
    input.close();
  }
  return contentInput({ name: input.name, size: undefined, modified: input.modified, read, close });
}

/** Pieces of any size but none, each valid until the next. */
async function* linesOf(
  input: Input,
  options: JournalOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { onProblem } = options;
  const header = journalHeader((await input.head()).subarray(0, HEADER_BYTES));
  if (header === undefined) onProblem(noHeader(input.name));
  else if (options.reader === 'journalctl' || header.unknownFlags !== 0)
    yield* readByJournalctl(input, { unknownFlags: header.unknownFlags, signal, onProblem });
  else {
    const reader = new JournalReader(input, header, options.ceiling);
    yield* reader.chunks();
    for (const problem of reader.problems()) onProblem(problem);
  }
}

function noHeader(file: string): Problem {
  return {
    code: 'INPUT_JOURNAL_DAMAGED',
    message: 'the journal is damaged: its header is cut or broken, nothing can be read',
    place: { file },
    fix: 'copy it anew, whole',
  };
}
