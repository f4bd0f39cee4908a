/** Runs commands in turn and measures whole processes: wall clock, and memory at its peak. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

export interface Contender {
  readonly name: string;
  /** Program and arguments; its output is read from a pipe and thrown away (`grep -c` into /dev/null would stop at the first match). */
  readonly command: readonly string[];
}

export interface Measured {
  readonly name: string;
  /** Median, least and most of the rounds. */
  readonly seconds: number;
  readonly min: number;
  readonly max: number;
  /** Resident set of the command's own process at its peak, MB; undefined where the system does not tell. */
  readonly memory: number | undefined;
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
  const runs = contenders.map((): Runs => ({ times: [], memory: undefined, failure: undefined }));
  for (const [i, { command }] of contenders.entries())
    await attempt(runs[i]!, () => peakMemory(command, runs[i]!));
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
  memory: number | undefined;
  failure: string | undefined;
}

async function attempt(runs: Runs, work: () => Promise<void>): Promise<void> {
  if (runs.failure !== undefined) return;
  try {
    await work();
  } catch (error) {
    runs.failure = error instanceof Error ? error.message : String(error);
  }
}

function measured(name: string, { times, memory, failure }: Runs): Measured {
  if (failure !== undefined) return { name, seconds: NaN, min: NaN, max: NaN, memory, failure };
  return { name, seconds: median(times), min: Math.min(...times), max: Math.max(...times), memory, failure };
}

async function seconds(command: readonly string[]): Promise<number> {
  const begin = performance.now();
  await run(command).done;
  return (performance.now() - begin) / 1000;
}

/** Asks the system every few milliseconds, in a run of its own; the system itself keeps the peak. */
async function peakMemory(command: readonly string[], into: { memory: number | undefined }): Promise<void> {
  const { pid, done } = run(command);
  const timer = setInterval(() => (into.memory = residentPeak(pid) ?? into.memory), 5);
  await done.finally(() => clearInterval(timer));
}

function residentPeak(pid: number | undefined): number | undefined {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? undefined : Number(found[1]) / 1000;
  } catch {
    return undefined;
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
