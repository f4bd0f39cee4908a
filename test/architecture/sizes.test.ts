/** The size habits (docs/architecture.md): prints where we are, fails where it is out of hand. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceFiles } from './graph.ts';

const MAX_FILE = 800;
const MAX_FUNCTION = 150;

interface Size {
  readonly what: string;
  readonly lines: number;
}

const written = ['src', 'scripts'].flatMap(sourceFiles).filter((file) => !file.endsWith('.gen.ts'));

test('files', () => {
  const sizes = [...written, ...sourceFiles('test')].map((what) => ({
    what,
    lines: readFileSync(what, 'utf8').split('\n').length - 1,
  }));
  console.log(figures('files', sizes));
  expect(sizes.filter(({ lines }) => lines > MAX_FILE)).toEqual([]);
});

test('functions', () => {
  const sizes = functionSizes(written);
  console.log(figures('functions', sizes));
  expect(sizes.length).toBeGreaterThan(100);
  expect(sizes.filter(({ lines }) => lines > MAX_FUNCTION)).toEqual([]);
});

/** The linter knows how long each function is: with a limit of zero it names them all. */
function functionSizes(files: readonly string[]): Size[] {
  const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
  try {
    const config = join(folder, 'oxlint.json');
    const rule = ['error', { max: 0, skipComments: true, skipBlankLines: true }];
    writeFileSync(
      config,
      JSON.stringify({ categories: { correctness: 'off' }, rules: { 'max-lines-per-function': rule } }),
    );
    return diagnosticsOf(['-c', config, '-f', 'json', ...files]).map(({ message, filename, labels }) => ({
      what: `${filename}:${labels[0]?.span.line}`,
      lines: Number(/\((\d+)\)/.exec(message)?.[1]),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Diagnostic {
  readonly message: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** oxlint exits with 1 when it has something to say. */
function diagnosticsOf(args: readonly string[]): readonly Diagnostic[] {
  let out: string;
  try {
    out = execFileSync('node_modules/.bin/oxlint', args, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    out = String((error as { stdout?: unknown }).stdout);
  }
  return (JSON.parse(out) as { diagnostics: readonly Diagnostic[] }).diagnostics;
}

function figures(name: string, sizes: readonly Size[]): string {
  const sorted = [...sizes].sort((a, b) => a.lines - b.lines);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)]?.lines ?? 0;
  const largest = sorted.at(-1);
  return `${sizes.length} ${name}: median ${at(0.5)} lines, 95 % under ${at(0.95)}, largest ${largest?.lines} (${largest?.what})`;
}
