/** Completions of zsh. */
import { COMMANDS } from '../commands.ts';
import type { Flag } from '../flags.ts';
import { FIRST_WORDS, flagsOf, PROGRAMS, readsPaths, SECOND_WORDS, summaryOf, takesPath } from './model.ts';

export function zshCompletion(): string {
  return `#compdef ${PROGRAMS.join(' ')}
# Completions of whynotready for zsh; load them with: source <(whynotready completion zsh)

# An output, and the file that it goes to.
_whynotready_output() {
  if compset -P '*='; then
    _files
  else
    compadd -S '' -- ${flagNamed('output').choices!.join(' ')}
  fi
}

_whynotready() {
  local command='' first='' word
  for word in \${words[2,CURRENT-1]}; do
    [[ $word == -* ]] && continue
    if [[ -n $first ]]; then
      command="$first $word"
      break
    fi
    case $word in
${FIRST_WORDS.filter((word) => SECOND_WORDS.get(word)!.length > 0)
  .map((word) => `      ${word}) first=$word ;;`)
  .join('\n')}
      ${FIRST_WORDS.filter((word) => SECOND_WORDS.get(word)!.length === 0).join('|')}) command=$word; break ;;
      *) command=scan; break ;;
    esac
  done
  if [[ -z $command && -n $first ]]; then
    local -a second
    case $first in
${FIRST_WORDS.filter((word) => SECOND_WORDS.get(word)!.length > 0)
  .map(
    (word) =>
      `      ${word}) second=(${SECOND_WORDS.get(word)!
        .map((each) => described(each, infoOf(`${word} ${each}`).summary))
        .join(' ')}) ;;`,
  )
  .join('\n')}
    esac
    _describe command second
    return
  fi
  if [[ -z $command && \${words[CURRENT]} != -* ]]; then
    local -a first_words=(
${FIRST_WORDS.map((word) => `      ${described(word, summaryOf(word))}`).join('\n')}
    )
    _describe command first_words
    _files
    return
  fi
  case \${command:-scan} in
${COMMANDS.map((info) => `    '${info.name}')\n      _arguments -S ${specs(info).join(' \\\n        ')}\n      ;;`).join('\n')}
  esac
}

# Loaded by itself it completes; sourced it registers.
if [[ \${funcstack[1]-} == _whynotready ]]; then
  _whynotready "$@"
else
  compdef _whynotready ${PROGRAMS.join(' ')}
fi
`;
}

function infoOf(name: string): (typeof COMMANDS)[number] {
  return COMMANDS.find((info) => info.name === name)!;
}

function flagNamed(name: string): Flag {
  return flagsOf(infoOf('scan')).find((flag) => flag.name === name)!;
}

/** One word of zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function described(word: string, text: string): string {
  return quoted(`${word}:${text.replaceAll(':', '\\:')}`);
}

function specs(info: (typeof COMMANDS)[number]): string[] {
  const words = info.choices === undefined ? [] : [`1:word:(${info.choices.join(' ')})`];
  return [
    ...flagsOf(info).flatMap(flagSpecs),
    quoted('--help[Show help]'),
    ...[...words, ...(readsPaths(info) ? ['*:file:_files'] : [])].map(quoted),
  ];
}

/** \`(-o --output)-o[…]:NAME:(…)\`: one for the short form, one for the long. */
function flagSpecs(flag: Flag): string[] {
  const { name, short, argument, repeatable, description } = flag;
  const names = short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
  const lead = repeatable ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
  const text = description.replace(/[[\]:\\]/g, '\\$&');
  const value = argument === undefined ? '' : `:${argument.replace(/\[.*/, '')}:${action(flag)}`;
  return names.map((each) => {
    const suffix = argument === undefined ? '' : each.startsWith('--') ? '=' : '+';
    return quoted(`${lead}${each}${suffix}[${text}]${value}`);
  });
}

function action(flag: Flag): string {
  if (flag.target) return '_whynotready_output';
  if (flag.choices !== undefined) return `(${flag.choices.join(' ')})`;
  return takesPath(flag) ? '_files' : ' ';
}
