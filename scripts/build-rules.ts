/** Compiles rules/ into src/core/rules/builtin.gen.ts, so that no rule file is read at start. `--keep-going`: also while some rules are broken. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { scannerLiterals } from '../src/core/analysis.ts';
import { formatProblem, ProblemError } from '../src/core/errors.ts';
import { compilePack } from '../src/core/rules/compile.ts';
import { prepareRule } from '../src/core/rules/prepare.ts';
import type { Rule } from '../src/core/rules/rule.ts';
import { chooseParts } from '../src/core/scanner/chosen-parts.ts';
import { readRuleFiles } from '../src/sources/rule-files.ts';

const RULES = fileURLToPath(new URL('../rules', import.meta.url));
const OUT = fileURLToPath(new URL('../src/core/rules/builtin.gen.ts', import.meta.url));

/**
 * Reads, checks and writes the built-in rules; returns how many. Throws ProblemError with all problems at once; with `keepGoing` the rules that
 * are in order are written first.
 */
export async function buildRules(keepGoing = false): Promise<number> {
  const { rules, problems } = await readRuleFiles([RULES], () => false);
  if (problems.length === 0 || keepGoing) await writeChanged(rulesModule(rules));
  if (problems.length > 0) throw new ProblemError(problems);
  return rules.length;
}

/** An unchanged file keeps its time, so that nothing is built anew for it. */
async function writeChanged(text: string): Promise<void> {
  if ((await readFile(OUT, 'utf8').catch(() => '')) !== text) await writeFile(OUT, text);
}

/** JSON in a string: engines read it faster than an object literal of the same size. Between backticks fewer letters need an escape. */
export function rulesModule(rules: readonly Rule[]): string {
  const prepared = rules.map(prepareRule);
  const json = asciiOnly(JSON.stringify(prepared));
  const version = createHash('sha256').update(json).digest('hex').slice(0, 12);
  const parts = chooseParts(scannerLiterals(compilePack(prepared, version)));
  return `// Made by scripts/build-rules.ts from rules/. Don't edit.
import type { ChosenParts } from '../scanner/plan.ts';
import type { Rule } from './rule.ts';

/** Changes with any rule. */
export const PACK_VERSION: string = '${version}';

export const builtinRules = JSON.parse(
  \`${json.replace(/[\\`$]/g, '\\$&')}\`,
) as readonly Rule[];

/** For a scanner of all these rules. */
export const chosenParts: ChosenParts = ${JSON.stringify(parts)};
`;
}

/** JSON's escapes for the few other characters: one of them would make engines keep all of it with two bytes a character. */
function asciiOnly(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`${await buildRules(process.argv.includes('--keep-going'))} rules`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    process.stderr.write(`${error.problems.map(formatProblem).join('\n\n')}\n`);
    process.exitCode = 1;
  }
}
