/** Globs among the arguments that no shell has expanded: `whynotready scan 'logs/*.gz'`. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { hasGlob, pathGlob, withoutBraces } from './path-glob.ts';

const MAX_DEPTH = 32;

/** Paths that fit a glob the shell left alone, sorted. As in a shell, `*` takes no hidden names. */
export function matchingPaths(glob: string): string[] {
  const found = withoutBraces(glob).flatMap((pattern) => {
    const names = pattern.split('/').filter((name, i) => name !== '' || i === 0);
    return fitting(names[0] === '' ? '/' : '', names[0] === '' ? names.slice(1) : names);
  });
  return [...new Set(found)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** What below `base` fits the names of a pattern. */
function fitting(base: string, [name, ...rest]: readonly string[], depth = 0): string[] {
  if (name === undefined) return [base];
  if (depth > MAX_DEPTH) return [];
  if (name === '**') {
    const below = namesIn(base, /^[^.]/).flatMap((child) =>
      isFolder(base + child)
        ? fitting(`${base}${child}/`, [name, ...rest], depth + 1)
        : rest.length > 0
          ? []
          : [base + child],
    );
    return rest.length === 0 ? below : [...fitting(base, rest, depth), ...below];
  }
  const children = hasGlob(name) ? namesIn(base, nameGlob(name)) : [name.replace(/\\(.)/gs, '$1')];
  return children.flatMap((child) => {
    if (rest.length > 0) return isFolder(base + child) ? fitting(`${base}${child}/`, rest, depth + 1) : [];
    return existsSync(base + child) ? [base + child] : [];
  });
}

function nameGlob(name: string): RegExp {
  const { source, flags } = pathGlob(name);
  return name.startsWith('.') ? new RegExp(source, flags) : new RegExp(`^(?!\\.)${source.slice(1)}`, flags);
}

function namesIn(base: string, pattern: RegExp): string[] {
  try {
    return readdirSync(base || '.').filter((name) => pattern.test(name));
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
