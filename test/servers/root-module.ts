/** The small module that the test distribution of Elasticsearch lacks: `GET /`, and what the index of API keys is analysed with. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Distribution } from './distributions.ts';
import type { Jdk } from './jdk.ts';

const SOURCES = fileURLToPath(new URL('root-module', import.meta.url));

/** Changes when the module does. */
export function rootModuleSum(wanted: Distribution): string {
  const hash = createHash('sha256');
  if (wanted.kind === 'elasticsearch') for (const file of sources(wanted)) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** Compiles it into `modules/` of an unpacked server. */
export function addRootModule(home: string, wanted: Distribution, jdk: Jdk): void {
  const classes = mkdtempSync(join(tmpdir(), 'root-module-'));
  const module = join(home, 'modules', 'rest-root');
  mkdirSync(module);
  const javac = ['--release', String(wanted.jdk), '-nowarn', '-cp', join(home, 'lib', '*'), '-d', classes];
  try {
    execFileSync(join(jdk.home, 'bin', 'javac'), [...javac, ...sources(wanted)]);
    execFileSync(join(jdk.home, 'bin', 'jar'), ['cf', join(module, 'rest-root.jar'), '-C', classes, '.']);
  } finally {
    rmSync(classes, { recursive: true, force: true });
  }
  writeFileSync(join(module, 'plugin-descriptor.properties'), descriptor(wanted));
}

/** The plugin's face differs between major versions, the rest is common. */
function sources({ version }: Distribution): string[] {
  const major = version.split('.')[0]!;
  return readdirSync(SOURCES)
    .filter((name) => !/\d\.java$/.test(name) || name.endsWith(`${major}.java`))
    .sort()
    .map((name) => join(SOURCES, name));
}

function descriptor({ version, jdk }: Distribution): string {
  const lines = {
    name: 'rest-root',
    description: 'What the tests need beside the test distribution',
    version: '1',
    'elasticsearch.version': version,
    'java.version': String(jdk),
    classname: `testroot.TestRootPlugin${version.split('.')[0]!}`,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
