/** The process: its streams, signals and exit. The only file that exits. */
import { basename } from 'node:path';
import type { Context } from './context.ts';
import { EXIT } from './exit-code.ts';
import { problemText } from './messages.ts';
import { run } from './run.ts';

process.stdout.on('error', outputFailed);
// Nobody is left to tell.
process.stderr.on('error', () => undefined);

const context: Context = {
  name: calledName(process.argv[1] ?? ''),
  env: process.env,
  platform: process.platform,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  interruptible,
};
const code = await run(process.argv.slice(2), context);
// What is still on its way to a slow reader goes out first.
process.stdout.write('', (error) => (error ? outputFailed(error) : process.exit(code)));

/** kubectl runs `kubectl-whynotready` for `kubectl whynotready`. */
function calledName(path: string): string {
  return basename(path).startsWith('kubectl-') ? 'kubectl whynotready' : 'whynotready';
}

/** A reader that has seen enough (`| head`) is no failure. */
function outputFailed(failure: NodeJS.ErrnoException): void {
  const error: NodeJS.ErrnoException = process.stdout.errored ?? failure;
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  process.stderr.write(
    problemText([
      {
        code: 'OUTPUT_FAILED',
        message: `the result can't be written: ${error.message}`,
        fix: 'is the disk full?',
      },
    ]),
  );
  process.exit(EXIT.unread);
}

/** The first Ctrl-C asks for what was found so far, the second one ends it. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return controller.signal;
}
