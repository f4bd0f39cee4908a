/** `rules import-cre`: turns CRE rules, as preq runs them, into rule files. */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importCre, MARK } from '../../core/cre/import.ts';
import type { Imported, ImportResult } from '../../core/cre/import.ts';
import { ProblemError } from '../../core/errors.ts';
import { visible } from '../../core/text/visible.ts';
import { counted } from '../../sinks/terminal/style.ts';
import { readCreFiles } from '../../sources/cre-files.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';

/** 0: some rules were imported, however many were refused; 1: none was. Throws ProblemError for paths that can't be read. */
export async function rulesImportCreCommand(
  paths: readonly string[],
  { out }: FlagValues,
  context: Context,
): Promise<number> {
  if (out === undefined) throw new ProblemError([noFolder()]);
  const { files, problems } = await readCreFiles(paths);
  if (problems.length > 0) throw new ProblemError(problems);
  const result = await importCre(files);
  await write(result.imported, out);
  context.stdout.write(visible(report(result, out), { newline: true }));
  return result.imported.length > 0 ? EXIT.ok : EXIT.failOn;
}

function noFolder(): ConstructorParameters<typeof ProblemError>[0][number] {
  return { code: 'USAGE', message: 'where to?', fix: 'add --out DIR: the folder for the rule files' };
}

/** A file that was not made by an import is not replaced. */
async function write(rules: readonly Imported[], out: string): Promise<void> {
  const files = rules.map(({ id, yaml }) => ({ path: join(out, `${id}.yaml`), yaml }));
  for (const { path } of files) {
    if (!(await isOurs(path))) {
      const fix = 'choose another folder for --out';
      throw new ProblemError([
        { code: 'OUTPUT_FAILED', message: 'this file is no import', place: { file: path }, fix },
      ]);
    }
  }
  for (const { path, yaml } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, yaml);
  }
}

async function isOurs(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(MARK.length), 0, MARK.length, 0);
      return buffer.toString() === MARK;
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

function report({ imported, refused, others }: ImportResult, out: string): string {
  const unled = imported.filter((rule) => rule.unled);
  const lines = refused.map(({ path, name, reason }) => `${path}: refused ${name}: ${reason}`);
  if (unled.length > 0)
    lines.push(
      `${counted(unled.length, 'rule')} without 8 letters in a row to look for: with them every line is tried, which is slow:`,
      ...unled.map(({ id }) => `  ${id}`),
    );
  lines.push(
    `${counted(imported.length, 'rule')} imported, ${refused.length} refused, ${counted(others.length, 'file')} without rules`,
  );
  if (imported.length > 0) lines.push(`use them: whynotready scan --rules ${out} …`);
  return `${lines.join('\n')}\n`;
}
