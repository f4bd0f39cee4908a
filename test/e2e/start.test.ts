/** A scan starts with few files: Node takes half a millisecond for each. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const DIST = join(import.meta.dirname, '../../dist');

/** The file and all that it imports at once. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, path] of code.matchAll(/^(?:import|export) .*?"(\.[^"]+\.js)";$/gm))
    withImports(join(dirname(file), path!), seen);
  return seen;
}

/** What the file imports when it comes to it, by the start of its name. */
function later(file: string, name: string): string {
  const paths = [...withImports(file)].flatMap((one) =>
    [...readFileSync(one, 'utf8').matchAll(/import\("(\.[^"]+\.js)"\)/g)].map(([, path]) =>
      join(dirname(one), path!),
    ),
  );
  const found = paths.find((path) => path.includes(`/${name}-`));
  if (found === undefined) throw new Error(`${name} is not imported by ${file}`);
  return found;
}

test('the command, its scan and the answer are a handful of files', () => {
  const cli = join(DIST, 'cli.js');
  expect(existsSync(cli), 'npm run build').toBe(true);
  const start = withImports(cli);
  expect(start.size).toBeGreaterThan(1);
  expect(start.size).toBeLessThanOrEqual(5);
  const scan = withImports(later(cli, 'scan'));
  expect(scan.size).toBeGreaterThan(2);
  expect(new Set([...start, ...scan]).size).toBeLessThanOrEqual(9);
});

test('none of them makes Node load the face of a module of its own', () => {
  const cli = join(DIST, 'cli.js');
  for (const file of new Set([...withImports(cli), ...withImports(later(cli, 'scan'))]))
    expect(readFileSync(file, 'utf8')).not.toMatch(/^import .*"node:/m);
});
