/** `man`: the manual page, as its source. */
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { manPage } from '../man.ts';

export function manCommand({ stdout }: Context): number {
  stdout.write(manPage());
  return EXIT.ok;
}
