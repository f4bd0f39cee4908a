/**
 * Do imported CRE rules find what preq's own tests say? `npm run conformance:cre -- DIR…`, where each DIR is a checkout of
 * https://github.com/prequel-dev/cre (each rule over its own test.log and test-fp.log) or of https://github.com/prequel-dev/preq (its table
 * of examples, test/preq_test.go). Exits with 1 when anything differs. A problem is an incident: exactly one for each test.log.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { importCre } from '../src/core/cre/import.ts';
import type { ImportResult } from '../src/core/cre/import.ts';
import { compilePack } from '../src/core/rules/compile.ts';
import { scan } from '../src/pipeline/index.ts';
import { readCreFiles } from '../src/sources/cre-files.ts';

interface Outcome {
  readonly name: string;
  readonly expected: string;
  readonly got: string;
  readonly ok: boolean;
}

const dirs = process.argv.slice(2);
if (dirs.length === 0) {
  console.error(
    'usage: npm run conformance:cre -- DIR…   (checkouts of prequel-dev/cre and prequel-dev/preq)',
  );
  process.exit(2);
}

let failed = 0;
for (const dir of dirs) {
  const table = join(dir, 'test', 'preq_test.go');
  const outcomes = existsSync(table) ? await examples(table) : await rules(dir);
  print(dir, outcomes);
}
process.exitCode = failed > 0 ? 1 : 0;

/** Each rule over the logs that lie beside it. */
async function rules(dir: string): Promise<Outcome[]> {
  const { files, problems } = await readCreFiles([dir]);
  if (problems.length > 0) throw new Error(problems[0]!.message);
  const outcomes: Outcome[] = [];
  for (const file of files) {
    const result = await importCre([file]);
    const folder = dirname(file.path);
    for (const { name, reason } of result.refused)
      outcomes.push(refused(`${name} (${relative(dir, file.path)})`, reason));
    for (const { name } of result.imported) {
      if (file.test !== undefined)
        outcomes.push(await run(`${name} test.log`, result, join(folder, 'test.log'), 1));
      if (file.falsePositive !== undefined)
        outcomes.push(await run(`${name} test-fp.log`, result, join(folder, 'test-fp.log'), 0));
    }
  }
  return outcomes;
}

/** The rows of the table in preq's test: rules that must find something, nothing, or not compile. */
async function examples(table: string): Promise<Outcome[]> {
  const text = readFileSync(table, 'utf8');
  const outcomes: Outcome[] = [];
  for (const [, test = '', body = ''] of text.matchAll(/^func Test(\w+Examples)\(([\s\S]*?)^}/gm)) {
    for (const [, name = '', row = ''] of body.matchAll(/"([\w-]+)": \{([^}]*)\}/g)) {
      const path = (key: string): string =>
        resolve(dirname(table), new RegExp(`${key}:\\s*"([^"]+)"`).exec(row)?.[1] ?? '');
      const { files } = await readCreFiles([path('rulePath')]);
      const result = await importCre(files);
      if (test === 'FailureExamples') outcomes.push(mustBeRefused(name, result));
      else if (result.refused.length > 0) outcomes.push(refused(name, result.refused[0]!.reason));
      else {
        const none = test === 'MissExamples' || /negative:\s*true/.test(row);
        outcomes.push(await run(name, result, path('dataPath'), none ? 0 : 'some'));
      }
    }
  }
  return outcomes;
}

function mustBeRefused(name: string, { refused }: ImportResult): Outcome {
  const [first] = refused;
  return {
    name,
    expected: 'refused',
    got: first === undefined ? 'imported' : `refused: ${first.reason}`,
    ok: first !== undefined,
  };
}

function refused(name: string, reason: string): Outcome {
  return { name, expected: 'imported', got: `refused: ${reason}`, ok: false };
}

async function run(
  name: string,
  result: ImportResult,
  log: string,
  expected: number | 'some',
): Promise<Outcome> {
  const pack = compilePack(
    result.imported.map(({ rule }) => rule),
    'cre',
  );
  // preq takes times without a zone for UTC.
  const { incidents, summary } = await scan({ paths: [log], rules: pack, timeZone: 'UTC' });
  const [problem] = summary.problems;
  const count = incidents.length;
  const ok = problem === undefined && (expected === 'some' ? count > 0 : count === expected);
  const got = problem === undefined ? problems(count) : `${problems(count)}; ${problem.message}`;
  return { name, expected: expected === 'some' ? 'some problem' : problems(expected), got, ok };
}

function problems(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}

function print(dir: string, outcomes: readonly Outcome[]): void {
  const bad = outcomes.filter(({ ok }) => !ok);
  failed += bad.length + (outcomes.length === 0 ? 1 : 0);
  console.log(`${dir}: ${outcomes.length - bad.length} of ${outcomes.length} as preq's tests say`);
  const wide = Math.max(0, ...outcomes.map(({ name }) => name.length));
  for (const { name, expected, got, ok } of outcomes)
    console.log(`${ok ? 'ok  ' : 'DIFF'}  ${name.padEnd(wide)}  expected ${expected}, got ${got}`);
}
