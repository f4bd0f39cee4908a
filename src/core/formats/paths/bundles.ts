/** Which support bundles there are among the sources, and whose logs they hold. */
import { layoutOf } from './layouts.ts';
import type { BundleKind } from './layouts.ts';
import { isNodeFile } from './node-files.ts';
import { fromPath, segmentsOf } from './told.ts';

export interface Bundle {
  readonly kind: BundleKind;
  /** The archive or folder that is the bundle. */
  readonly path: string;
  /** Sorted; names that the layout tells. */
  readonly nodes: readonly string[];
}

/** What a list of nodes in a bundle says. */
interface ToldNode {
  readonly host: string;
  readonly origin: { readonly source: string };
}

/** In order of their paths; the same for the same sources in any order. `told`: facts; those from lists of nodes name the bundle's. */
export function bundlesOf(sources: readonly string[], told: readonly ToldNode[] = []): Bundle[] {
  const found = new Map<string, { kind: BundleKind; path: string; nodes: Set<string> }>();
  for (const source of sources) {
    const segments = segmentsOf(source);
    const layout = layoutOf(segments);
    if (layout === undefined) continue;
    const path = rootOf(source, segments, layout.root);
    const bundle = found.get(`${layout.kind} ${path}`) ?? { kind: layout.kind, path, nodes: new Set() };
    found.set(`${layout.kind} ${path}`, bundle);
    const node = fromPath(source).host ?? layout.node;
    if (node !== undefined) bundle.nodes.add(node);
  }
  for (const { host, origin } of told) {
    const bundle = isNodeFile(origin.source) ? around(origin.source, found.values()) : undefined;
    bundle?.nodes.add(host);
  }
  return [...found.values()]
    .map(({ kind, path, nodes }) => ({ kind, path, nodes: [...nodes].sort(inOrder) }))
    .sort((a, b) => inOrder(a.path, b.path) || inOrder(a.kind, b.kind));
}

/** The bundle of a list of nodes, where the layout leaves open which nodes there are: lines of all of them stand in one file. */
function around<T extends Pick<Bundle, 'kind' | 'path'>>(
  source: string,
  bundles: Iterable<T>,
): T | undefined {
  return [...bundles].find(({ kind, path }) => kind === 'must-gather' && source.startsWith(path));
}

/** The first `count` segments; where the last of them is all that an archive holds, the archive. */
function rootOf(source: string, segments: readonly string[], count: number): string {
  const path = prefixOf(source, segments, count);
  if (path === '') return '.';
  const archive = path.lastIndexOf('!');
  return archive > path.lastIndexOf('/') ? path.slice(0, archive) : path;
}

/** The first `count` segments as they stand in the source's name. */
export function prefixOf(source: string, segments: readonly string[], count: number): string {
  const length = segments.slice(0, count).reduce((sum, name) => sum + name.length + 1, 0) - 1;
  return source.slice(0, Math.max(0, length));
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
