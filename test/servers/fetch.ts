/** Brings a server's distribution into the cache: fetched once, its sum checked, unpacked, with the module that the tests need. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from './account.ts';
import type { Distribution } from './distributions.ts';
import { findJdk } from './jdk.ts';
import type { Jdk } from './jdk.ts';
import { addRootModule, rootModuleSum } from './root-module.ts';

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/** Folder of the unpacked server. Safe to call from several processes at once. Throws when it can't be had. */
export async function fetchServer(wanted: Distribution, jdk: Jdk): Promise<string> {
  const cache = cacheFolder();
  const sum = createHash('sha256')
    .update(wanted.sha256)
    .update(rootModuleSum(wanted))
    .digest('hex')
    .slice(0, 12);
  const home = join(cache, `${wanted.kind}-${wanted.version}-${sum}`);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const zip = download(wanted, cache);
  await checkSum(zip, wanted.sha256);
  const folder = mkdtempSync(join(cache, 'unpacking-'));
  try {
    execFileSync('unzip', ['-q', zip, '-d', folder]);
    const unpacked = join(folder, readdirSync(folder)[0]!);
    if (wanted.kind === 'elasticsearch') addRootModule(unpacked, wanted, jdk);
    execFileSync('chmod', ['-R', 'a+rX', unpacked]);
    place(unpacked, home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return home;
}

function download({ artifact }: Distribution, cache: string): string {
  const repository = join(cache, 'maven');
  const [group = '', name = '', version = '', packaging = ''] = artifact.split(':');
  const file = join(repository, group.replaceAll('.', '/'), name, version, `${name}-${version}.${packaging}`);
  if (existsSync(file)) return file;
  const words = ['-B', '-q', `-Dmaven.repo.local=${repository}`, `${PLUGIN}:get`, `-Dartifact=${artifact}`];
  execFileSync('mvn', [...words, '-Dtransitive=false'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return file;
}

async function checkSum(file: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const sum = hash.digest('hex');
  if (sum === sha256) return;
  rmSync(file);
  throw new Error(`${file}: sha256 is ${sum}, not ${sha256}`);
}

/** Another process may have been faster. */
function place(unpacked: string, home: string): void {
  try {
    renameSync(unpacked, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

/** What is missing on this machine to run it; undefined: nothing. */
export function missingFor(wanted: Distribution): string | undefined {
  if (findJdk(wanted.jdk) === undefined)
    return `a JDK ${wanted.jdk} or newer (JAVA_HOME, or beside the default one)`;
  const programs = ['mvn', 'unzip', 'openssl'].filter((name) => !isOnPath(name));
  return programs.length === 0 ? undefined : programs.join(', ');
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}
