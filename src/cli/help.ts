/** Help, made from the tables of commands and flags. */
import { columns } from '../core/text/width.ts';
import { hanging, pad, wrap } from '../sinks/terminal/wrap.ts';
import { COMMANDS } from './commands.ts';
import type { CommandInfo } from './commands.ts';
import { FLAGS } from './flags.ts';
import type { CommandName, Flag } from './flags.ts';

export const PURPOSE =
  'Reads the logs of Kubernetes and k3s nodes, says why a node is not Ready, shows the lines that prove it, and gives the fix.';

export interface HelpOptions {
  /** How it was called: `whynotready` or `kubectl whynotready`. */
  readonly name: string;
  readonly width: number;
}

/** Help for one command; undefined: for the whole tool, which is scan's and the list of commands. */
export function helpText(command: CommandName | undefined, options: HelpOptions): string {
  const info = COMMANDS.find(({ name }) => name === (command ?? 'scan'))!;
  const about = command === undefined ? PURPOSE : `${info.summary}.`;
  const examples = command === undefined ? COMMANDS.flatMap((each) => each.examples) : info.examples;
  const parts = [
    wrap(about, options.width),
    section('Usage', usage(command, info, options.name)),
    command === undefined ? section('Commands', commandRows(options)) : [],
    ...flagSections(info, options),
    section(
      'Examples',
      examples.flatMap(([run, effect]) => [`  # ${effect}`, `  ${named(run, options.name)}`]),
    ),
    command === undefined ? section('Exit status', exitRows(options)) : [],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What is said when there is nothing to read: short, with the two commands that most people need. */
export function shortHelp({ name, width }: HelpOptions): string {
  return [
    ...wrap(PURPOSE, width),
    '',
    `  journalctl -u k3s -o json --all | ${name}`,
    `  ${name} scan /var/log/pods k3s.log`,
    '',
    `No input: pipe a log into it, or name files and folders. More: ${name} --help`,
    '',
  ].join('\n');
}

function named(text: string, name: string): string {
  return text.replaceAll('{name}', name);
}

function usage(command: CommandName | undefined, info: CommandInfo, name: string): string[] {
  const argument = info.argument === undefined ? '' : ` ${info.argument.toUpperCase()}`;
  if (command !== undefined) return [`  ${name} ${command}${argument} [flags]`];
  return [`  ${name} [scan] [PATH...] [flags]`, `  journalctl … | ${name} [flags]`];
}

function commandRows(options: HelpOptions): string[] {
  return rows(
    COMMANDS.map(({ name, argument, summary }) => [
      `${name} ${(argument ?? '').toUpperCase()}`.trim(),
      summary,
    ]),
    options,
  );
}

function flagSections(info: CommandInfo, options: HelpOptions): string[][] {
  const flags = FLAGS.filter((flag) => flag.commands.includes(info.name));
  const groups = [...new Set(flags.map((flag) => flag.group))];
  const own = [
    ['-h, --help', 'Show this'],
    ['-V, --version', 'Show the version'],
  ] as const;
  return groups.map((group) => {
    const pairs = flags
      .filter((flag) => flag.group === group)
      .map((flag) => [spelled(flag), flag.description] as const);
    return section(group, rows(group === 'Messages' ? [...pairs, ...own] : pairs, options));
  });
}

function spelled(flag: Flag): string {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  return `${short}--${flag.name}${flag.argument === undefined ? '' : ` ${flag.argument}`}`;
}

function exitRows(options: HelpOptions): string[] {
  return rows(EXIT_CODES, options);
}

/** Also in the manual page. */
export const EXIT_CODES = [
  ['0', 'nothing found, or nothing as severe as --fail-on'],
  ['1', 'incidents as severe as --fail-on or more'],
  ['2', 'wrong usage, or a rule file that does not load'],
  ['3', 'some input could not be read, or some output not delivered; the rest was'],
  ['130', 'stopped by Ctrl-C; what was found so far is printed'],
] as const;

function section(title: string, lines: readonly string[]): string[] {
  return [title, ...lines];
}

const GAP = 2;
const MAX_LEFT = 34;

/** Two columns; what is too long on the left gets a line of its own. */
function rows(pairs: readonly (readonly [string, string])[], { width }: HelpOptions): string[] {
  const left = Math.min(MAX_LEFT, Math.max(...pairs.map(([text]) => columns(text)))) + GAP;
  return pairs.flatMap(([text, description]) => {
    if (columns(text) <= left - GAP) return hanging(`  ${pad(text, left)}`, description, width);
    return [`  ${text}`, ...hanging(' '.repeat(2 + left), description, width)];
  });
}
