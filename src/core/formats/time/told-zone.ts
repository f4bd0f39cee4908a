/** The time zone that a small file of a bundle tells: what `timedatectl` or `date` printed, /etc/timezone, where /etc/localtime leads. */
import { isTimeZone, zoneName } from './zone.ts';
import { offsetOfName, offsetsOfName } from './zone-names.ts';

export interface TellingFile {
  /** Its last segment tells what it is. */
  readonly path: string;
  /** Its first bytes; of a link where it leads. */
  readonly text: string;
  /** ms since the epoch when it was written; undefined: not known. */
  readonly modified: number | undefined;
}

/** IANA name or `+01:00`; undefined: it proves none. */
export function toldZone({ path, text, modified }: TellingFile): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.startsWith('timedatectl')) return ofTimedatectl(text);
  if (name === 'timezone') return known(text.trim().split('\n')[0]);
  if (name === 'localtime') return known(/zoneinfo\/(?:posix\/|right\/)?([^\0\n]+)$/.exec(text)?.[1]);
  return ofDate(text, modified);
}

/** `Time zone: Europe/Berlin (CET, +0100)`; before systemd 204 `Timezone:`. */
function ofTimedatectl(text: string): string | undefined {
  const found = /^ *Time ?zone: *([\w+/-]+) *\((?:[^,()]+), *([+-]\d{4})\)/m.exec(text);
  if (found === null) return undefined;
  const offset = offsetOfName(found[2]!);
  return known(found[1]) ?? (offset === undefined ? undefined : zoneName(offset));
}

/** `Sat Nov 21 10:10:10 CET 2026`, `Sat 21 Nov 2026 10:10:10 AM CET`, `Sa 21. Nov 10:10:10 CET 2026`. */
const DATE = /\b(\d\d):(\d\d):(\d\d)(?: ([AP])M)? ([A-Z]{1,5}|[+-]\d{2,4})(?: \d{4})?\s*$/m;

function ofDate(text: string, modified: number | undefined): string | undefined {
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const [, hour, minute, second, half, name] = found;
  const sure = offsetOfName(name!);
  if (sure !== undefined) return sure === 0 ? 'UTC' : zoneName(sure);
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  const wall = ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  return modified === undefined ? undefined : ofMoment(offsetsOfName(name!), wall - modified);
}

const DAY = 86_400_000;
/** `date` is printed at once. */
const NEAR = 60_000;

/** The file was written when `date` ran: that tells which of several zones with one name it is. */
function ofMoment(offsets: readonly number[], distance: number): string | undefined {
  const near = offsets.filter((offset) => {
    const off = (((distance - offset) % DAY) + DAY) % DAY;
    return Math.min(off, DAY - off) <= NEAR;
  });
  return near.length === 1 ? zoneName(near[0]!) : undefined;
}

function known(zone: string | undefined): string | undefined {
  return zone !== undefined && isTimeZone(zone) ? zone : undefined;
}
