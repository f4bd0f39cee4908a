/**
 * How fast is a whole scan beside the tools that only look for the same texts?
 *
 * npm run bench [-- --size 500] [--dense 100] [--large] [--rounds 5] [--no-build]
 *
 * Each table: median wall clock of whole processes run in turn, page cache warm. `ratio` is the other's time divided by ours: above 1 we are
 * faster. The searchers count lines with any of the rules' literals; whynotready also parses, matches, groups and diagnoses.
 * `plain read` is Node reading the file in 2 MiB pieces and doing nothing else: the floor.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, homedir, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { logFile } from './generate.ts';
import type { LogKind } from './generate.ts';
import { race } from './measure.ts';
import type { Contender, Measured } from './measure.ts';
import { packLiterals } from './pack.ts';

const BIN = fileURLToPath(new URL('../bin/whynotready.js', import.meta.url));
const LITERALS = fileURLToPath(new URL('data/literals.txt', import.meta.url));
const READ = `const fs=require('node:fs');const fd=fs.openSync(process.argv[1]);const b=Buffer.alloc(2<<20);while(fs.readSync(fd,b,0,b.length,null)>0);`;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '500' },
    dense: { type: 'string', default: '100' },
    large: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    'no-build': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
if (!values['no-build']) build();
const literals = await packLiterals();

describeMachine();
await compare(`sparse ${values.size} MB`, 'sparse', Number(values.size));
if (values.large) await compare('sparse 3 GB', 'sparse', 3000);
await compare(`dense ${values.dense} MB`, 'dense', Number(values.dense));
await startUp();

// How to read it: `ratio` of the ripgreps must be at least 1.3 (15) and 1.8 (13) on sparse logs of 500 MB, 2 on 3 GB; MB/s on the dense log
// at least 150 (it is bound by parsing: compare lines, not ripgrep); peak memory the same for every size. Start-up: at most 0.1 s for the
// version and 0.25 s for a scan, of which `node -e 0` is Node's own. Ratios hold on a busy machine, seconds do not.

function build(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.ts', '--if-needed'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed; the bench measures what it makes.');
}

async function compare(title: string, kind: LogKind, megabytes: number): Promise<void> {
  const file = logFile({ kind, megabytes, seed: 1 }, literals);
  writeFileSync(LITERALS, `${literals.join('\n')}\n`);
  // grep would take minutes for the large one.
  const others = [...installed('rg'), ...(megabytes > 1000 ? [] : installed('grep'))];
  print(
    title,
    await race(
      [
        ours('whynotready', ['scan', file, '-o', 'ndjson']),
        ...others.map((tool) => searcher(tool, file)),
        reader(file),
      ],
      rounds,
    ),
    megabytes,
  );
}

async function startUp(): Promise<void> {
  const tiny = logFile({ kind: 'sparse', megabytes: 0.001, seed: 1 }, literals);
  print(
    'start-up',
    await race(
      [
        ours('scan of 1 KB', ['scan', tiny]),
        ours('--version', ['--version']),
        { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
      ],
      rounds * 2,
    ),
  );
}

function ours(name: string, args: readonly string[]): Contender {
  return { name, command: [process.execPath, BIN, ...args] };
}

function reader(file: string): Contender {
  return { name: 'plain read', command: [process.execPath, '-e', READ, file] };
}

function searcher({ name, path }: Tool, file: string): Contender {
  return { name, command: [path, '-c', '-F', '-f', LITERALS, file] };
}

interface Tool {
  readonly name: string;
  readonly path: string;
}

/** Each different version on PATH and in cargo's folder. */
function installed(name: string): Tool[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), '.cargo/bin')];
  const tools = new Map<string, Tool>();
  for (const folder of folders) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const version = /^.*?\d+(?:\.\d+)+/.exec(stdout)?.[0];
    if (status === 0 && version !== undefined && !tools.has(version))
      tools.set(version, { name: version, path });
  }
  return [...tools.values()];
}

function describeMachine(): void {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim();
  const cpu = cpus();
  console.log(
    `${cpu.length} × ${cpu[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, commit ${commit}`,
  );
  console.log(`${literals.length} literals; medians of ${rounds} runs in turn\n`);
}

function print(title: string, results: readonly Measured[], megabytes?: number): void {
  const base = results[0]!.seconds;
  console.log(
    `| ${title} | median s | min–max | MB/s | ratio | peak MB |\n| --- | --- | --- | --- | --- | --- |`,
  );
  for (const { name, seconds, min, max, memory } of results) {
    const speed = megabytes === undefined ? '' : (megabytes / seconds).toFixed(0);
    console.log(
      `| ${name} | ${seconds.toFixed(3)} | ${min.toFixed(3)}–${max.toFixed(3)} | ${speed} | ${(seconds / base).toFixed(2)} | ${memory?.toFixed(0) ?? '?'} |`,
    );
  }
  console.log('');
}
