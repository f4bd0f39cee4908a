/** Runs commands in turn and measures whole processes: wall clock, and memory at its peak. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/** Of the system's clock, a second. */
const TICKS = 100;

export interface Contender {
  readonly name: string;
  /** Program and arguments; its output is read from a pipe and thrown away (`grep -c` into /dev/null would stop at the first match). */
  readonly command: readonly string[];
  /** The work is done by other processes that it starts: its own memory and processor time say nothing. */
  readonly delegates?: boolean;
}

export interface Measured {
  readonly name: string;
  /** Median, least and most of the rounds. */
  readonly seconds: number;
  readonly min: number;
  readonly max: number;
  /** Resident set of the command's own process at its peak, MB; undefined where the system does not tell. */
  readonly memory: number | undefined;
  /** Processor time of all threads of that process in one run, s. */
  readonly cpu: number | undefined;
  /** Why it could not be measured; the numbers say nothing then. */
  readonly failure: string | undefined;
}

export interface Race {
  readonly results: readonly Measured[];
  /** Processes that wanted to run, at the start and at the end, the average of a minute: above the number of cores, seconds are too long. */
  readonly load: readonly [before: number, after: number];
}

/** Every contender once in each round, so that a slow minute of the machine hits all of them; one round before to warm the caches. */
export async function race(contenders: readonly Contender[], rounds: number): Promise<Race> {
  const before = loadavg()[0]!;
  const runs = contenders.map((): Runs => ({ times: [], used: {}, failure: undefined }));
  for (const [i, { command, delegates }] of contenders.entries())
    await attempt(runs[i]!, () => watch(command, delegates === true ? {} : runs[i]!.used));
  for (let round = 0; round < rounds; round++)
    for (const [i, { command }] of contenders.entries())
      await attempt(runs[i]!, async () => void runs[i]!.times.push(await seconds(command)));
  const results = contenders.map(({ name }, i) => measured(name, runs[i]!));
  return { results, load: [before, loadavg()[0]!] };
}

/** Middle of the values; of an even number the upper one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

interface Runs {
  readonly times: number[];
  readonly used: Used;
  failure: string | undefined;
}

/** What the system says that a process has used. */
interface Used {
  memory?: number;
  cpu?: number;
}

async function attempt(runs: Runs, work: () => Promise<void>): Promise<void> {
  if (runs.failure !== undefined) return;
  try {
    await work();
  } catch (error) {
    runs.failure = error instanceof Error ? error.message : String(error);
  }
}

function measured(name: string, { times, used, failure }: Runs): Measured {
  const rest = { name, memory: used.memory, cpu: used.cpu, failure };
  if (failure !== undefined) return { ...rest, seconds: NaN, min: NaN, max: NaN };
  return { ...rest, seconds: median(times), min: Math.min(...times), max: Math.max(...times) };
}

async function seconds(command: readonly string[]): Promise<number> {
  const begin = performance.now();
  await run(command).done;
  return (performance.now() - begin) / 1000;
}

/** Asks the system every few milliseconds, in a run of its own; the system itself keeps the peak. */
async function watch(command: readonly string[], into: Used): Promise<void> {
  const { pid, done } = run(command);
  const timer = setInterval(() => look(pid, into), 5);
  await done.finally(() => clearInterval(timer));
}

/** Changes nothing where the system does not tell. */
function look(pid: number | undefined, into: Used): void {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    if (found === null) return;
    into.memory = Number(found[1]) / 1000;
    // Behind the name in brackets, which may hold anything: state, ..., user and system time in ticks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    into.cpu = (Number(stat[11]) + Number(stat[12])) / TICKS;
  } catch {
    // It has ended.
  }
}

function run(command: readonly string[]): { pid: number | undefined; done: Promise<void> } {
  const [program, ...args] = command;
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.resume();
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(0, 500)));
  const done = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    // 1: no match, or incidents found.
    child.on('close', (code, signal) => {
      if (code === 0 || code === 1) resolve();
      else reject(new Error(`ended with ${code ?? signal}: ${said.split('\n')[0] ?? ''}`));
    });
  });
  return { pid: child.pid, done };
}
