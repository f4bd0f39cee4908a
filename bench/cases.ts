/** What the bench asks: each case one table. */
import { fileURLToPath } from 'node:url';
import { logFile } from './generate.ts';
import type { LogKind } from './generate.ts';
import { bundle, gzipped, rotated, zstandard } from './inputs.ts';
import type { Contender } from './measure.ts';
import { piped } from './peers.ts';
import type { Peer, PeerName, Question, Questions } from './peers.ts';

const BIN = fileURLToPath(new URL('../bin/whynotready.js', import.meta.url));
const READ = `const fs=require('node:fs');const fd=fs.openSync(process.argv[1]);const b=Buffer.alloc(2<<20);while(fs.readSync(fd,b,0,b.length,null)>0);`;
const ROTATED = 200;
const SMALL = { files: 20_000, megabytes: 40 };

export interface Case {
  readonly name: string;
  readonly title: string;
  /** Only with `--large`. */
  readonly large?: boolean;
  readonly megabytes?: number;
  /** Rows at the top that are ours. */
  readonly ours: number;
  /** Makes the input when it is not there. */
  readonly contenders: () => readonly Contender[];
}

export interface CaseOptions {
  /** Millions of bytes of the sparse and the dense log. */
  readonly size: number;
  readonly dense: number;
  readonly literals: readonly string[];
  readonly peers: readonly Peer[];
  readonly questions: Questions;
  /** Numbers of threads to run side by side. */
  readonly jobs: readonly number[];
  readonly hasCoverage: boolean;
}

export function casesOf(options: CaseOptions): readonly Case[] {
  const { size, dense } = options;
  const coverage = options.hasCoverage ? [coverageCase(options)] : [];
  return [
    oneFile(options, 'sparse', size),
    { ...oneFile(options, 'sparse', 5000), name: 'sparse-large', large: true },
    pipeCase(options),
    rotatedCase(options),
    smallCase(options),
    compressed(options, { name: 'gz', make: gzipped, peers: ['rg', 'zgrep'] }),
    compressed(options, { name: 'zst', make: zstandard, peers: ['rg'] }),
    bundleCase(options),
    oneFile(options, 'dense', dense),
    { ...oneFile(options, 'dense', 1000), name: 'dense-large', large: true },
    ...coverage,
    startUp(options),
  ];
}

function oneFile(options: CaseOptions, kind: LogKind, megabytes: number): Case {
  // grep would take minutes for the large ones, preq for all.
  const kinds: PeerName[] = megabytes > 600 ? ['rg', 'agrind'] : ['rg', 'grep', 'agrind', 'preq'];
  return {
    name: kind,
    title: `${kind} ${megabytes} MB`,
    megabytes,
    ours: options.jobs.length,
    contenders: () => {
      const path = log(options, kind, megabytes);
      return [...ours(options, [path]), ...others(options, kinds, { path }), plainRead(path)];
    },
  };
}

function pipeCase(options: CaseOptions): Case {
  return {
    name: 'pipe',
    title: `cat sparse ${options.size} MB \\| …`,
    megabytes: options.size,
    ours: 1,
    contenders: () => {
      const pipe = { pipe: 'cat "$0"', path: log(options, 'sparse', options.size) };
      const own = piped(pipe, whynotready(['scan', '-', '-o', 'ndjson']));
      return [
        { name: 'whynotready', command: own, delegates: true },
        ...others(options, ['rg', 'grep', 'agrind'], pipe),
      ];
    },
  };
}

function rotatedCase(options: CaseOptions): Case {
  return {
    name: 'rotated',
    title: `${ROTATED} rotated files, sparse ${options.size} MB`,
    megabytes: options.size,
    ours: options.jobs.length,
    contenders: () => {
      const path = rotated(log(options, 'sparse', options.size), ROTATED);
      return [
        ...ours(options, [path]),
        ...others(options, ['rg'], { path, flags: ['-uu'] }),
        ...others(options, ['grep'], { path, flags: ['-r'] }),
      ];
    },
  };
}

/** What does a file cost, however little it holds? */
function smallCase(options: CaseOptions): Case {
  const { files, megabytes } = SMALL;
  return {
    name: 'small',
    title: `${files} files, sparse ${megabytes} MB`,
    megabytes,
    ours: options.jobs.length,
    contenders: () => {
      const path = rotated(log(options, 'sparse', megabytes), files);
      return [
        ...ours(options, [path]),
        ...others(options, ['rg'], { path, flags: ['-uu'] }),
        ...others(options, ['grep'], { path, flags: ['-r'] }),
      ];
    },
  };
}

interface Compression {
  readonly name: string;
  readonly make: (log: string) => string;
  readonly peers: readonly PeerName[];
}

function compressed(options: CaseOptions, { name, make, peers }: Compression): Case {
  return {
    name,
    title: `.${name} of sparse ${options.size} MB`,
    megabytes: options.size,
    ours: options.jobs.length,
    contenders: () => {
      const path = make(log(options, 'sparse', options.size));
      const zipped = others(
        options,
        peers.filter((kind) => kind === 'rg'),
        { path, flags: ['-z'] },
      );
      const own = others(
        options,
        peers.filter((kind) => kind !== 'rg'),
        { path },
      );
      return [...ours(options, [path]), ...zipped, ...own];
    },
  };
}

/** No searcher looks into archives: they get what tar and gzip write. */
function bundleCase(options: CaseOptions): Case {
  return {
    name: 'bundle',
    title: `tar.gz of .gz files, sparse ${options.size} MB`,
    megabytes: options.size,
    ours: options.jobs.length,
    contenders: () => {
      const path = bundle(log(options, 'sparse', options.size));
      const unpack = { pipe: 'tar -xzOf "$0" | gzip -dc', path };
      const unpacked = others(options, ['rg'], unpack).map(({ name, command }): Contender => ({
        name: `tar, gzip, ${name}`,
        command,
        delegates: true,
      }));
      return [...ours(options, [path]), ...unpacked];
    },
  };
}

/** Nobody else does this. */
function coverageCase(options: CaseOptions): Case {
  return {
    name: 'coverage',
    title: `--coverage, sparse ${options.size} MB`,
    megabytes: options.size,
    ours: options.jobs.length,
    contenders: () => ours(options, ['--coverage', log(options, 'sparse', options.size)]),
  };
}

function startUp(options: CaseOptions): Case {
  return {
    name: 'start-up',
    title: 'start-up',
    ours: 1,
    contenders: () => [
      { name: 'scan of 1 KB', command: whynotready(['scan', log(options, 'sparse', 0.001)]) },
      { name: '--version', command: whynotready(['--version']) },
      { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
    ],
  };
}

function log({ literals }: CaseOptions, kind: LogKind, megabytes: number): string {
  return logFile({ kind, megabytes, seed: 1 }, literals);
}

function ours({ jobs }: CaseOptions, args: readonly string[]): Contender[] {
  return jobs.map((count) => ({
    name: `whynotready --jobs ${count}`,
    command: whynotready(['scan', '--jobs', String(count), '-o', 'ndjson', ...args]),
  }));
}

function others(
  { peers, questions }: CaseOptions,
  kinds: readonly PeerName[],
  question: Question,
): Contender[] {
  return peers.filter(({ kind }) => kinds.includes(kind)).map((peer) => questions.ask(peer, question));
}

function whynotready(args: readonly string[]): string[] {
  return [process.execPath, BIN, ...args];
}

/** Node reading the file in 2 MiB pieces and doing nothing else: the floor. */
function plainRead(file: string): Contender {
  return { name: 'plain read', command: [process.execPath, '-e', READ, file] };
}
