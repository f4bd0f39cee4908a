/** The import graph of src/, as the bundler reads it from the source text. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '../..');

/** Imported files (or names of packages and built-ins), by file; paths from the root. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** Every file of src/, type-only imports left out as they are at run time. */
export async function importGraph(): Promise<Graph> {
  const graph = new Map<string, readonly string[]>();
  const nameOf = (id: string): string => (id.startsWith(ROOT) ? relative(ROOT, id) : id);
  const build = await rolldown({
    cwd: ROOT,
    input: sourceFiles('src'),
    platform: 'neutral',
    treeshake: false,
    external: /^[^./]/,
    logLevel: 'silent',
    plugins: [
      {
        name: 'graph of our own files',
        buildEnd() {
          for (const id of this.getModuleIds()) {
            const info = this.getModuleInfo(id);
            if (info === null || !id.startsWith(ROOT)) continue;
            graph.set(nameOf(id), [...info.importedIds, ...info.dynamicallyImportedIds].map(nameOf));
          }
        },
      },
    ],
  });
  await build.generate();
  return graph;
}

/** Bundles the core with all the packages that it uses for a page, where no built-in of Node resolves; what could not be resolved. */
export async function unresolvedInBrowser(files = sourceFiles('src/core')): Promise<string[]> {
  const unresolved: string[] = [];
  const build = await rolldown({
    cwd: ROOT,
    input: files,
    platform: 'browser',
    onLog: (level, { message }) => {
      if (level === 'warn') unresolved.push(message);
    },
  });
  await build.generate();
  return unresolved;
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
