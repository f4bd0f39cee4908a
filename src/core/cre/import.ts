/** CRE files in, rule files out. Loads `yaml` and `valibot`. */
import { stringify } from 'yaml';
import { formatProblem } from '../errors.ts';
import { parseRuleFile } from '../rules/load.ts';
import type { Rule } from '../rules/rule.ts';
import { Refusal } from './cre.ts';
import { ownTest } from './own-tests.ts';
import { readCre } from './read.ts';
import { importedRule, slug } from './rule-file.ts';
import type { ImportedRule } from './rule-file.ts';

export interface CreFile {
  readonly path: string;
  readonly text: string;
  /** Logs that lie beside it. */
  readonly test: string | undefined;
  readonly falsePositive: string | undefined;
}

export interface Imported {
  /** `cre/cre-2025-0001`. */
  readonly id: string;
  readonly name: string;
  readonly yaml: string;
  readonly rule: Rule;
  /** Some alternative has no literal: the scan has to try every line. */
  readonly unled: boolean;
}

export interface Refused {
  readonly path: string;
  readonly name: string;
  readonly reason: string;
}

export interface ImportResult {
  readonly imported: readonly Imported[];
  readonly refused: readonly Refused[];
  /** Files that hold no rules. */
  readonly others: readonly string[];
}

/** First line of an imported file. */
export const MARK = '# Imported from a CRE rule by `whynotready rules import-cre`.';

/** Reads all of them; ids that come twice get a number. */
export async function importCre(files: readonly CreFile[]): Promise<ImportResult> {
  const imported: Imported[] = [];
  const refused: Refused[] = [];
  const others: string[] = [];
  const ids = new Set<string>();
  for (const file of files) {
    const read = readFile(file);
    if (read === undefined) others.push(file.path);
    else if (read instanceof Refusal)
      refused.push({ path: file.path, name: 'the file', reason: read.message });
    else {
      for (const { name, rule } of read.rules) {
        const id = freeId(name.startsWith('rule ') ? `${baseName(file.path)} ${name}` : name, ids);
        const result = rule instanceof Refusal ? rule : await importOne(id, name, rule, file);
        if (result instanceof Refusal) refused.push({ path: file.path, name, reason: result.message });
        else imported.push(result);
        if (!(result instanceof Refusal)) ids.add(id);
      }
    }
  }
  return { imported, refused, others };
}

function readFile({ text }: CreFile): ReturnType<typeof readCre> | Refusal {
  try {
    return readCre(text);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function baseName(path: string): string {
  return path.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '');
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const id = `cre/${slug(name) || 'rule'}`;
  for (let i = 2; ; i++) {
    const free = i === 2 && !taken.has(id) ? id : `${id}-${i}`;
    if (!taken.has(free)) return free;
  }
}

async function importOne(
  id: string,
  name: string,
  cre: Parameters<typeof importedRule>[0],
  file: CreFile,
): Promise<Imported | Refusal> {
  try {
    const given = importedRule(cre, name);
    const bare = await loaded(id, given);
    const tests = testsOf(bare, file);
    const whole = tests.length === 0 ? given : { ...given, tests };
    const rule = tests.length === 0 ? bare : await loaded(id, whole);
    return { id, name, yaml: yamlOf(whole), rule, unled: isUnled(rule) };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function testsOf(rule: Rule, { test, falsePositive }: CreFile): NonNullable<ImportedRule['tests']> {
  const logs = [
    ['test.log', test],
    ['test-fp.log', falsePositive],
  ] as const;
  return logs.flatMap(([name, log]) => (log === undefined ? [] : (ownTest(rule, name, log) ?? [])));
}

function yamlOf(rule: ImportedRule): string {
  return `${MARK}\n${stringify(rule, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/** What was written must load as any rule file does. */
async function loaded(id: string, given: ImportedRule): Promise<Rule> {
  const { loaded, problems } = await parseRuleFile(id, yamlOf(given), `${id}.yaml`);
  const [problem] = problems;
  if (loaded === undefined)
    throw new Refusal(
      problem === undefined
        ? 'it does not load'
        : formatProblem({ code: problem.code, message: problem.message }),
    );
  return loaded.rule;
}

function isUnled(rule: Rule): boolean {
  const steps = rule.sequence?.steps.flat() ?? [];
  const unless = rule.unless.flatMap(({ match }) => match);
  return [...rule.match, ...steps, ...unless].some(({ literal }) => literal !== undefined);
}
