/** Copies of texts whose ids (see ../text/ids.ts) are blanked: each of their digits is a 0, hyphens stay. Its twin is ../scanner/kernel/survey.ts. */
import { isIdCode, MIN_ID } from '../text/ids.ts';

const HYPHEN = 45;
const ZERO = 48;

/** Copies window[from, to) to the start of `copy` with blanked ids; false, and nothing is copied, when it has none. */
export function blankIds(window: DataView, from: number, to: number, copy: DataView): boolean {
  let found = false;
  for (let at = from; at + MIN_ID <= to;) {
    const end = idEnd(window, at, to);
    if (end - at < MIN_ID) {
      at = end + 1;
      continue;
    }
    if (!found) bytesOf(copy, 0, to - from).set(bytesOf(window, from, to));
    found = true;
    for (; at < end; at++) if (window.getUint8(at) !== HYPHEN) copy.setUint8(at - from, ZERO);
  }
  return found;
}

/** End of the run of characters of ids at `at`. */
function idEnd(window: DataView, at: number, to: number): number {
  let end = at;
  while (end < to && isIdCode(window.getUint8(end))) end++;
  return end;
}

function bytesOf(view: DataView, from: number, to: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + from, to - from);
}
