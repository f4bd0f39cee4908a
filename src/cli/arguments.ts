/** From the words of a command line to a command, its arguments and its flags. Prints nothing, exits nowhere. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Problem } from '../core/errors.ts';
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands.ts';
import { FLAGS } from './flags.ts';
import type { CommandName, Flag, FlagValues } from './flags.ts';

export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: CommandName;
      readonly args: readonly string[];
      readonly flags: FlagValues;
    }
  /** `command` undefined: of the whole tool. */
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly problem: Problem };

type Run = Extract<Parsed, { kind: 'run' }>;

/** `words`: what follows the program's name. */
export function parseArguments(words: readonly string[]): Parsed {
  let parsed: Parsed | undefined;
  const program = createProgram(
    {
      run: (command, args, flags) => (parsed = { kind: 'run', command, args, flags }),
      help: (command) => (parsed = { kind: 'help', command }),
    },
    true,
  );
  try {
    program.parse(words.map(asPlace), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { kind: 'version' };
    // A group of commands without the word that says which.
    if (error.code === 'commander.help' && words[0] !== 'help')
      return { kind: 'usage', problem: incomplete() };
    parsed ??= { kind: 'usage', problem: usageProblem(error.message) };
  }
  if (parsed === undefined) return { kind: 'help', command: undefined };
  return parsed.kind === 'run' ? checked(parsed, program) : parsed;
}

/** A place on standard input, `-:12` or `-!member:12`, is no option. */
function asPlace(word: string): string {
  return word.replace(/^-(?=[:!])/, 'stdin');
}

/** `scna` → `did you mean scan?`; undefined when the word is like no command. */
export function similarCommand(word: string): string | undefined {
  const program = createProgram({ run: () => undefined, help: () => undefined }, false);
  try {
    program.parse([word], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return suggestionIn(error.message);
    throw error;
  }
  return undefined;
}

interface Handlers {
  readonly run: (command: CommandName, args: readonly string[], flags: FlagValues) => void;
  readonly help: (command: CommandName | undefined) => void;
}

/** `scanByDefault`: a word that is no command is a path to scan. */
function createProgram({ run, help }: Handlers, scanByDefault: boolean): Command {
  const program = configured(new Command('whynotready'), () => help(undefined));
  program.version(VERSION, '-V, --version').helpCommand(true);
  for (const flag of FLAGS) program.addOption(optionOf(flag));
  const groups = new Map<string, Command>();
  for (const { name, argument } of COMMANDS) {
    const words = name.split(' ');
    const last = words.pop()!;
    const parent = words.length === 0 ? program : groupOf(words[0]!, program, groups, () => help(undefined));
    const command = configured(parent.command(last, { isDefault: scanByDefault && name === 'scan' }), () =>
      help(name),
    );
    if (argument !== undefined) command.argument(argument);
    command.action(() => run(name, command.args, program.opts<FlagValues>()));
  }
  return program;
}

/** `rules` of `rules list`: a command that only holds others. */
function groupOf(name: string, program: Command, groups: Map<string, Command>, onHelp: () => void): Command {
  const group = groups.get(name) ?? configured(program.command(name), onHelp).helpCommand(false);
  groups.set(name, group);
  return group;
}

/** Nothing printed, nothing exited: what happens comes back as a value. */
function configured(command: Command, onHelp: () => void): Command {
  command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  command.helpOption('-h, --help');
  command.helpInformation = () => {
    onHelp();
    return '';
  };
  return command;
}

function optionOf(flag: Flag): Option {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const argument = flag.argument === undefined ? '' : ` <${flag.argument.replace(/\[.*/, '')}>`;
  const option = new Option(`${short}--${flag.name}${argument}`, flag.description);
  const { choices } = flag;
  if (choices) option.choices([...choices]);
  if (flag.repeatable)
    option.argParser((value: string, before: readonly string[] | undefined) => {
      // A parser of its own takes the place of the check of choices.
      const chosen = flag.target ? value.replace(/=.*/s, '') : value;
      if (choices?.includes(chosen) === false)
        throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
      return [...(before ?? []), value];
    });
  return option;
}

/** A flag of another command is a mistake, never silently dropped. */
function checked(parsed: Run, program: Command): Parsed {
  for (const flag of FLAGS) {
    const name = optionOf(flag).attributeName();
    if (program.getOptionValueSource(name) !== 'cli' || flag.commands.includes(parsed.command)) continue;
    return {
      kind: 'usage',
      problem: {
        code: 'USAGE',
        message: `--${flag.name} is no flag of '${parsed.command}'`,
        fix: `it belongs to ${flag.commands.join(', ')}`,
      },
    };
  }
  return parsed;
}

function incomplete(): Problem {
  const names = COMMANDS.map(({ name }) => name).filter((name) => name.includes(' '));
  return { code: 'USAGE', message: 'the command is not complete', fix: `one of: ${names.join(', ')}` };
}

/** `error: unknown option '--colour'\n(Did you mean --color?)` */
function usageProblem(text: string): Problem {
  const [message = ''] = text.replace(/^error: /, '').split('\n');
  return { code: 'USAGE', message, fix: suggestionIn(text) ?? 'see --help' };
}

function suggestionIn(text: string): string | undefined {
  const meant = /^\(D(id you mean .*)\)$/m.exec(text)?.[1];
  return meant === undefined ? undefined : `d${meant}`;
}
