import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, expect, test } from 'vitest';
import { chain, cycle, importGraph, sourceFiles, unresolvedInBrowser } from './graph.ts';
import type { Graph } from './graph.ts';

const graph = await importGraph();
const inside = (folder: string) => (file: string) => file.startsWith(`src/${folder}/`);
const isBuiltin = (name: string) => name.startsWith('node:') || builtinModules.includes(name);

test('the graph is the whole of src', () => {
  expect([...graph.keys()].sort()).toEqual(sourceFiles('src'));
});

describe('one direction', () => {
  test('the core reaches no built-in of Node', () => {
    expect(chain(graph, inside('core'), isBuiltin)).toBeUndefined();
  });

  test('the core and its packages can be bundled for a page', async () => {
    expect(await unresolvedInBrowser()).toEqual([]);
  });

  test('the core uses no global that only Node has', () => {
    // Generated files hold texts of rules, which may speak of a process.
    const written = sourceFiles('src/core').filter((file) => !file.endsWith('.gen.ts'));
    const users = written.filter((file) =>
      /\b(?:Buffer|process|__dirname|setImmediate|Date\.now|new Date\(\))(?![\w'])/.test(
        withoutComments(file),
      ),
    );
    expect(users).toEqual([]);
  });

  test('there is no cycle', () => {
    expect(cycle(graph)).toBeUndefined();
  });

  test.each([
    ['core', ['elastic', 'sources', 'sinks', 'pipeline', 'cli']],
    ['elastic', ['sources', 'sinks', 'pipeline', 'cli']],
    ['sources', ['sinks', 'pipeline', 'cli']],
    ['sinks', ['sources', 'pipeline', 'cli']],
    ['pipeline', ['sinks', 'cli']],
  ])('%s knows nothing of %j', (part, later) => {
    for (const other of later) expect(chain(graph, inside(part), inside(other))).toBeUndefined();
  });

  test('nothing but the CLI imports the CLI', () => {
    expect(chain(graph, (file) => !inside('cli')(file), inside('cli'))).toBeUndefined();
  });

  test('only main.ts exits', () => {
    const users = sourceFiles('src').filter((file) => /process\.exit\b/.test(readFileSync(file, 'utf8')));
    expect(users).toEqual(['src/cli/main.ts']);
  });
});

describe('the checks themselves', () => {
  const toy: Graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'node:fs']],
    ['c', ['a']],
  ]);

  test('a chain is found with all its files', () => {
    expect(chain(toy, (file) => file === 'a', isBuiltin)).toEqual(['a', 'b', 'node:fs']);
  });

  test('a cycle is found', () => {
    expect(cycle(toy)).toEqual(['a', 'b', 'c', 'a']);
  });

  test('what a page has not is found', async () => {
    expect(await unresolvedInBrowser(['src/pipeline/load-rules.ts'])).toContainEqual(
      expect.stringContaining('node:crypto'),
    );
  });

  test('imports that run later are in the graph, too', () => {
    expect(graph.get('src/cli/run.ts')).toContain('src/cli/commands/scan.ts');
  });
});

function withoutComments(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, '');
}
