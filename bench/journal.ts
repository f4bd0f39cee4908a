/**
 * How fast is a binary journal read, beside journalctl?
 *
 * node bench/journal.ts [--rounds 3] [--entries 87000]
 *
 * systemd-journal-remote writes the journals, of sparse log lines with the 20 fields that journald adds. MB/s counts bytes of the journal file,
 * in the quickest round.
 * `own reader` makes the lines of JSON and throws them away, as `journalctl -o json` here does; the others are whole scans.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { fileInput } from '../src/sources/input.ts';
import { journalInput } from '../src/sources/journal/index.ts';
import { DATA, logFile } from './generate.ts';
import { race } from './measure.ts';
import { packLiterals } from './pack.ts';

const BIN = fileURLToPath(new URL('../bin/whynotready.js', import.meta.url));
const REMOTE = ['/lib/systemd', '/usr/lib/systemd']
  .map((path) => `${path}/systemd-journal-remote`)
  .find(existsSync);
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    entries: { type: 'string', default: '87000' },
    read: { type: 'string' },
  },
});

if (values.read !== undefined) await readThrough(values.read);
else await main();

// How to read it: the own reader must beat `journalctl -o json` several times over, or there is no point in having it. Peak memory must not
// grow with the journal. Ratios hold on a busy machine, seconds do not.

async function main(): Promise<void> {
  console.log(
    '| journal | MB | reader | median s | min s | MB/s | peak MB |\n| --- | --- | --- | --- | --- | --- | --- |',
  );
  await compare('short messages', { lines: 1, compress: true });
  await compare('long messages, zstd', { lines: 5, compress: true });
  await compare('long messages, as they are', { lines: 5, compress: false });
}

interface Plan {
  /** Log lines to a message. */
  readonly lines: number;
  readonly compress: boolean;
}

async function compare(name: string, plan: Plan): Promise<void> {
  const journal = await journalOf(name, plan);
  const megabytes = statSync(journal).size / 1e6;
  const json = `journalctl --file '${journal}' -o json --all --no-pager`;
  const node = `'${process.execPath}'`;
  const { results } = await race(
    [
      { name: 'own reader', command: [process.execPath, fileURLToPath(import.meta.url), '--read', journal] },
      { name: 'journalctl -o json', command: ['sh', '-c', `exec ${json}`] },
      { name: 'whynotready scan', command: [process.execPath, BIN, 'scan', journal] },
      { name: 'journalctl, piped into whynotready', command: ['sh', '-c', `${json} | ${node} '${BIN}'`] },
      { name: 'whynotready scan of the .tar.gz', command: [process.execPath, BIN, 'scan', packed(journal)] },
    ],
    Number(values.rounds),
  );
  for (const { name: reader, seconds, min, memory, failure } of results) {
    const speed = [
      seconds.toFixed(2),
      min.toFixed(2),
      (megabytes / min).toFixed(0),
      memory?.toFixed(0) ?? '',
    ];
    const cells = [
      name,
      megabytes.toFixed(0),
      reader,
      ...(failure === undefined ? speed : [failure, '', '', '']),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function packed(journal: string): string {
  const archive = `${journal}.tar.gz`;
  spawnSync('tar', ['-C', join(journal, '..'), '-czf', archive, journal.slice(journal.lastIndexOf('/') + 1)]);
  return archive;
}

/** Written anew each time: a few seconds. */
async function journalOf(name: string, plan: Plan): Promise<string> {
  const folder = join(DATA, `journal ${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const input = join(folder, 'export');
  await writeExport(input, plan.lines);
  const args = ['-o', join(folder, 'bench.journal'), `--compress=${String(plan.compress)}`, input];
  const { status, error } = spawnSync(REMOTE ?? 'systemd-journal-remote', args, { stdio: 'ignore' });
  if (status !== 0) throw new Error('systemd-journal-remote failed; is it installed?', { cause: error });
  rmSync(input);
  // The first one is full where there are several.
  const [first] = readdirSync(folder).sort((a, b) => b.length - a.length);
  return join(folder, first!);
}

async function writeExport(path: string, linesEach: number): Promise<void> {
  const log = logFile({ kind: 'sparse', megabytes: 100, seed: 1 }, await packLiterals());
  const file = await open(path, 'w');
  const entries = Number(values.entries);
  let count = 0;
  let parts: string[] = [];
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(log) })) {
    if (lines.push(line.replace(/^\w+ +\d+ [\d:]+ \S+ [^:]+: /, '')) < linesEach) continue;
    parts.push(entryOf(count++, lines.join(' ')));
    lines = [];
    if (parts.length === 1000) {
      await file.write(parts.join(''));
      parts = [];
    }
    if (count === entries) break;
  }
  await file.write(parts.join(''));
  await file.close();
}

function entryOf(index: number, message: string): string {
  const at = 1_795_257_596_000_000 + index * 123_457;
  const unit = ['k3s', 'kubelet', 'containerd'][index % 3]!;
  const fields = {
    __REALTIME_TIMESTAMP: at,
    __MONOTONIC_TIMESTAMP: at - 1_795_257_590_000_000,
    _BOOT_ID: '0123456789abcdef0123456789abcdef',
    _TRANSPORT: 'stdout',
    PRIORITY: 6,
    SYSLOG_FACILITY: 3,
    SYSLOG_IDENTIFIER: unit,
    _UID: 0,
    _GID: 0,
    _PID: 1000 + (index % 7),
    _COMM: unit,
    _EXE: `/usr/local/bin/${unit}`,
    _CMDLINE: `/usr/local/bin/${unit} server --disable traefik`,
    _CAP_EFFECTIVE: '1ffffffffff',
    _SYSTEMD_CGROUP: `/system.slice/${unit}.service`,
    _SYSTEMD_UNIT: `${unit}.service`,
    _SYSTEMD_SLICE: 'system.slice',
    _SYSTEMD_INVOCATION_ID: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    _STREAM_ID: '8f90a1b2c3d4e5f60718293a4b5c6d7e',
    _MACHINE_ID: '3d1219c7c4c5404aaa1f6d2a48adfda4',
    _HOSTNAME: 'node1',
    _RUNTIME_SCOPE: 'system',
    _SOURCE_REALTIME_TIMESTAMP: at - 37,
    MESSAGE: message,
  };
  return `${Object.entries(fields)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}\n`;
}

async function readThrough(journal: string): Promise<void> {
  const onProblem = (): never => {
    throw new Error('the journal of the bench is damaged');
  };
  const input = journalInput(fileInput(journal, journal), { reader: 'own', onProblem });
  const target = new Uint8Array(1 << 20);
  while ((await input.read(target)) > 0);
  input.close();
}
