/** What completions say of commands and flags, for every shell. */
import { COMMANDS } from '../commands.ts';
import type { CommandInfo } from '../commands.ts';
import { FLAGS } from '../flags.ts';
import type { Flag } from '../flags.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Names under which the tool is called. */
export const PROGRAMS = ['whynotready', 'kubectl-whynotready'] as const;

/** First words, each once: `scan`, `rules`, … */
export const FIRST_WORDS = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0]!))];

/** Second words by first: `rules` → `list`, `show`, … */
export const SECOND_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  FIRST_WORDS.map((first) => [
    first,
    COMMANDS.flatMap(({ name }) => (name.startsWith(`${first} `) ? name.slice(first.length + 1) : [])),
  ]),
);

/** The flags that go with a command, and `--help`. */
export function flagsOf({ name }: CommandInfo): readonly Flag[] {
  return FLAGS.filter(({ commands }) => commands.includes(name));
}

/** Does a file or folder follow? */
export function takesPath({ argument }: Pick<Flag, 'argument'>): boolean {
  return argument !== undefined && /^(?:FILE|DIR|PATH)$/.test(argument);
}

/** Are the command's arguments files? */
export function readsPaths({ argument, choices }: CommandInfo): boolean {
  return choices === undefined && argument !== undefined && /path|dir|result|line|file/.test(argument);
}

/** What stands for the group: `rules` alone. */
export function summaryOf(first: string): string {
  const info = COMMANDS.find(({ name }) => name === first);
  return (
    info?.summary ??
    `${first.charAt(0).toUpperCase()}${first.slice(1)}: ${SECOND_WORDS.get(first)!.join(', ')}`
  );
}
