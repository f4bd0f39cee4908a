/** CRE rule files on disk, with the logs that lie beside them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { CreFile } from '../core/cre/import.ts';
import type { Problem } from '../core/errors.ts';
import { reasonOf } from './paths.ts';
import { isSystemError } from './system-error.ts';

export interface CreFiles {
  readonly files: readonly CreFile[];
  readonly problems: readonly Problem[];
}

/** All `.yaml` and `.yml` files of these folders (not in hidden ones), and these files. Logs beside a rule file: test.log, test-fp.log. */
export async function readCreFiles(paths: readonly string[]): Promise<CreFiles> {
  const files: CreFile[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    try {
      for (const file of await yamlFiles(path)) files.push(await readCreFile(file));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const gone = 'code' in error && error.code === 'ENOENT';
      const code = gone ? 'INPUT_NOT_FOUND' : 'INPUT_NOT_READABLE';
      problems.push({
        code,
        message: gone ? 'no such file or folder' : reasonOf(error),
        place: { file: path },
      });
    }
  }
  return { files, problems };
}

async function yamlFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.ya?ml$/.test(name) && !name.split(sep).some((part) => part.startsWith('.')))
    .sort()
    .map((name) => join(path, name));
}

async function readCreFile(path: string): Promise<CreFile> {
  const folder = dirname(path);
  return {
    path,
    text: await readFile(path, 'utf8'),
    test: await optional(join(folder, 'test.log')),
    falsePositive: await optional(join(folder, 'test-fp.log')),
  };
}

async function optional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
