/** Bundles the command and the library. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { OutputChunk } from 'rolldown';

export interface BundleOptions {
  /** Folder of package.json. */
  readonly root: string;
  readonly out: string;
  /** Packages that stay outside. */
  readonly external: readonly string[];
}

/**
 * What a usual run loads, with all that it imports, is one file each: Node takes half a millisecond for a file, and chunks as small as
 * what two entry points share would be 60. The first one that needs a module has it.
 */
const USUAL = [
  { name: 'start', starts: ['src/cli/run.ts'] },
  { name: 'scan', starts: ['src/cli/commands/scan.ts', 'src/sinks/terminal/sink.ts'] },
];

/** Writes cli.js, index.js, their chunks and the licenses of what is in them. Throws what the bundler does not understand. */
export async function bundle({ root, out, external }: BundleOptions): Promise<void> {
  const build = await rolldown({
    cwd: root,
    input: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
    platform: 'node',
    external: (id) =>
      id.startsWith('node:') || external.some((name) => id === name || id.startsWith(`${name}/`)),
    onLog: (level, { message }) => {
      if (level === 'warn') throw new Error(message);
    },
  });
  const groups = USUAL.map(({ name, starts }, i) => {
    const paths = new Set(starts.map((start) => join(root, start)));
    return { name, test: (id: string) => paths.has(id), priority: USUAL.length - i };
  });
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: false,
    codeSplitting: { groups },
  });
  const modules = output
    .filter((file): file is OutputChunk => file.type === 'chunk')
    .flatMap((chunk) => chunk.moduleIds);
  await writeFile(join(out, 'THIRD-PARTY-LICENSES.txt'), await licenses(root, modules));
}

/** Licenses of the packages that these modules are of. */
async function licenses(root: string, modules: readonly string[]): Promise<string> {
  const names = modules
    .map((path) => /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  const texts: string[] = [];
  for (const name of [...new Set(names)].sort()) {
    const folder = join(root, 'node_modules', name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no license file; make it external`);
    texts.push(`${name}\n\n${await readFile(join(folder, file), 'utf8')}`);
  }
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}
