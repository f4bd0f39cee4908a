/** The manual page, made from the tables of commands and flags; docs/whynotready.1 is made of it. Format: man(7). */
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands.ts';
import type { CommandInfo } from './commands.ts';
import { FLAGS } from './flags.ts';
import type { Flag } from './flags.ts';
import { EXIT_CODES, PURPOSE } from './help.ts';

export function manPage(): string {
  const groups = [...new Set(FLAGS.map(({ group }) => group))];
  return `${[
    `.TH WHYNOTREADY 1 "" "whynotready ${VERSION}"`,
    '.SH NAME',
    'whynotready \\- say why a Kubernetes or k3s node is not Ready, from its logs',
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap(synopsis).slice(1),
    '.SH DESCRIPTION',
    text(PURPOSE),
    '.SH COMMANDS',
    ...COMMANDS.flatMap(({ name, argument, summary }) =>
      entry(`${bold(name)}${argument === undefined ? '' : ` ${italic(shown(argument))}`}`, `${summary}.`),
    ),
    ...groups.flatMap(groupSection),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => entry(bold(code), `${meaning}.`)),
    '.SH EXAMPLES',
    ...COMMANDS.flatMap(({ examples }) => examples.flatMap(([run, effect]) => example(run, effect))),
    '.SH SEE ALSO',
    '.BR journalctl (1),',
    '.BR kubectl (1)',
  ].join('\n')}\n`;
}

function groupSection(group: string): string[] {
  const flags = FLAGS.filter((flag) => flag.group === group);
  const entries = flags.flatMap((flag) => entry(spelled(flag), `${flag.description}. ${only(flag)}`));
  return [`.SH ${quoted(`${group} flags`.toUpperCase())}`].concat(entries);
}

function synopsis({ name, argument }: CommandInfo): string[] {
  const rest = argument === undefined ? '' : ` ${italic(shown(argument))}`;
  return ['.br', `${bold(`whynotready ${name}`)} [${italic('flags')}]${rest}`];
}

/** `[path...]` → `PATH...` */
function shown(argument: string): string {
  return argument.replace(/[<>[\]]/g, '').toUpperCase();
}

function entry(label: string, meaning: string): string[] {
  return ['.TP', label, text(meaning.trimEnd())];
}

function example(run: string, effect: string): string[] {
  return ['.TP', text(effect), '.nf', text(run.replaceAll('{name}', 'whynotready')), '.fi'];
}

function spelled({ name, short, argument }: Flag): string {
  const names = [...(short === undefined ? [] : [`-${short}`]), `--${name}`].map(bold).join(', ');
  return argument === undefined ? names : `${names} ${italic(argument)}`;
}

/** Nothing for flags that nearly all commands have. */
function only({ commands }: Flag): string {
  return commands.length * 2 > COMMANDS.length ? '' : `(${commands.join(', ')})`;
}

function bold(words: string): string {
  return `\\fB${text(words)}\\fR`;
}

function italic(words: string): string {
  return `\\fI${text(words)}\\fR`;
}

function quoted(words: string): string {
  return `"${text(words)}"`;
}

/** Backslashes, dashes and what a request would start with; other characters by their code point. */
function text(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
    .replace(
      /[^\x20-\x7e\n]/gu,
      (character) => `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}
