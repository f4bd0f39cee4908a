/** Refuses regexes that hostile log text can make slow. */
import type { checkSync } from 'recheck';
import type { Finding } from './checks.ts';
import type { FileAlternative, RuleFile } from './schema.ts';
import { VETTED } from './vetted.gen.ts';
import type { YamlPath } from './yaml-text.ts';

/**
 * Findings about the regexes of a rule file. Those of the built-in rules were vetted before (vetted.gen.ts), as it takes a second each;
 * the checker is loaded only when there is another.
 */
export async function vetRegexes(file: RuleFile): Promise<Finding[]> {
  const regexes = [...fileRegexes(file)].filter(({ source }) => !VETTED.has(source));
  return regexes.length === 0 ? [] : findingsOf(regexes);
}

/** Which of these regexes can be slow, whatever was vetted before. */
export async function vetAnew(sources: readonly string[]): Promise<string[]> {
  const findings = await findingsOf(sources.map((source, i) => ({ path: [i], source })));
  return findings.map(({ path, message }) => `${sources[path[0] as number]}: ${message}`);
}

async function findingsOf(regexes: readonly { path: YamlPath; source: string }[]): Promise<Finding[]> {
  const { default: recheck } = await import('recheck/lib/browser.js');
  return regexes.flatMap(({ path, source }) => vet(path, source, recheck.checkSync));
}


function vet(path: YamlPath, source: string, check: typeof checkSync): Finding[] {
  // The automaton proves or refutes; fuzzing would answer by luck and by the machine's speed.
  const result = check(source, 'u', { checker: 'automaton', timeout: 20_000 });
  if (result.status === 'safe') return [];
  const fix = 'write a pattern instead, or bound the repetitions';
  if (result.status === 'unknown') {
    if (result.error.kind === 'invalid') return []; // checkRegex says it better.
    return [{ path, code: 'RULE_REGEX', message: `this regex could not be proven linear (${result.error.kind})`, fix }];
  }
  const { complexity, attack, hotspot } = result;
  const message = `this regex takes ${complexity.summary} time on ${attack.pattern}`;
  return [{ path, code: 'RULE_REGEX', message, fix, column: (hotspot[0]?.start ?? 0) + 1 }];
}

/** Every `regex` of a rule file, wherever alternatives stand. */
function* fileRegexes(file: RuleFile): Generator<{ path: YamlPath; source: string }> {
  yield* regexesOf(['match'], file.match);
  for (const [i, step] of (file.sequence?.steps ?? []).entries()) yield* regexesOf(['sequence', 'steps', i], step);
  for (const [i, { match }] of (file.unless ?? []).entries()) yield* regexesOf(['unless', i, 'match'], match);
  yield* regexesOf(['resolvedBy'], file.resolvedBy);
}

function* regexesOf(path: YamlPath, list: readonly FileAlternative[] | undefined) {
  for (const [index, given] of (list ?? []).entries()) {
    if (typeof given === 'object' && given.regex !== undefined) {
      yield { path: [...path, index, 'regex'] as YamlPath, source: given.regex };
    }
  }
}
