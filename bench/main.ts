/**
 * How fast is a whole scan beside the tools that only look for the same texts?
 *
 * npm run bench [-- --only sparse,gz] [--size 500] [--dense 100] [--large] [--rounds 5] [--no-build]
 *
 * Each table: median wall clock of whole processes run in turn, page cache warm. `ratio` (or `÷ --jobs N`) is the other's time divided by
 * ours: above 1 we are faster. The searchers count lines with any of the rules' literals, angle-grinder counts lines by 60 names;
 * whynotready also parses, matches, groups and diagnoses. `plain read` is Node reading the file in 2 MiB pieces and doing nothing else: the
 * floor.
 */
import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { casesOf } from './cases.ts';
import { DATA } from './generate.ts';
import { race } from './measure.ts';
import { packLiterals } from './pack.ts';
import { installedPeers, missingPeers, Questions } from './peers.ts';
import { printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
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
const peers = installedPeers();
describe();

const only = values.only?.split(',');
const cases = casesOf({
  size: Number(values.size),
  dense: Number(values.dense),
  literals,
  peers,
  questions: new Questions(literals, DATA),
  jobs: [1, 2],
  hasCoverage: helpOfScan().includes('--coverage'),
});
for (const { name, title, large, megabytes, ours, contenders } of cases) {
  if (only === undefined ? large === true && !values.large : !only.includes(name)) continue;
  printTable(await race(contenders(), rounds), { title, megabytes, bases: ours });
}

// How to read it: on sparse logs the ratio of ripgrep 15 must be at least 1.4 (500 MB), 3.5 with two threads (5 GB); angle-grinder's 3; with
// .gz that of `rg -z` 1.8. Dense: angle-grinder's 1.5 on 1 GB, and 200 MB/s a core. --coverage: 100 MB/s a core. Two threads never slower
// than one. Peak memory: 150 MB and 64 more for each worker, whatever the size. Start-up: at most 0.1 s for the version and 0.25 s for a
// scan, of which `node -e 0` is Node's own. Ratios hold on a busy machine, seconds do not; where the load is above the number of cores,
// two threads have no second core to run on.

function build(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.ts', '--if-needed'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed; the bench measures what it makes.');
}

function helpOfScan(): string {
  return spawnSync(process.execPath, ['bin/whynotready.js', 'scan', '--help'], { encoding: 'utf8' }).stdout;
}

function describe(): void {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim();
  const cpu = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpu.length} × ${cpu[0]?.model.trim() ?? 'unknown'}, ${memory} GiB, Node ${process.version}, commit ${commit}`,
  );
  console.log(`${literals.length} literals; medians of ${rounds} runs in turn`);
  const missing = missingPeers(peers);
  console.log(missing.length === 0 ? 'all peers are there\n' : `not there: ${missing.join('; ')}\n`);
}
