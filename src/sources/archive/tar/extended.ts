/** Extended headers of tar archives: pax records (POSIX.1-2017) and GNU's long names. */
import { decodedName } from '../names.ts';
import type { TarHeader } from './header.ts';

/** Keyword and value; GNU's sparse keywords come several times. */
export type PaxRecords = readonly (readonly [string, string])[];

/** Records are `<length> <keyword>=<value>\n`, the length counting itself. Undefined when they are not. */
export function paxRecords(bytes: Uint8Array): PaxRecords | undefined {
  const records: [string, string][] = [];
  let at = 0;
  while (at < bytes.length && bytes[at] !== 0) {
    const blank = bytes.indexOf(32, at);
    const length = blank < 0 || blank - at > 10 ? NaN : Number(decodedName(bytes.subarray(at, blank)));
    const equals = bytes.indexOf(61, blank);
    const end = at + length;
    if (!(length > 0) || end > bytes.length || equals < 0 || equals >= end) return undefined;
    records.push([
      decodedName(bytes.subarray(blank + 1, equals)),
      decodedName(bytes.subarray(equals + 1, end - 1)),
    ]);
    at = end;
  }
  return records;
}

/** What extended headers say of the members after them. An empty value takes a keyword back. */
export interface Overrides {
  path?: string | undefined;
  size?: number | undefined;
  modified?: number | undefined;
}

/** Undefined when a number in them makes no sense. */
export function overridesOf(records: PaxRecords, before: Overrides = {}): Overrides | undefined {
  const out: Overrides = { ...before };
  for (const [keyword, value] of records) {
    if (keyword === 'path') out.path = value === '' ? undefined : value;
    else if (keyword === 'size') out.size = value === '' ? undefined : Number(value);
    else if (keyword === 'mtime') out.modified = value === '' ? undefined : Math.floor(Number(value) * 1000);
  }
  const { size = 0, modified = 0 } = out;
  return Number.isSafeInteger(size) && size >= 0 && Number.isFinite(modified) ? out : undefined;
}

export function withOverrides(header: TarHeader, { path, size, modified }: Overrides): TarHeader {
  return {
    type: header.type,
    path: path ?? header.path,
    size: size ?? header.size,
    modified: modified ?? header.modified,
  };
}
