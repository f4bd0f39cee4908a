/** Files with what a scan found before anything was concluded from it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ProblemError } from '../core/errors.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { FindingsData } from '../pipeline/findings.ts';

/** Grows when the form of the findings changes. */
const VERSION = 2;

interface PartialFile {
  readonly whynotready: 'partial';
  readonly version: number;
  /** Version and number of the rules: findings of others don't go together. */
  readonly rules: { readonly version: string; readonly ids: number };
  readonly findings: FindingsData;
}

/** Throws ProblemError when the file can't be written. */
export function writePartial(file: string, rules: RulePack, findings: FindingsData): void {
  const partial: PartialFile = { whynotready: 'partial', version: VERSION, rules: rulesOf(rules), findings };
  try {
    writeFileSync(file, `${JSON.stringify(partial)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new ProblemError([{ code: 'OUTPUT_FAILED', message: reasonOf(error), place: { file } }]);
  }
}

/** Throws ProblemError when it is none, or one of other rules. */
export function readPartial(file: string, rules: RulePack): FindingsData {
  const wrong = (message: string, fix: string): ProblemError =>
    new ProblemError([{ code: 'RESULT_INVALID', message, place: { file }, fix }]);
  let partial: Partial<PartialFile> | null;
  try {
    partial = JSON.parse(readFileSync(file, 'utf8')) as Partial<PartialFile> | null;
  } catch (error) {
    throw wrong(reasonOf(error), 'name files that scan --partial wrote');
  }
  if (partial?.whynotready !== 'partial' || partial.version !== VERSION || partial.findings === undefined)
    throw wrong('this is no partial result of this version', 'name files that scan --partial wrote');
  const { version, ids } = rulesOf(rules);
  if (partial.rules?.version !== version || partial.rules.ids !== ids)
    throw wrong(
      'it was found with other rules',
      'use the same version, --rules, --only and --skip everywhere',
    );
  return partial.findings;
}

function rulesOf({ version, rules }: RulePack): PartialFile['rules'] {
  return { version, ids: rules.length };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
