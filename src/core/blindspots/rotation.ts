/** Rotated files of one log: numbers that are not there, and times between two of them that neither has. */
import { formatDuration } from '../text/amounts.ts';
import type { BlindSpot } from './blind-spot.ts';
import { rotatedName } from './log-name.ts';
import { momentOf } from './moment.ts';
import { spanOf } from './profile.ts';
import type { SourceProfile } from './profile.ts';

const MIN_GAP = 30 * 60_000;

/** One file of a rotated log. */
interface Part {
  readonly source: string;
  /** `k3s.log.2` is 2; undefined for the current one and for those named by date. */
  readonly number: number | undefined;
  readonly span: { readonly first: number; readonly last: number } | undefined;
}

export function rotationGaps(profiles: readonly SourceProfile[]): BlindSpot[] {
  const spots: BlindSpot[] = [];
  for (const [log, parts] of setsOf(profiles)) {
    if (parts.length < 2) continue;
    spots.push(...missingNumbers(log, parts), ...missingTimes(parts));
  }
  return spots;
}

/** Files by the log that they are parts of. */
function setsOf(profiles: readonly SourceProfile[]): Map<string, Part[]> {
  const sets = new Map<string, Part[]>();
  for (const profile of profiles) {
    const { log, number } = rotatedName(profile.source);
    const part: Part = { source: profile.source, number, span: spanOf(profile) };
    sets.set(log, [...(sets.get(log) ?? []), part]);
  }
  return sets;
}

function missingNumbers(log: string, parts: readonly Part[]): BlindSpot[] {
  const numbers = new Set(parts.map(({ number }) => number).filter((number) => number !== undefined));
  const missing: number[] = [];
  for (let number = Math.min(...numbers) + 1; number < Math.max(...numbers); number++)
    if (!numbers.has(number)) missing.push(number);
  if (missing.length === 0) return [];
  const text = `rotated files of ${log} are missing: number ${missing.slice(0, 8).join(', ')}${missing.length > 8 ? ', …' : ''}`;
  return [{ code: 'rotation-gap', text, count: missing.length }];
}

function missingTimes(parts: readonly Part[]): BlindSpot[] {
  const timed = parts
    .flatMap(({ source, span }) => (span === undefined ? [] : [{ source, ...span }]))
    .sort((a, b) => a.first - b.first || (a.source < b.source ? -1 : 1));
  const spots: BlindSpot[] = [];
  let latest = timed[0];
  for (const part of timed.slice(1)) {
    if (part.first - latest!.last >= MIN_GAP) {
      const text = `nothing between the end of ${latest!.source} (${momentOf(latest!.last)}) and the start of ${part.source}, ${formatDuration(part.first - latest!.last)} later`;
      spots.push({ code: 'rotation-gap', text, count: 1, from: latest!.last, to: part.first });
    }
    if (part.last > latest!.last) latest = part;
  }
  return spots;
}
