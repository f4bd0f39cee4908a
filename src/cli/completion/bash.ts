/** Completions of bash, 4 or later. */
import { COMMANDS } from '../commands.ts';
import { FLAGS } from '../flags.ts';
import type { Flag } from '../flags.ts';
import { FIRST_WORDS, flagsOf, PROGRAMS, readsPaths, SECOND_WORDS, takesPath } from './model.ts';

export function bashCompletion(): string {
  return `# Completions of whynotready for bash; load them with: source <(whynotready completion bash)

# The flags of a command.
_whynotready_flags() {
  case $1 in
${COMMANDS.map((info) => `    '${info.name}') echo '${flagsOf(info).map(spelled).join(' ')} --help' ;;`).join('\n')}
  esac
}

# What may follow a flag: words, or files. Fails for a flag that stands alone.
_whynotready_values() {
  case $1 in
${FLAGS.filter(({ argument }) => argument !== undefined)
  .map(valueCase)
  .join('\n')}
    *) return 1 ;;
  esac
}

# Where the arguments of a command are words or files.
_whynotready_arguments() {
  case $1 in
${COMMANDS.map((info) => `    '${info.name}') ${argumentsCase(info)} ;;`).join('\n')}
    *) echo '${FIRST_WORDS.join(' ')}'; echo files ;;
  esac
}

_whynotready_offer() {
  local -a lines
  mapfile -t lines <<<"$1"
  COMPREPLY=()
  [[ -n \${lines[0]} ]] && mapfile -t COMPREPLY < <(compgen -W "\${lines[0]}" -- "$2")
  if [[ \${lines[1]-} == files ]]; then
    compopt -o filenames 2>/dev/null
    local -a files
    mapfile -t files < <(compgen -f -- "$2")
    COMPREPLY+=("\${files[@]}")
  elif [[ \${lines[1]-} == targets ]]; then
    compopt -o nospace 2>/dev/null
  fi
}

_whynotready() {
  # bash breaks words at "=": what stands around it belongs together.
  local -a words=()
  local i word cur
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == = && \${#words[@]} -gt 0 ]]; then
      words[-1]+='='
    elif [[ \${#words[@]} -gt 0 && \${words[-1]} == *= && \${COMP_WORDS[i - 1]} == = ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
  done
  cur=\${words[-1]-}
  local command='' first='' flag='' offered
  for ((i = 0; i < \${#words[@]} - 1; i++)); do
    word=\${words[i]}
    if [[ -n $flag ]]; then
      flag=''
    elif [[ $word == -* ]]; then
      [[ $word != *=* ]] && _whynotready_values "$word" >/dev/null && flag=$word
    elif [[ -z $command && -n $first ]]; then
      command="$first $word"
    elif [[ -z $command ]]; then
      case $word in
${groupCases()}
        ${FIRST_WORDS.filter((word) => SECOND_WORDS.get(word)!.length === 0).join(' | ')}) command=$word ;;
        *) command=scan ;;
      esac
    fi
  done
  if [[ -z $flag && $cur == --*=* ]]; then
    flag=\${cur%%=*}
    cur=\${cur#*=}
  fi
  if [[ -n $flag ]]; then
    offered=$(_whynotready_values "$flag")
    # A file follows the name of an output.
    if [[ $offered == *targets && $cur == *=* ]]; then
      cur=\${cur#*=}
      offered=$'\\nfiles'
    fi
    _whynotready_offer "$offered" "$cur"
  elif [[ $cur == -* ]]; then
    _whynotready_offer "$(_whynotready_flags "\${command:-scan}")" "$cur"
  elif [[ -n $first && -z $command ]]; then
    _whynotready_offer "$(_whynotready_second "$first")" "$cur"
  else
    _whynotready_offer "$(_whynotready_arguments "$command")" "$cur"
  fi
}

_whynotready_second() {
  case $1 in
${[...SECOND_WORDS]
  .filter(([, words]) => words.length > 0)
  .map(([first, words]) => `    ${first}) echo '${words.join(' ')}' ;;`)
  .join('\n')}
  esac
}

complete -F _whynotready ${PROGRAMS.join(' ')}
`;
}

function spelled({ name, short }: Flag): string {
  return short === undefined ? `--${name}` : `-${short} --${name}`;
}

function valueCase(flag: Flag): string {
  const names = flag.short === undefined ? `--${flag.name}` : `-${flag.short} | --${flag.name}`;
  const kind = takesPath(flag) ? 'files' : flag.target ? 'targets' : '';
  return `    ${names}) echo '${(flag.choices ?? []).join(' ')}'; echo '${kind}' ;;`;
}

function argumentsCase(info: (typeof COMMANDS)[number]): string {
  return `echo '${(info.choices ?? []).join(' ')}'; echo '${readsPaths(info) ? 'files' : ''}'`;
}

function groupCases(): string {
  return FIRST_WORDS.filter((word) => SECOND_WORDS.get(word)!.length > 0)
    .map((word) => `        ${word}) first=$word ;;`)
    .join('\n');
}
