/** Which members of an archive are read: as of a folder. */
import { isHidden, takesName } from '../log-names.ts';
import { pathFilter } from '../path-glob.ts';
import type { PathFilter } from '../path-glob.ts';

export interface ChoiceOptions {
  /** What to take, as `--glob` says it (`!` leaves out); paths begin at the archive's root. Default: all that may be a log by its name. */
  readonly globs?: readonly string[] | undefined;
  /** Take hidden members, too. */
  readonly hidden?: boolean | undefined;
}

/** What is to be done with a member. `asked`: a glob wants it, whatever its name. `look`: nothing wants it; if it is an archive, what it holds may be wanted. */
export type Choice = 'asked' | 'log' | 'look' | 'pass';

export interface MemberPicker {
  /** Why nothing was found has to do with globs. */
  readonly isFiltered: boolean;
  /** `path`: as the archive writes it. `whole`: the archive itself was wanted, so all in it is that is not left out. */
  of(path: string, whole: boolean): Choice;
}

export class MemberChoice implements MemberPicker {
  private readonly filter: PathFilter | undefined;
  private readonly hidden: boolean;
  readonly isFiltered: boolean;

  constructor({ globs = [], hidden = false }: ChoiceOptions) {
    this.isFiltered = globs.length > 0;
    this.filter = this.isFiltered ? pathFilter(globs) : undefined;
    this.hidden = hidden;
  }

  of(path: string, whole: boolean): Choice {
    if (!this.hidden && isHidden(path)) return 'pass';
    const { filter } = this;
    if (filter === undefined) return takesName(path) ? 'log' : 'pass';
    const inside = path.replace(/^(?:\.?\/)+/, '');
    if (foldersOf(inside).some((folder) => !filter.folder(folder))) return 'pass';
    const wanted = filter.file(inside, whole);
    if (wanted === true) return 'asked';
    if (wanted === undefined) return takesName(path) ? 'log' : 'pass';
    return filter.folder(inside) && takesName(path) ? 'look' : 'pass';
  }
}

/** `a`, `a/b` of `a/b/c.log`. */
function foldersOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, i) => names.slice(0, i + 1).join('/'));
}
