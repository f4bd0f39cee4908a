/** Standard input: a pipe, or a file that was redirected. */
import { fstatSync } from 'node:fs';
import { streamInput } from '../sources/input.ts';
import type { Input } from '../sources/input.ts';
import type { Part } from './piece.ts';

/** ms of silence after which a live stream's lines are worked on as they are. */
const PAUSE = 300;

/** Standard input as a file, when it is one. */
export function redirectedFile(): Part | undefined {
  const stat = fstatSync(0);
  return stat.isFile()
    ? { name: '-', path: 0, size: stat.size, modified: stat.mtimeMs, named: true }
    : undefined;
}

export interface PipeOptions {
  /** Lines are worked on when the pipe pauses. */
  readonly live: boolean;
  readonly signal: AbortSignal | undefined;
}

export async function pipedInput({ live, signal }: PipeOptions): Promise<Input> {
  const now = Date.now();
  if (!live && isPipe()) {
    const { pipeInput } = await import('../sources/pipe.ts');
    return pipeInput({ name: '-', fd: 0, now, signal });
  }
  const { stdin } = process;
  // A read that waits for the pipe shall see its end.
  signal?.addEventListener('abort', () => stdin.push(null), { once: true });
  const chunks = live ? (await import('../sources/live.ts')).liveLines(stdin) : stdin;
  const close = (): void => {
    stdin.destroy();
  };
  return streamInput({ name: '-', chunks, close, now, pause: live ? PAUSE : undefined });
}

function isPipe(): boolean {
  const stat = fstatSync(0);
  return stat.isFIFO() || stat.isSocket();
}
