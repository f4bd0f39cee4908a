/**
 * Builds dist/: kernel, rules, the bundle, types. `--if-needed`: only what running needs (no types), and only when sources are newer
 * than dist; that is what `npm start` and `npm ci` do. `--keep-going`: without rules that are broken, and
 * without types.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatProblem, ProblemError } from '../src/core/errors.ts';
import { buildKernels } from './build-kernel.ts';
import { buildRules } from './build-rules.ts';
import { bundle } from './bundle.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const FRESH = join(ROOT, 'build', 'dist');
const OLD = join(ROOT, 'build', 'old');
const INPUTS = ['src', 'rules', 'scripts', 'package.json'];

interface Generated {
  readonly file: string;
  readonly inputs: readonly string[];
}

const KERNEL: Generated = {
  file: 'src/core/scanner/kernel.gen.ts',
  inputs: ['src/core/scanner/kernel', 'scripts/build-kernel.ts'],
};
/** Vetting the regular expressions takes long. */
const RULES: Generated = {
  file: 'src/core/rules/builtin.gen.ts',
  inputs: ['rules', 'src/core/rules', 'src/core/scanner/literals.ts', 'scripts/build-rules.ts'],
};

/** Loaded from node_modules when asked for; the rest goes into the bundle, where it starts faster. */
const EXTERNAL = [
  '@elastic/elasticsearch',
  'pino',
  'split2',
  'stream-json',
  'valibot',
  '@valibot/to-json-schema',
  'yaml',
  'recheck',
];

async function main(): Promise<void> {
  const ifNeeded = process.argv.includes('--if-needed');
  const keepGoing = process.argv.includes('--keep-going');
  if (ifNeeded && (await isFresh())) return;
  const started = performance.now();
  if (!ifNeeded || (await isOlder(KERNEL))) await made(KERNEL, buildKernels());
  if (!ifNeeded || (await isOlder(RULES))) await made(RULES, compileRules(keepGoing));
  await makeBundle();
  if (!ifNeeded && !keepGoing) emitTypes();
  await linkSelf();
  // On stderr: `npm start -- … | jq` shall get results only.
  console.error(`built dist in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** `keepGoing`: without the rules that are broken. */
async function compileRules(keepGoing: boolean): Promise<void> {
  try {
    await buildRules(keepGoing);
  } catch (error) {
    if (!keepGoing || !(error instanceof ProblemError)) throw error;
    console.error(error.problems.map(formatProblem).join('\n\n'));
  }
}

/** Is the bundle newer than everything that it is made of? */
async function isFresh(): Promise<boolean> {
  const built = await timeOf(join(DIST, 'cli.js'));
  for (const input of INPUTS) if ((await newest(join(ROOT, input))) >= built) return false;
  return true;
}

/** Is the generated file older than what it is made of? */
async function isOlder({ file, inputs }: Generated): Promise<boolean> {
  const times = await Promise.all(inputs.map((input) => newest(join(ROOT, input))));
  return Math.max(...times) > (await timeOf(join(ROOT, file)));
}

/** A generated file that came out the same is as good as new. */
async function made({ file }: Generated, work: void | Promise<void>): Promise<void> {
  await work;
  await utimes(join(ROOT, file), new Date(), new Date());
}

async function newest(path: string): Promise<number> {
  if (!(await stat(path)).isDirectory()) return timeOf(path);
  const names = await readdir(path, { recursive: true });
  const times = names.map((name) => timeOf(join(path, name)));
  return Math.max(0, ...(await Promise.all(times)));
}

async function timeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

/** A build that fails leaves the last good one in place. */
async function makeBundle(): Promise<void> {
  await rm(FRESH, { recursive: true, force: true });
  await bundle({ root: ROOT, out: FRESH, external: EXTERNAL });
  // Whoever runs the command meanwhile finds the old bundle or the new one.
  await rm(OLD, { recursive: true, force: true });
  if (existsSync(DIST)) await rename(DIST, OLD);
  await rename(FRESH, DIST);
  await rm(OLD, { recursive: true, force: true });
}

function emitTypes(): void {
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'scripts/tsconfig.types.json'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('tsc could not write the types');
}

/** npm links the commands of dependencies only; with this, `npx whynotready` works inside the repository, on the repository's Node. */
async function linkSelf(): Promise<void> {
  const { bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  for (const [name, target] of Object.entries(bin)) {
    const link = join(ROOT, 'node_modules', '.bin', name);
    await mkdir(dirname(link), { recursive: true });
    await rm(link, { force: true });
    await symlink(join('..', '..', target), link);
  }
}

process.chdir(ROOT);
try {
  await main();
} catch (error) {
  console.error(error instanceof ProblemError ? error.problems.map(formatProblem).join('\n\n') : error);
  process.exitCode = 1;
}
