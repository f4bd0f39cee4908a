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
  switch (parsed.kind) {
    case 'version':
      context.stdout.write(`${VERSION}\n`);
      return EXIT.ok;
    case 'help':
      context.stdout.write(
        helpText(parsed.command, {
          name: context.name,
          width: Math.min(widthOf(undefined, context.stdout), 110),
        }),
      );
      return EXIT.ok;
    case 'usage':
      context.stderr.write(problemText([parsed.problem]));
      return EXIT.usage;
    case 'run':
      return perform(parsed, context);
  }
}

/** Each command is loaded when it is called. */
async function perform(
  { command, args, flags }: Extract<Parsed, { kind: 'run' }>,
  context: Context,
): Promise<number> {
  switch (command) {
    case 'scan':
      return (await import('./commands/scan.ts')).scanCommand(args, flags, context);
    case 'rules list':
      return (await import('./commands/rules-list.ts')).rulesListCommand(flags, context);
    case 'rules show':
      return (await import('./commands/rules-show.ts')).rulesShowCommand(args[0]!, flags, context);
    case 'rules test':
      return (await import('./commands/rules-test.ts')).rulesTestCommand(args, context);
  }
}
