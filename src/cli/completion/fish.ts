/** Completions of fish. */
import { COMMANDS } from '../commands.ts';
import type { CommandName, Flag } from '../flags.ts';
import { FLAGS } from '../flags.ts';
import { FIRST_WORDS, PROGRAMS, readsPaths, SECOND_WORDS, summaryOf, takesPath } from './model.ts';

export function fishCompletion(): string {
  return `# Completions of whynotready for fish; load them with: whynotready completion fish | source

# The command on the line: "scan", "rules list", a lone "rules"; nothing yet: "".
function __whynotready_command
    set -l words (commandline -opc)
    set -e words[1]
    set -l words (string match -v -- '-*' $words)
    switch "$words[1]"
        case ''
            echo ''
${FIRST_WORDS.filter((word) => SECOND_WORDS.get(word)!.length > 0)
  .map((word) => `        case ${word}\n            string join ' ' $words[1..2]`)
  .join('\n')}
        case ${FIRST_WORDS.filter((word) => SECOND_WORDS.get(word)!.length === 0).join(' ')}
            echo $words[1]
        case '*'
            echo scan
    end
end

# Is it one of these? The first command, scan, need not be written.
function __whynotready_is
    set -l command (__whynotready_command)
    contains -- "$command" $argv; or begin
        test -z "$command"; and contains -- scan $argv
    end
end

${PROGRAMS.map(programLines).join('\n')}`;
}

function programLines(program: string): string {
  const complete = `complete -c ${program}`;
  const lines = [
    ...FIRST_WORDS.map(
      (word) => `${complete} -n 'test -z (__whynotready_command)' -a ${word} -d ${quoted(summaryOf(word))}`,
    ),
    ...[...SECOND_WORDS].flatMap(([first, words]) =>
      words.map((word) => {
        const { summary } = COMMANDS.find(({ name }) => name === `${first} ${word}`)!;
        return `${complete} -f -n '__whynotready_is ${first}' -a ${word} -d ${quoted(summary)}`;
      }),
    ),
    ...COMMANDS.filter((info) => !readsPaths(info)).map(
      ({ name, choices = [] }) =>
        `${complete} -f -n ${condition([name])}${choices.length === 0 ? '' : ` -a ${quoted(choices.join(' '))}`}`,
    ),
    ...FLAGS.map((flag) => `${complete} -n ${condition(flag.commands)} ${flagText(flag)}`),
    `${complete} -s h -l help -d 'Show help'`,
  ];
  return `${lines.join('\n')}\n`;
}

function condition(commands: readonly CommandName[]): string {
  return `"__whynotready_is ${commands.map((name) => `'${name}'`).join(' ')}"`;
}

function flagText(flag: Flag): string {
  const { name, short, argument, choices, target, description } = flag;
  const values = target ? (choices ?? []).flatMap((choice) => [choice, `${choice}=`]) : (choices ?? []);
  const parts = [
    ...(short === undefined ? [] : [`-s ${short}`]),
    `-l ${name}`,
    ...(argument === undefined ? [] : takesPath(flag) ? ['-r', '-F'] : ['-x']),
    ...(values.length === 0 ? [] : [`-a ${quoted(values.join(' '))}`]),
    `-d ${quoted(description)}`,
  ];
  return parts.join(' ');
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
