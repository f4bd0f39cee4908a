/** What stands before a message in a container's log file: `2026-11-21T13:00:05.123456789Z stderr F `. */
import { isDigit } from '../formats/payloads/stamps.ts';
import { bytesEqual } from './bytes.ts';

const SPACE = 32;
const [COMMA, POINT] = [44, 46];
/** `2026-11-21T13:00:05`, and the longest stamp. */
const CLOCK = 19;
const MAX_STAMP = 40;
const STREAM = new TextEncoder().encode(' std');
const [OUT, ERR] = [new TextEncoder().encode('out '), new TextEncoder().encode('err ')];
const WHOLE = 70;
const PARTIAL = 80;

/** Positions in the window. What stands where the stamp should was not read. */
export interface CriHead {
  readonly zoneAt: number;
  readonly stampEnd: number;
  readonly payload: number;
  readonly isError: boolean;
  /** The message ends with this line. */
  readonly isWhole: boolean;
}

/** The head of the line at `start`; undefined when it has none, or one with a tag behind its flag. */
export function criAt(bytes: Uint8Array, start: number): CriHead | undefined {
  if (bytes[start + 4] !== 45 || bytes[start + 10] !== 84) return undefined;
  let end = start + CLOCK;
  while (end < start + MAX_STAMP && bytes[end] !== SPACE) end++;
  const flagAt = end + STREAM.length + OUT.length;
  const flag = bytes[flagAt];
  if (!bytesEqual(STREAM, bytes, end) || (flag !== WHOLE && flag !== PARTIAL) || bytes[flagAt + 1] !== SPACE)
    return undefined;
  const isError = bytesEqual(ERR, bytes, end + STREAM.length);
  if (!isError && !bytesEqual(OUT, bytes, end + STREAM.length)) return undefined;
  return {
    zoneAt: zoneAt(bytes, start),
    stampEnd: end,
    payload: flagAt + 2,
    isError,
    isWhole: flag === WHOLE,
  };
}

/** Where the zone of the stamp at `start` begins. */
export function zoneAt(bytes: Uint8Array, start: number): number {
  const from = start + CLOCK;
  if (bytes[from] !== POINT && bytes[from] !== COMMA) return from;
  let at = from + 1;
  while (isDigit(bytes[at]!)) at++;
  return at;
}
