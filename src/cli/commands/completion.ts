/** `completion`: the completions of a shell, to be sourced. */
import { ProblemError } from '../../core/errors.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { SHELLS } from '../completion/model.ts';
import type { Shell } from '../completion/model.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';

const TEXTS: Readonly<Record<Shell, () => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Throws ProblemError (USAGE) for a shell that has none. */
export function completionCommand(name: string, { stdout }: Context): number {
  const shell = SHELLS.find((each) => each === name);
  if (shell === undefined)
    throw new ProblemError([
      {
        code: 'USAGE',
        message: `there are no completions for '${name}'`,
        fix: `one of ${SHELLS.join(', ')}`,
      },
    ]);
  stdout.write(TEXTS[shell]());
  return EXIT.ok;
}
