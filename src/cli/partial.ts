/** Files with what scans found before anything was concluded from it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { ProblemError } from '../core/errors.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { FindingsData } from '../pipeline/findings.ts';
import { mergePartials, partialOf } from '../pipeline/merge.ts';
import type { PartialResult } from '../pipeline/merge.ts';
import { targetProblem, writeTarget } from '../sinks/target.ts';
import type { Share } from '../sources/documents.ts';
import { VERSION } from '../version.ts';

/** Grows when the form of the findings changes. */
const FORM = 3;

const EMPTY: PartialResult = { book: { rules: [] }, coverage: undefined, parts: [] };

interface PartialFile {
  readonly whynotready: 'partial';
  readonly form: number;
  /** Of the tool. */
  readonly version: string;
  /** Findings of other rules don't go together. */
  readonly rules: string;
  /** Of the content. */
  readonly sum: string;
  readonly content: PartialResult;
}

/** Throws ProblemError when the file can't or should not be written: before the work. */
export function checkPartial(file: string, inputs: readonly string[]): void {
  const problem = targetProblem(file, inputs);
  if (problem !== undefined) throw new ProblemError([problem]);
}

/** What a scan found on this machine. */
export function ownPartial(findings: FindingsData, share: Share | undefined): PartialResult {
  return partialOf(findings, { id: sumOf([hostname(), findings]), share });
}

/** As a whole or not at all; only its owner reads it. Throws ProblemError when it can't be written. */
export function writePartial(file: string, rules: RulePack, content: PartialResult): void {
  const head = { whynotready: 'partial', form: FORM, version: VERSION, rules: sumOfRules(rules) } as const;
  const partial: PartialFile = { ...head, sum: sumOf(content), content };
  try {
    writeTarget(file, [`${JSON.stringify(partial)}\n`], 0o600);
  } catch (error) {
    throw new ProblemError([{ code: 'OUTPUT_FAILED', message: reasonOf(error), place: { file } }]);
  }
}

const NAME = 'name files that scan --partial or merge --partial wrote';

/** Throws ProblemError when it is none, damaged, or one of other rules. */
export function readPartial(file: string, rules: RulePack): PartialResult {
  const wrong = (message: string, fix: string): ProblemError =>
    new ProblemError([{ code: 'RESULT_INVALID', message, place: { file }, fix }]);
  const partial = parsed(file, wrong);
  if (partial?.whynotready !== 'partial') throw wrong('this is no partial result', NAME);
  if (partial.form !== FORM)
    throw wrong(
      `this partial result is of another version (${partial.version ?? 'an older one'}, this is ${VERSION})`,
      'make and merge all of them with the same version',
    );
  if (partial.rules !== sumOfRules(rules))
    throw wrong(
      'it was found with other rules',
      'use the same version, --rules, --only and --skip everywhere, here too',
    );
  if (partial.content === undefined || partial.sum !== sumOf(partial.content))
    throw wrong('this partial result was changed after it was written', 'make it again');
  try {
    // What is not of the right form is found out here.
    mergePartials(rules, [EMPTY, partial.content]);
  } catch (error) {
    throw wrong(`this partial result has a wrong form: ${reasonOf(error)}`, 'make it again');
  }
  return partial.content;
}

function parsed(
  file: string,
  wrong: (message: string, fix: string) => ProblemError,
): { readonly [K in keyof PartialFile]?: PartialFile[K] } | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw wrong(reasonOf(error), NAME);
  }
  try {
    return JSON.parse(text) as PartialFile | null;
  } catch {
    const isOurs = text.startsWith('{"whynotready":"partial"');
    throw isOurs
      ? wrong('this partial result is cut', 'make it again, or copy it again')
      : wrong('this is no partial result', NAME);
  }
}

function sumOfRules({ version, rules }: RulePack): string {
  return sumOf([version, rules.map(({ id }) => id)]);
}

function sumOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
