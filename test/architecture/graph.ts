/** The import graph of src/, as the bundler reads it from the source text. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildFailure, type BuildOptions } from 'esbuild';

/** Imported files (or names of packages and built-ins), by file; paths from the root. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** Every file of src/, type-only imports left out as they are at run time. */
export async function importGraph(): Promise<Graph> {
  const { metafile } = await build({
    entryPoints: sourceFiles('src'),
    bundle: true,
    write: false,
    outdir: 'unused',
    format: 'esm',
    platform: 'neutral',
    plugins: [
      {
        name: 'only our own files',
        setup: (build) => build.onResolve({ filter: /^[^./]/ }, ({ path }) => ({ path, external: true })),
      },
    ],
    metafile: true,
    logLevel: 'silent',
  });
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => [file, imports.map(({ path }) => path)]),
  );
}

/** Bundles the core with all the packages that it uses for a page, where no built-in of Node resolves; what could not be resolved. */
export async function unresolvedInBrowser(): Promise<string[]> {
  const options: BuildOptions = {
    entryPoints: sourceFiles('src/core'),
    bundle: true,
    write: false,
    outdir: 'unused',
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  };
  try {
    await build(options);
    return [];
  } catch (error) {
    return (error as BuildFailure).errors.map(({ text, location }) => `${location?.file}: ${text}`);
  }
}

/** TypeScript files below `folder`; no declarations, and nothing of the kernel, which is another language. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('kernel/'))
    .map((name) => join(folder, name))
    .sort();
}

/** A shortest way from a file that `from` accepts to one that `to` accepts; undefined: there is none. */
export function chain(
  graph: Graph,
  from: (file: string) => boolean,
  to: (file: string) => boolean,
): string[] | undefined {
  const starts = [...graph.keys()].filter(from);
  const cameFrom = new Map<string, string | undefined>(starts.map((file) => [file, undefined]));
  for (const [file] of cameFrom) {
    for (const next of graph.get(file) ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      if (to(next)) return wayTo(next, cameFrom);
    }
  }
  return undefined;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way = [end];
  for (let file = cameFrom.get(end); file !== undefined; file = cameFrom.get(file)) way.unshift(file);
  return way;
}

/** A cycle of static and dynamic imports; undefined: there is none. */
export function cycle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  function visit(file: string): string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const found = visit(next);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return undefined;
  }
  for (const file of graph.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return undefined;
}
