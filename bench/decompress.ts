/**
 * How fast do compressed logs come? Each format beside its own command, decompressing only; the best of the rounds, in MB of text a second
 * of wall clock and of processor time.
 * Run: node bench/decompress.ts [--size MB] [--rounds N]
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compressionOf, decompress } from '../src/sources/compression/index.ts';
import type { Compression } from '../src/sources/compression/index.ts';
import { fileInput } from '../src/sources/input.ts';
import { DATA, logFile } from './generate.ts';
import { packLiterals } from './pack.ts';

const KINDS: readonly Compression[] = ['gzip', 'zstd', 'lz4', 'xz', 'bzip2'];

interface Rate {
  readonly wall: number;
  readonly processor: number;
}

/** The work of the child process: reads all of a file, prints what it took. */
async function measureOwn(path: string): Promise<void> {
  const input = fileInput(path, path);
  const stream = decompress(compressionOf(await input.head())!, input, {
    onProblem: ({ message }) => {
      throw new Error(message);
    },
  });
  const target = new Uint8Array(2 << 20);
  const started = performance.now();
  const before = process.cpuUsage();
  while ((await stream.read(target)) > 0);
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - started) / 1e3;
  console.log(JSON.stringify({ wall, processor: (user + system) / 1e6 }));
  stream.close();
}

function own(path: string): Rate {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--file', path], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as Rate;
}

function command(kind: Compression, path: string): Rate {
  const script = `TIMEFORMAT='%R %U %S'; time ${kind} -dc "$0" > /dev/null`;
  const { stderr } = spawnSync('bash', ['-c', script, path], { encoding: 'utf8' });
  const [wall, user, system] = stderr.trim().split(' ').map(Number);
  return { wall: wall!, processor: user! + system! };
}

function best(rounds: number, measure: () => Rate): Rate {
  const rates = Array.from({ length: rounds }, measure);
  return {
    wall: Math.min(...rates.map(({ wall }) => wall)),
    processor: Math.min(...rates.map(({ processor }) => processor)),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      size: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '5' },
    },
  });
  if (values.file !== undefined) return measureOwn(values.file);
  const log = logFile({ kind: 'sparse', megabytes: Number(values.size), seed: 1 }, await packLiterals());
  console.log(
    '| format | ours: wall | processor | command: wall | processor |\n| --- | --- | --- | --- | --- |',
  );
  for (const kind of KINDS) {
    const path = join(DATA, `decompress.${kind}`);
    const { stdout } = spawnSync(kind, ['-c', log], { maxBuffer: 2 ** 31 });
    writeFileSync(path, stdout);
    const rates = [
      best(Number(values.rounds), () => own(path)),
      best(Number(values.rounds), () => command(kind, path)),
    ];
    rmSync(path);
    const cells = rates
      .flatMap(({ wall, processor }) => [wall, processor])
      .map((s) => Math.round(Number(values.size) / s));
    console.log(`| ${kind} | ${cells.join(' | ')} |`);
  }
}

await main();
