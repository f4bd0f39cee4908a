/** Do partial results go together, and are they all? */
import type { Problem } from '../core/errors.ts';
import type { Share } from '../sources/documents.ts';
import type { Part } from './merge.ts';

/** A part, and the file that it was kept in. */
export interface Kept {
  readonly file: string;
  readonly part: Part;
}

interface Sliced extends Kept {
  readonly share: Share;
}

/** What would make the answer wrong. Empty: nothing. */
export function contradictions(kept: readonly Kept[]): Problem[] {
  const again = twice(kept);
  if (again.length > 0) return again;
  const scans = scansOf(kept);
  const wrong = [...coverageOfSome(kept), ...scans.flatMap(sameSlices), ...strangers(scans)];
  return wrong.length > 0 ? wrong : overlaps(scans);
}

/** Slices that are not among them. */
export function missingSlices(kept: readonly Kept[]): Problem[] {
  return scansOf(kept).flatMap((slices) => {
    const [{ share }] = slices as [Sliced];
    const numbers = absent(slices);
    if (numbers.length === 0) return [];
    const which = numbers.map((number) => `${number}/${share.count}`).join(', ');
    const message = `slice ${which} is not among the files: what its documents say is missing`;
    return [
      {
        code: 'PARTIAL_MISSING' as const,
        message,
        place: { file: `${share.cluster}/${share.index}` },
        fix: `scan it with --slice ${numbers[0]}/${share.count} --partial FILE, and merge again`,
      },
    ];
  });
}

function invalid(file: string, message: string, fix: string): Problem {
  return { code: 'RESULT_INVALID', message, place: { file }, fix };
}

/** Nothing is counted twice where nothing was read. */
function twice(kept: readonly Kept[]): Problem[] {
  const known = new Map<string, string>();
  return kept.flatMap(({ file, part: { id, bytes } }) => {
    const other = known.get(id);
    if (bytes > 0) known.set(id, other ?? file);
    if (other === undefined) return [];
    const where = other === file ? 'the file is named twice' : `the same result is in ${other}`;
    return [invalid(file, `${where}: what it says would count twice`, 'name each result once')];
  });
}

function coverageOfSome(kept: readonly Kept[]): Problem[] {
  const first = kept[0]?.part.covers;
  const other = kept.find(({ part }) => part.covers !== first);
  if (other === undefined) return [];
  const [withIt, without] = first === true ? [kept[0]!, other] : [other, kept[0]!];
  const message = `it was made with --coverage, ${without.file} was not: the account would be of some entries only`;
  return [invalid(withIt.file, message, 'make all with --coverage, or all without')];
}

/** Slices by the scan that they are of. */
function scansOf(kept: readonly Kept[]): Sliced[][] {
  const sliced = kept.flatMap(({ file, part }) =>
    part.share === undefined ? [] : [{ file, part, share: part.share }],
  );
  return [...Map.groupBy(sliced, ({ share }) => JSON.stringify({ ...share, number: 0 })).values()];
}

function sameSlices(slices: readonly Sliced[]): Problem[] {
  const known = new Map<number, string>();
  return slices.flatMap(({ file, share: { number, count } }) => {
    const other = known.get(number);
    known.set(number, other ?? file);
    if (other === undefined) return [];
    return [invalid(file, `slice ${number}/${count} is in ${other}, too`, 'name one of the two')];
  });
}

function absent(slices: readonly Sliced[]): number[] {
  const numbers = new Set(slices.map(({ share }) => share.number));
  return Array.from({ length: slices[0]!.share.count }, (_, i) => i + 1).filter(
    (number) => !numbers.has(number),
  );
}

/** A slice that is missing in one scan and there in another is the same one, asked for in another way. */
function strangers(scans: readonly (readonly Sliced[])[]): Problem[] {
  if (scans.length < 2 || scans.every((slices) => absent(slices).length === 0)) return [];
  const [first, ...others] = scans.map((slices) => slices[0]!) as [Sliced, ...Sliced[]];
  return others.map((other) => {
    const message = `it is of another scan than ${first.file}: ${difference(other.share, first.share)}`;
    const fix =
      'scan all slices with the same address, --es-index, --es-query, N of --slice I/N, and absolute --since and --until';
    return invalid(other.file, message, fix);
  });
}

/** Names the flags in which two scans differ. */
function difference(a: Share, b: Share): string {
  const told: [string, string, string][] = [
    ['', a.cluster, b.cluster],
    ['--es-index ', a.index, b.index],
    ['--es-query ', a.query ?? 'none', b.query ?? 'none'],
    ['--since ', moment(a.since), moment(b.since)],
    ['--until ', moment(a.until), moment(b.until)],
    ['--slice ', `I/${a.count}`, `I/${b.count}`],
  ];
  return told
    .filter(([, one, other]) => one !== other)
    .map(([flag, one, other]) => `${flag}${one}, not ${other}`)
    .join('; ');
}

function moment(ms: number | undefined): string {
  return ms === undefined ? 'none' : new Date(ms).toISOString();
}

/** Whole scans of the same documents. */
function overlaps(scans: readonly (readonly Sliced[])[]): Problem[] {
  const firsts = scans.map((slices) => slices[0]!);
  return firsts.flatMap((one, i) => {
    const other = firsts.slice(0, i).find(({ share }) => overlap(one.share, share));
    if (other === undefined) return [];
    const message = `documents of it are in ${other.file}, too: ${difference(one.share, other.share)}`;
    return [invalid(one.file, message, 'merge scans of different indices, or of times one after the other')];
  });
}

function overlap(a: Share, b: Share): boolean {
  if (a.cluster !== b.cluster || a.index !== b.index || a.query !== b.query) return false;
  const start = Math.max(a.since ?? -Infinity, b.since ?? -Infinity);
  return start < Math.min(a.until ?? Infinity, b.until ?? Infinity);
}
