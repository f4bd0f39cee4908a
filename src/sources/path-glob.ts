/** Globs on paths: `*`, `?`, `[a-z]`, `[!a]` within a name, `**` for any folders, `{a,b}` alternatives, `\` before a sign that is meant as it is. */
import { ProblemError } from '../core/errors.ts';

const MAX_ALTERNATIVES = 1000;

/** Does a text hold signs that a glob gives a meaning? */
export function hasGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** Matches whole paths with `/` between names. `named`: the glob as the user wrote it. Throws ProblemError (USAGE) when the glob is not well-formed. */
export function pathGlob(glob: string, named = glob): RegExp {
  const alternatives = withoutBraces(glob).map((one) => one.split('/').map(namePattern));
  const patterns = alternatives.map((names) => names.map(joint).join(''));
  try {
    return new RegExp(`^(?:${patterns.join('|')})$`, 'su');
  } catch {
    throw wrong(named, 'is not well-formed');
  }
}

/** A name of a path, and the slash behind it unless it is the last; `**` stands for any number of both. */
function joint(name: string, i: number, names: readonly string[]): string {
  const isLast = i === names.length - 1;
  if (name !== '**') return isLast ? name : `${name}/`;
  return isLast ? '.+' : '(?:[^/]+/)*';
}

const PIECE =
  /\\(?<escaped>.)|(?<any>\*+)|(?<one>\?)|\[(?<not>[!^])?(?<set>\]?[^\]]*)\]|(?<plain>[^*?[\\]+|.)/gsu;

/** The pattern of one name; `**` stays as it is. */
function namePattern(name: string): string {
  if (name === '**') return name;
  const pieces = [...name.matchAll(PIECE)].map(({ groups = {} }) => {
    const { escaped, any, one, not, set, plain } = groups;
    if (any !== undefined) return '[^/]*';
    if (one !== undefined) return '[^/]';
    if (set === undefined) return (escaped ?? plain ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return `(?!/)[${not === undefined ? '' : '^'}${set.replace(/[\\[\]^&~|]/g, '\\$&')}]`;
  });
  return pieces.join('');
}

/** All texts that `{a,b}` stands for; braces may nest. Throws ProblemError (USAGE) for too many. */
export function withoutBraces(glob: string): string[] {
  const group = firstGroup(glob);
  if (group === undefined) return [glob];
  const { start, end, parts } = group;
  const rests = withoutBraces(glob.slice(end + 1));
  const heads = parts.flatMap(withoutBraces).map((part) => glob.slice(0, start) + part);
  if (heads.length * rests.length > MAX_ALTERNATIVES) throw wrong(glob, 'stands for too many patterns');
  return heads.flatMap((head) => rests.map((rest) => head + rest));
}

/** The first `{…,…}`; braces without a comma, or without an end, are plain text. */
function firstGroup(glob: string): { start: number; end: number; parts: string[] } | undefined {
  for (let start = glob.indexOf('{'); start >= 0; start = glob.indexOf('{', start + 1)) {
    if (glob[start - 1] === '\\') continue;
    const commas = [start];
    let depth = 0;
    for (let i = start; i < glob.length; i++) {
      if (glob[i] === '\\') i++;
      else if (glob[i] === '{') depth++;
      else if (glob[i] === ',' && depth === 1) commas.push(i);
      else if (glob[i] === '}' && --depth === 0) {
        if (commas.length === 1) break;
        return { start, end: i, parts: commas.map((at, k) => glob.slice(at + 1, commas[k + 1] ?? i)) };
      }
    }
  }
  return undefined;
}

/** What `--glob` and `--exclude` leave of a folder. */
export interface PathFilter {
  /**
   * `path`: relative to the folder that was named. true: wanted, whatever its name; false: not; undefined: as its name says. `whole`: what
   * fits nothing is as its name says, too.
   */
  file(path: string, whole?: boolean): boolean | undefined;
  /** Whether to look into a folder. */
  folder(path: string): boolean;
}

/** Globs as ripgrep's `-g` reads them: `!` leaves out, the last that fits counts, and one without a slash fits at any depth. */
export function pathFilter(globs: readonly string[]): PathFilter {
  const steps = globs.map((glob) => {
    const isNot = glob.startsWith('!');
    const text = (isNot ? glob.slice(1) : glob).replace(/^\.\//, '');
    if (text === '') throw wrong(glob, 'is empty');
    const onlyFolders = text.endsWith('/');
    const bare = text.replace(/^\//, '').replace(/\/+$/, '');
    const anchored = text.replace(/\/+$/, '').includes('/');
    return { isNot, onlyFolders, pattern: pathGlob(anchored ? bare : `**/${bare}`, glob) };
  });
  const takesAll = !steps.some(({ isNot }) => !isNot);
  return {
    file: (path, whole = takesAll) => {
      const last = steps.findLast(({ pattern, onlyFolders }) => !onlyFolders && pattern.test(path));
      return last === undefined ? (whole || takesAll ? undefined : false) : !last.isNot;
    },
    folder: (path) => steps.findLast(({ pattern }) => pattern.test(path))?.isNot !== true,
  };
}

function wrong(glob: string, why: string): ProblemError {
  return new ProblemError([
    {
      code: 'USAGE',
      message: `the glob '${glob}' ${why}`,
      fix: "write for example '*.log', '**/kubelet*' or '!*.gz'",
    },
  ]);
}
