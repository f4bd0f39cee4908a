/** Runs commands in turn and measures whole processes: wall clock, and memory at its peak. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
  /** Resident set at its peak, MB; undefined where the system does not tell. */
  readonly memory: number | undefined;
}

/** Every contender once in each round, so that a slow minute of the machine hits all of them; one round before to warm the caches. */
export async function race(contenders: readonly Contender[], rounds: number): Promise<Measured[]> {
  const memory: (number | undefined)[] = [];
  for (const { command } of contenders) memory.push(await peakMemory(command));
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, { command }] of contenders.entries()) times[i]!.push(await seconds(command));
  return contenders.map(({ name }, i) => ({
    name,
    seconds: median(times[i]!),
    min: Math.min(...times[i]!),
    max: Math.max(...times[i]!),
    memory: memory[i],
  }));
}

/** Middle of the values; of an even number the upper one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

async function seconds(command: readonly string[]): Promise<number> {
  const begin = performance.now();
  await run(command).done;
  return (performance.now() - begin) / 1000;
}

/** Asks the system every few milliseconds, in a run of its own; the system itself keeps the peak. */
async function peakMemory(command: readonly string[]): Promise<number | undefined> {
  const { pid, done } = run(command);
  let peak: number | undefined;
  const timer = setInterval(() => (peak = residentPeak(pid) ?? peak), 5);
  await done;
  clearInterval(timer);
  return peak;
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
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const done = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    // 1: no match, or incidents found.
    child.on('close', (code) => {
      if (code === 0 || code === 1) resolve();
      else reject(new Error(`${command.join(' ')} ended with ${code}`));
    });
  });
  return { pid: child.pid, done };
}
