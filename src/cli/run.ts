/** One call of the tool, from the words of the command line to the exit code. */
import { ProblemError } from '../core/errors.ts';
import { VERSION } from '../version.ts';
import { parseArguments } from './arguments.ts';
import type { Parsed } from './arguments.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-code.ts';
import { helpText } from './help.ts';
import { crashText, problemText } from './messages.ts';
import { widthOf } from './screen.ts';

/** Columns past which help is harder to read. */
const WIDEST_HELP = 110;

/** Never throws: what goes wrong is on stderr, and in the code. */
export async function run(words: readonly string[], context: Context): Promise<number> {
  try {
    return await dispatch(parseArguments(words), context);
  } catch (error) {
    context.stderr.write(error instanceof ProblemError ? problemText(error.problems) : crashText(error));
    return EXIT.usage;
  }
}

async function dispatch(parsed: Parsed, context: Context): Promise<number> {
  if (parsed.kind === 'run') return perform(parsed, context);
  if (parsed.kind === 'usage') throw new ProblemError([parsed.problem]);
  const width = Math.min(widthOf(undefined, context.stdout), WIDEST_HELP);
  const text =
    parsed.kind === 'version' ? `${VERSION}\n` : helpText(parsed.command, { name: context.name, width });
  context.stdout.write(text);
  return EXIT.ok;
}

/** Each command is loaded when it is called. */
async function perform(
  { command, args, flags }: Extract<Parsed, { kind: 'run' }>,
  context: Context,
): Promise<number> {
  if (command === 'coverage')
    return (await import('./commands/coverage.ts')).coverageCommand(args, flags, context);
  if (command === 'completion')
    return (await import('./commands/completion.ts')).completionCommand(args[0]!, context);
  if (command === 'man') return (await import('./commands/man.ts')).manCommand(context);
  if (command === 'convert')
    return (await import('./commands/convert.ts')).convertCommand(args, flags, context);
  if (command === 'merge') return (await import('./commands/merge.ts')).mergeCommand(args, flags, context);
  if (command === 'explain')
    return (await import('./commands/explain.ts')).explainCommand(args, flags, context);
  if (command === 'rules list')
    return (await import('./commands/rules-list.ts')).rulesListCommand(flags, context);
  if (command === 'rules show')
    return (await import('./commands/rules-show.ts')).rulesShowCommand(args[0]!, flags, context);
  if (command === 'rules test')
    return (await import('./commands/rules-test.ts')).rulesTestCommand(args, context);
  if (command === 'rules new')
    return (await import('./commands/rules-new.ts')).rulesNewCommand(flags, context);
  if (command === 'rules lint')
    return (await import('./commands/rules-lint.ts')).rulesLintCommand(args, flags, context);
  if (command === 'rules import-cre')
    return (await import('./commands/rules-import-cre.ts')).rulesImportCreCommand(args, flags, context);
  if (command === 'elastic setup')
    return (await import('./commands/elastic-setup.ts')).elasticSetupCommand(flags, context);
  if (command === 'elastic check')
    return (await import('./commands/elastic-check.ts')).elasticCheckCommand(flags, context);
  if (command === 'elastic resend')
    return (await import('./commands/elastic-resend.ts')).elasticResendCommand(args[0]!, flags, context);
  return (await import('./commands/scan.ts')).scanCommand(args, flags, context);
}
