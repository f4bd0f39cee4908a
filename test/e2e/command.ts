/** Runs the built command as a user would: a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const BIN = resolve('bin/whynotready.js');
/** A real log with one known cause. */
export const FAILING = resolve('fixtures/failing/k3s-agent-node-password-rejected/input.log');
/** A real log of a healthy system. */
export const QUIET = resolve('fixtures/quiet/etcd-quiet-start-stop/input.log');

if (!existsSync('dist/cli.js')) throw new Error('the command is not built; run: npm run build');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  /** Given on standard input, which then ends; undefined: standard input is /dev/null. */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Flags of Node itself. */
  readonly nodeFlags?: readonly string[];
}

/** What of the environment has a say in the output is left out. */
export const ENV: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
};

export function start(args: readonly string[], call: Call = {}) {
  return spawn(process.execPath, [...(call.nodeFlags ?? []), BIN, ...args], {
    cwd: call.cwd ?? process.cwd(),
    env: { ...ENV, ...call.env },
    stdio: [call.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
}

export async function command(args: readonly string[], call: Call = {}): Promise<Ended> {
  const child = start(args, call);
  // A command that does not read its input to the end is no failure of the test.
  child.stdin?.on('error', () => undefined).end(call.input);
  return ended(child);
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const parts = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (parts.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (parts.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...parts };
}

/** Waits until the command has taken all that was given to it and does nothing: asleep, no processor time used half a second long. */
export async function idle(child: ChildProcess): Promise<void> {
  for (let [before, quiet] = ['', 0]; quiet < 5; await sleep(100)) {
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const used = fields.slice(10, 12).join(' ');
    quiet = state === 'S' && used === before && used !== '0 0' ? quiet + 1 : 0;
    before = used;
  }
}

/** A line of a shell, `$NODE` and `$BIN` ready to use. */
export async function shell(line: string): Promise<Ended> {
  const child = spawn('bash', ['-c', line], {
    env: { ...ENV, NODE: process.execPath, BIN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'whynotready-'));
}
