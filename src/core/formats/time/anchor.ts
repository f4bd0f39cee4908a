/** What the first lines of a source tell about its times: the first exact one, and how far the machine's clock is from UTC. */
import type { StampedTime } from '../format.ts';
import { parsePayload } from '../payloads/index.ts';
import { betterTime, exactness, unwrap } from '../unwrap.ts';
import { timeWithYear } from './wall.ts';

/** The anchor stands in this many bytes, or there is none. */
export const HEAD_BYTES = 64 << 10;

export interface Anchor {
  /** ms since the epoch of the first time with year and zone. */
  readonly ms: number;
  /**
   * ms east of UTC of the times without a zone, where a line has both (`Nov 21 14:00:05 node1 k3s[1]: time="2026-11-21T13:00:05Z" …`), or
   * lines with the one and with the other come together, as k3s writes its own and Kubernetes' (`time="…Z"`, `I1121 14:00:05`).
   */
  readonly offset: number | undefined;
}

const QUARTER = 900_000;
/** A message is on record at most this long after it was made. */
const LATE = 5000;
const FARTHEST_EAST = 14 * 3_600_000;
const FARTHEST_WEST = -12 * 3_600_000;

/** Looks at the first 64 KiB of a source. Undefined: no exact time there. */
export function findAnchor(head: Uint8Array | string): Anchor | undefined {
  return headTimes(head).anchor;
}

/**
 * Do the lines leave it open in which zone they were written? That of a source whose first 64 KiB have no time at all is taken to
 * be open, if there is more of it.
 */
export function lacksZone(head: Uint8Array): boolean {
  const { anchor, zoneless, timed } = headTimes(head);
  if (anchor?.offset !== undefined) return false;
  return zoneless || (!timed && head.length >= HEAD_BYTES);
}

interface HeadTimes {
  readonly anchor: Anchor | undefined;
  /** There is a time without a zone. */
  readonly zoneless: boolean;
  /** There is a time. */
  readonly timed: boolean;
}

function headTimes(head: Uint8Array | string): HeadTimes {
  const text = typeof head === 'string' ? head : new TextDecoder().decode(head.subarray(0, HEAD_BYTES));
  let ms: number | undefined;
  const neighbours = new Neighbours();
  const seen = { zoneless: false, timed: false };
  for (const line of text.slice(0, HEAD_BYTES).split('\n')) {
    const opened = unwrap(line.endsWith('\r') ? line.slice(0, -1) : line, undefined);
    const payload = parsePayload(opened.payload);
    const time = betterTime(opened.time, payload.time);
    if (time === undefined) continue;
    seen.timed = true;
    seen.zoneless ||= !time.hasZone;
    neighbours.add(time);
    if (exactness(time) < 2) continue;
    ms ??= time.ms;
    const offset = opened.time === undefined ? undefined : offsetBetween(opened.time, time.ms);
    if (offset !== undefined) return { anchor: { ms, offset }, ...seen };
  }
  return { anchor: ms === undefined ? undefined : { ms, offset: neighbours.offset() }, ...seen };
}

/** So many pairs of neighbours must agree … */
const MIN_PAIRS = 3;
/** … and of those that tell a zone no more than this share may tell another: lines that are minutes apart do so by chance. */
const DISSENT = 0.1;

/** What lines with an exact time and lines without a zone tell that stand beside each other. */
class Neighbours {
  private readonly votes = new Map<number, number>();
  private last: StampedTime | undefined;

  add(time: StampedTime): void {
    const { last } = this;
    this.last = time;
    if (last === undefined || last.hasZone === time.hasZone) return;
    const [exact, wall] = time.hasZone ? [time, last] : [last, time];
    const offset = exactness(exact) < 2 ? undefined : offsetBetween(wall, exact.ms);
    if (offset !== undefined) this.votes.set(offset, (this.votes.get(offset) ?? 0) + 1);
  }

  offset(): number | undefined {
    const all = [...this.votes.values()].reduce((sum, count) => sum + count, 0);
    return [...this.votes].find(([, count]) => count >= MIN_PAIRS && count >= all * (1 - DISSENT))?.[0];
  }
}

/** How far a wall-clock time is from the exact time of the same message; undefined when that is no zone's distance. */
function offsetBetween(wall: StampedTime, exact: number): number | undefined {
  if (wall.hasZone) return undefined;
  const year = new Date(exact).getUTCFullYear();
  const years = wall.hasYear ? [wall] : [year - 1, year, year + 1].map((one) => timeWithYear(wall, one));
  const distances = years.map((one) => one.ms - exact);
  return distances
    .map((distance) => ({ distance, offset: Math.floor((distance + LATE) / QUARTER) * QUARTER }))
    .find(({ distance, offset }) => Math.abs(distance - offset) <= LATE && isZone(offset))?.offset;
}

function isZone(offset: number): boolean {
  return offset >= FARTHEST_WEST && offset <= FARTHEST_EAST;
}
