/**
 * Where the times of a source are looked at: at fixed offsets, dense at its start and thin later, so that a scan stays a scan and
 * any split of the source looks at the same places.
 */

import type { BootClock } from './boot-clock.ts';

/** Bytes between samples, up to the offset named first. */
const STEPS = [
  { below: 1 << 10, step: 128 },
  { below: 64 << 10, step: 4 << 10 },
  { below: 1 << 20, step: 32 << 10 },
  { below: 64 << 20, step: 256 << 10 },
  { below: Infinity, step: 1 << 20 },
] as const;

/** The first place to look at that is at `offset` or behind it. */
export function nextSample(offset: number): number {
  for (const { below, step } of STEPS) {
    const at = Math.ceil(offset / step) * step;
    if (at <= below) return at;
  }
  throw new RangeError('No such offset.');
}

/** The first line that begins at a sample's place or behind it, as far as it was looked for. */
export interface Sample {
  /** Of the line, bytes. */
  readonly offset: number;
  /** ms since the epoch; undefined when the line has none of its own. */
  readonly time: number | undefined;
  readonly host: string | undefined;
  /** What it tells of the machine's boot. */
  readonly boot?: BootClock | undefined;
  /** It has bytes that are no text. */
  readonly isBroken: boolean;
}
