/** Rule files on disk. Loads `yaml` and `valibot`; import it only where rule files are read. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { Problem } from '../core/errors.ts';
import { crossCheck } from '../core/rules/cross-check.ts';
import { parseRuleFile, type LoadedRule } from '../core/rules/load.ts';
import type { Rule } from '../core/rules/rule.ts';

export interface RuleFiles {
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  /** The same with tests and places. */
  readonly loaded: readonly LoadedRule[];
  readonly problems: readonly Problem[];
  /** How many files were found, broken ones too. */
  readonly files: number;
}

/**
 * Reads all `.yaml` and `.yml` files of these folders (or these files). The id is the path below a folder called `rules`, else below the given folder.
 * `known` tells which other rules there are, so that `causedBy` can be checked; without it all unknown ids pass.
 */
export async function readRuleFiles(
  paths: readonly string[],
  known: (id: string) => boolean = () => true,
): Promise<RuleFiles> {
  const problems: Problem[] = [];
  const loaded: LoadedRule[] = [];
  const files = (await Promise.all(paths.map((path) => ruleFilesOf(path, problems)))).flat();
  for (const { file, id } of files) {
    const text = await readText(file, problems);
    if (text === undefined) continue;
    const result = await parseRuleFile(id, text, file);
    problems.push(...result.problems);
    if (result.loaded) loaded.push(result.loaded);
  }
  loaded.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
  // A rule that is broken is there all the same.
  const ids = new Set(files.map(({ id }) => id));
  problems.push(...crossCheck(loaded, (id) => ids.has(id) || known(id)));
  return { rules: loaded.map(({ rule }) => rule), loaded, problems, files: files.length };
}

interface RuleFilePath {
  readonly file: string;
  readonly id: string;
}

async function ruleFilesOf(path: string, problems: Problem[]): Promise<RuleFilePath[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [{ file: path, id: ruleId(path, basename(path)) }];
    const names = await readdir(path, { recursive: true });
    const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
    return files.map((name) => ({ file: join(path, name), id: ruleId(join(path, name), name) }));
  } catch (error) {
    problems.push(unreadable(path, error));
    return [];
  }
}

/** `rules/k3s/x.yaml` is `k3s/x`, wherever the folder `rules` stands; else the path below the given folder counts. */
function ruleId(file: string, below: string): string {
  const parts = relative('.', file).split(sep);
  const root = parts.lastIndexOf('rules', parts.length - 2);
  const path = root >= 0 ? parts.slice(root + 1) : below.split(sep);
  return path.join('/').replace(/\.ya?ml$/, '');
}

async function readText(file: string, problems: Problem[]): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    problems.push(unreadable(file, error));
    return undefined;
  }
}

function unreadable(path: string, error: unknown): Problem {
  const { code } = error as NodeJS.ErrnoException;
  const gone = code === 'ENOENT';
  return {
    code: gone ? 'INPUT_NOT_FOUND' : 'INPUT_NOT_READABLE',
    message: gone ? 'no such rule file or folder' : `can't be read (${code ?? 'unknown reason'})`,
    place: { file: path },
    fix: gone ? 'check the path' : 'check its permissions',
  };
}
