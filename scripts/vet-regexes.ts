/**
 * Proves the regexes of the built-in rules linear and writes them down, so that no build and no test has to do it again.
 * Run it after a regex was added: node scripts/vet-regexes.ts
 */
import { writeFileSync } from 'node:fs';
import { vetAnew } from '../src/core/rules/regex-vet.ts';
import { VETTED } from '../src/core/rules/vetted.gen.ts';
import { readRuleFiles } from '../src/sources/rule-files.ts';
import type { Alternative, Rule } from '../src/core/rules/rule.ts';

const OUT = 'src/core/rules/vetted.gen.ts';

/** All regexes of these rules, each once, sorted. */
export function regexesOf(rules: readonly Rule[]): string[] {
  const alternatives = rules.flatMap((rule): readonly Alternative[] => [
    ...rule.match,
    ...(rule.sequence?.steps.flat() ?? []),
    ...rule.unless.flatMap(({ match }) => match),
    ...rule.resolvedBy,
  ]);
  return [...new Set(alternatives.flatMap(({ regex }) => regex ?? []))].sort();
}

function moduleText(sources: readonly string[]): string {
  const lines = sources.map((source) => `  ${JSON.stringify(source)},\n`).join('');
  return `/** Made by scripts/vet-regexes.ts: regexes of the built-in rules that were proven linear. */
export const VETTED: ReadonlySet<string> = new Set<string>([
${lines}]);
`;
}

async function main(): Promise<void> {
  const { rules } = await readRuleFiles(['rules'], () => false);
  const sources = regexesOf(rules);
  const slow = await vetAnew(sources.filter((source) => !VETTED.has(source)));
  for (const line of slow) process.stderr.write(`${line}\n`);
  if (slow.length > 0) process.exitCode = 1;
  else writeFileSync(OUT, moduleText(sources));
}

if (import.meta.main) await main();
