/** `rules new`: a rule file, drafted from a line. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { draftRule } from '../../core/draft/draft.ts';
import type { Draft } from '../../core/draft/draft.ts';
import { ruleFileText } from '../../core/draft/file.ts';
import { ProblemError } from '../../core/errors.ts';
import type { Problem } from '../../core/errors.ts';
import { checkFormat } from '../../core/formats/index.ts';
import { allProbes, matchEntry } from '../../core/rules/match.ts';
import { visible } from '../../core/text/visible.ts';
import { loadRules } from '../../pipeline/index.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';

const DEFAULT = 'rules';

/** Writes `<out>/<component>/<failure>.yaml`. Throws ProblemError when the line can't make a rule, or the file is there already. */
export async function rulesNewCommand(flags: FlagValues, context: Context): Promise<number> {
  const wrongFormat = flags.format === undefined ? undefined : checkFormat(flags.format);
  if (wrongFormat) throw new ProblemError([wrongFormat]);
  const draft = draftRule(await exampleOf(flags, context), flags.format);
  if (draft === undefined) throw new ProblemError([NO_TEXT]);
  const out = flags.out ?? DEFAULT;
  const file = join(out, `${draft.id}.yaml`);
  write(file, ruleFileText(draft, flags.benign === true));
  await sayKnown(draft, context);
  context.stdout.write(visible(nextSteps(file, out, context.name), { newline: true }));
  return EXIT.ok;
}

async function exampleOf({ from }: FlagValues, { stdin }: Context): Promise<string> {
  if (from !== undefined) return from;
  if (!stdin.isTTY) return readAll(process.stdin);
  throw new ProblemError([
    { code: 'USAGE', message: 'no line to make a rule from', fix: "give it: --from 'LINE', or pipe it in" },
  ]);
}

const NO_TEXT: Problem = {
  code: 'RULE_LITERAL',
  message: 'this line has no text that is long enough to be found by',
  fix: 'take a line with words: 8 letters or more in one piece that are the same on each such line',
};

function write(file: string, text: string): void {
  if (existsSync(file)) {
    const fix = 'change that one, or write elsewhere: --out DIR';
    throw new ProblemError([
      { code: 'USAGE', message: 'this rule file is there already', place: { file }, fix },
    ]);
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const message = `the rule can't be written: ${(error as Error).message}`;
    throw new ProblemError([{ code: 'OUTPUT_FAILED', message, place: { file } }]);
  }
}

/** The line may have its rule already. */
async function sayKnown({ entry }: Draft, { stderr }: Context): Promise<void> {
  const pack = await loadRules();
  const known = matchEntry(pack, entry, allProbes(pack)).map(({ rule }) => pack.rules[rule]!.id);
  for (const id of new Set(known)) stderr.write(`the rule ${id} matches this line already\n`);
}

function nextSteps(file: string, out: string, name: string): string {
  return `${file}
Next: write what stands behind TODO, name the holes, then
  ${name} rules lint ${out}
  ${name} rules test ${out}
  ${name} scan --rules ${out} LOG
`;
}
