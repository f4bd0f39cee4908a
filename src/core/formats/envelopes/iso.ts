/**
 * Lines that start with an RFC 3339 time. What follows tells them apart:
 * `stdout F ` is CRI, `host program[1]: ` is journalctl -o short-iso or rsyslog, anything else `kubectl logs --timestamps`.
 */
import type { Envelope, Opened, StampedTime } from '../format.ts';
import { stampIn } from '../payloads/stamps.ts';
import { tagged, timed } from './opened.ts';
import { tagAt } from './tag.ts';

export const cri: Envelope = { name: 'cri', open: (line) => atTime(line, openCri) };
export const journalIso: Envelope = { name: 'journal-iso', open: (line) => atTime(line, openTagged) };
export const kubectlTimestamps: Envelope = {
  name: 'kubectl-timestamps',
  open: (line) => atTime(line, (text, at, time) => timed('kubectl-timestamps', text.slice(at), time)),
};

type Rest = (line: string, at: number, time: StampedTime) => Opened | undefined;

function atTime(line: string, rest: Rest): Opened | undefined {
  if (line.charCodeAt(4) !== 45 || line.charCodeAt(10) !== 84) return undefined;
  let space = 19;
  while (space < 40 && line.charCodeAt(space) !== 32) if (++space >= line.length) break;
  const time = stampIn(line, 0, Math.min(space, line.length));
  return time === undefined ? undefined : rest(line, space + 1, time);
}

/** `2026-11-21T13:00:05.123456789Z stderr F message`; `P` instead of `F`: the rest is on a later line. */
function openCri(line: string, at: number, time: StampedTime): Opened | undefined {
  const isError = line.startsWith('stderr ', at);
  if (!isError && !line.startsWith('stdout ', at)) return undefined;
  const flag = line.charCodeAt(at + 7);
  if (flag !== 70 && flag !== 80) return undefined;
  const space = line.indexOf(' ', at + 8);
  const next = line.charCodeAt(at + 8);
  if (next !== 32 && next !== 58 && !Number.isNaN(next)) return undefined;
  return {
    format: 'cri',
    payload: space < 0 ? '' : line.slice(space + 1),
    time,
    host: undefined,
    unit: undefined,
    component: undefined,
    level: undefined,
    partial: flag === 80,
    writer: isError ? 'stderr' : 'stdout',
  };
}

/** Journals and syslog daemons write a numeric zone (`+0000`, `+00:00`); with `Z` only a process id proves them. */
function openTagged(line: string, at: number, time: StampedTime): Opened | undefined {
  if (line.charCodeAt(at - 2) === 90 && tagAt(line, at)?.hasPid !== true) return undefined;
  return tagged('journal-iso', line, at, time);
}
