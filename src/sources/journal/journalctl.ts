/** Reads a journal file with the system's journalctl: what is too new for this program's own reader. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Problem } from '../../core/errors.ts';
import type { Input } from '../input.ts';

interface Options {
  /** Of the journal's header; 0: none. */
  readonly unknownFlags: number;
  readonly signal: AbortSignal;
  readonly onProblem: (problem: Problem) => void;
}

/** No more of what journalctl says on stderr is kept. */
const MAX_SAID = 4096;

/** Lines of JSON. Says why there are none, or fewer than there should be. */
export async function* readByJournalctl(input: Input, options: Options): AsyncGenerator<Uint8Array> {
  const { path, name } = input;
  if (path === undefined) {
    options.onProblem(tooNew(name, options.unknownFlags));
    return;
  }
  const child = spawn('journalctl', argumentsFor(path), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', SYSTEMD_COLORS: '0' },
    signal: options.signal,
  });
  const ended = endOf(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(0, MAX_SAID)));
  let came = false;
  for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
    came = true;
    yield chunk;
  }
  const end = await ended;
  const isNew = options.unknownFlags !== 0 && !came;
  if (end === 'missing' || (end !== 0 && isNew)) options.onProblem(tooNew(name, options.unknownFlags));
  else if (end !== 0 && !options.signal.aborted) options.onProblem(refused(name, path, said));
}

/** `--file` takes a pattern. */
function argumentsFor(path: string): string[] {
  const file = path.replace(/[*?[\]{}\\~]/g, '\\$&');
  return [`--file=${file}`, '--output=json', '--all', '--no-pager', '--quiet'];
}

/** Exit code; `missing`: there is no journalctl. */
async function endOf(child: ChildProcess): Promise<number | 'missing'> {
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code ?? 1;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    return 1;
  }
}

function tooNew(file: string, flags: number): Problem {
  const message = `the journal was written by a newer systemd, in a form that is not known here (flags 0x${flags.toString(16)})`;
  const fix = 'on a machine of that version: journalctl --file FILE -o json --all | whynotready';
  return { code: 'INPUT_JOURNAL_TOO_NEW', message, place: { file }, fix };
}

function refused(file: string, path: string, said: string): Problem {
  const [first = ''] = said.trim().split('\n');
  if (/permission denied|insufficient permissions/i.test(said)) {
    const fix = 'run with sudo, or as a member of the group systemd-journal';
    return { code: 'INPUT_NOT_READABLE', message: 'permission denied', place: { file }, fix };
  }
  const why = first.replace(`${path}: `, '');
  const message = `journalctl could not read all of it${why === '' ? '' : `: ${why}`}`;
  const fix = '`journalctl --verify --file` says more of the damage';
  return { code: 'INPUT_JOURNAL_DAMAGED', message, place: { file }, fix };
}
