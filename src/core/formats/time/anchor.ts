/** The first exact time of a source: what completes the times that lack a year. */
import { parsePayload } from '../payloads/index.ts';
import { betterTime, exactness, unwrap } from '../unwrap.ts';

/** The anchor stands in this many bytes, or there is none. */
export const HEAD_BYTES = 64 << 10;

export interface Anchor {
  /** ms since the epoch. */
  readonly ms: number;
}

/** First time with year and zone in the first 64 KiB of a source. */
export function findAnchor(head: Uint8Array | string): Anchor | undefined {
  const text = typeof head === 'string' ? head : new TextDecoder().decode(head.subarray(0, HEAD_BYTES));
  for (const line of text.slice(0, HEAD_BYTES).split('\n')) {
    const opened = unwrap(line.endsWith('\r') ? line.slice(0, -1) : line, undefined);
    const time = betterTime(opened.time, parsePayload(opened.payload).time);
    if (time !== undefined && exactness(time) === 2) return { ms: time.ms };
  }
  return undefined;
}
