/** From a place as proofs name it back to the bytes: `k3s.log`, `k3s.log.2.gz`, `bundle.zip!node1.tar!k3s.log`, `system.journal`, `-`. */
import { existsSync } from 'node:fs';
import { ProblemError } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import { shellQuote } from '../core/text/shell.ts';
import type { MemberPicker } from './archive/choice.ts';
import { memberPath } from './archive/names.ts';
import type { Input } from './input.ts';
import { leavesOf } from './leaves.ts';

export interface Place {
  /** A path, or `-`: the file on disk, or what standard input gives. */
  readonly file: string;
  /** As the source is named in a proof; equal to `file` where it is no member. */
  readonly source: string;
}

/** Undefined: nothing is there. A terminal shows standard input as `stdin`. */
export function placeOf(source: string): Place | undefined {
  if (source === '-' || existsSync(source)) return { file: source, source };
  if (source === 'stdin') return { file: '-', source: '-' };
  for (let at = source.indexOf('!'); at > 0; at = source.indexOf('!', at + 1)) {
    const file = source.slice(0, at);
    if (file === '-' || existsSync(file)) return { file, source };
    if (file === 'stdin') return { file: '-', source: `-${source.slice(at)}` };
  }
  return undefined;
}

/** What stands at a place. It must be closed; until then it can be read once. */
export interface OpenPlace {
  readonly input: Input;
  close(): Promise<void>;
}

/** Reads on to the place and no further. Throws ProblemError where it is not to be found. `file`: the place's own, which it closes. */
export async function openPlace({ source }: Place, file: Input): Promise<OpenPlace> {
  const problems: Problem[] = [];
  const seen: string[] = [];
  const isMember = source !== file.name;
  const options = {
    named: true,
    onProblem: (problem: Problem): void => void problems.push(problem),
    ...(isMember ? { picker: towards(source) } : {}),
  };
  const leaves = leavesOf(file, options);
  for (let next = await leaves.next(); next.done !== true; next = await leaves.next()) {
    const { input } = next.value;
    if (input.name === source) return { input, close: async () => void (await leaves.return(undefined)) };
    seen.push(input.name);
    if (!isMember) break;
  }
  await leaves.return(undefined);
  throw new ProblemError([
    ...problems.filter(({ code }) => code !== 'INPUT_NO_LOGS'),
    notThere(source, isMember, seen),
  ]);
}

/** Members with a name that is a part of the place's. */
function towards(source: string): MemberPicker {
  return {
    isFiltered: true,
    of: (path) => (source.includes(`!${memberPath(path)}`) ? 'asked' : 'pass'),
  };
}

function notThere(source: string, isMember: boolean, seen: readonly string[]): Problem {
  if (isMember) {
    const fix = 'write the place as scan shows it: ARCHIVE!MEMBER:LINE';
    return {
      code: 'INPUT_NOT_FOUND',
      message: 'the archive has no such member',
      place: { file: source },
      fix,
    };
  }
  const [first = `${source}!MEMBER`] = seen;
  const fix = `name one of its members, such as explain ${shellQuote(`${first}:1`)}`;
  return { code: 'USAGE', message: `'${source}' is an archive; which file in it?`, fix };
}
