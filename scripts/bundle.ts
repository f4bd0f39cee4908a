/** Bundles the command and the library. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { GetModuleInfo, OutputChunk, Plugin } from 'rolldown';

export interface BundleOptions {
  /** Folder of package.json. */
  readonly root: string;
  readonly out: string;
  /** Packages that stay outside. */
  readonly external: readonly string[];
}

/**
 * What the command line, a scan as such and the command that prints it load at once. Modules that the same ones of them need share a file: Node takes
 * half a millisecond for each, and chunks as small as what any two entry points share would be 60.
 */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  start: ['src/cli/run.ts'],
  scan: ['src/pipeline/index.ts', 'src/pipeline/worker-service.ts'],
  answer: ['src/cli/commands/scan.ts', 'src/sinks/terminal/sink.ts'],
};

/** Writes cli.js, index.js, their chunks and the licenses of what is in them. Throws where the bundler finds an error. */
export async function bundle({ root, out, external }: BundleOptions): Promise<void> {
  const build = await rolldown({
    cwd: root,
    input: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
    platform: 'node',
    preserveEntrySignatures: 'allow-extension',
    external: (id) =>
      id.startsWith('node:') || external.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [leanBuiltins()],
  });
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: false,
    codeSplitting: {
      groups: [{ name: sharedBy(root), debugName: 'usual' }],
      includeDependenciesRecursively: false,
    },
  });
  const modules = output
    .filter((file): file is OutputChunk => file.type === 'chunk')
    .flatMap((chunk) => chunk.moduleIds);
  await writeFile(join(out, 'THIRD-PARTY-LICENSES.txt'), await licenses(root, modules));
}

/**
 * Node's own modules without the face that Node makes of them for `import`: making it loads all that they name, a tenth of a scan's start.
 * commander has a use for `child_process` only where subcommands are programs of their own, so that is loaded when it is used.
 */
function leanBuiltins(): Plugin {
  return {
    name: 'lean built-ins',
    renderChunk: (code) =>
      code.replace(/^import (.+) from "(node:.+)";$/gm, (_, names: string, id: string) => {
        const builtin = `globalThis.process.getBuiltinModule("${id}")`;
        return id === 'node:child_process' && /^\w+$/.test(names)
          ? `const ${names} = new Proxy({}, { get: (_, name) => ${builtin}[name] });`
          : `const ${names.replace(/ as /g, ': ')} = ${builtin};`;
      }),
  };
}

/** Names a module's file by who loads it; null: nobody of USUAL. */
function sharedBy(root: string): (id: string, graph: { getModuleInfo: GetModuleInfo }) => string | null {
  let loaded: (readonly [name: string, modules: ReadonlySet<string>])[] | undefined;
  return (id, graph) => {
    loaded ??= Object.entries(USUAL).map(([name, starts]) => [
      name,
      withImports(
        starts.map((start) => join(root, start)),
        (module) => graph.getModuleInfo(module),
      ),
    ]);
    const names = loaded.filter(([, modules]) => modules.has(id)).map(([name]) => name);
    return names.length === 0 ? null : names.join('-');
  };
}

/** The modules and all that they load at once. */
function withImports(starts: readonly string[], infoOf: GetModuleInfo): ReadonlySet<string> {
  const modules = new Set(starts);
  for (const id of modules) for (const imported of infoOf(id)?.importedIds ?? []) modules.add(imported);
  return modules;
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
