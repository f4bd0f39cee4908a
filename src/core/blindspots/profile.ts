/** What the samples of a source tell of it. Pieces of a source make profiles of their own, which merge in any order. */
import type { Sample } from './sampling.ts';

/** Of one source; times in ms since the epoch. */
export interface SourceProfile {
  readonly source: string;
  /** Rising by offset. */
  readonly samples: readonly Sample[];
  /** Of the last line that has one. */
  readonly end: { readonly offset: number; readonly time: number } | undefined;
  /** Its times name no zone, and neither does its bundle: they were read in this one. `piped`: the bundle could not be read twice. */
  readonly assumed?: { readonly zone: string; readonly piped: boolean };
}

/** Hosts told apart in one source; more are not looked at. */
const MAX_HOSTS = 256;

/** One profile a source, in order of their names. */
export function bySource(profiles: readonly SourceProfile[]): SourceProfile[] {
  const merged = new Map<string, SourceProfile>();
  for (const profile of profiles) {
    const known = merged.get(profile.source);
    merged.set(profile.source, known === undefined ? profile : mergedProfiles(known, profile));
  }
  return [...merged.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
}

export function mergedProfiles(a: SourceProfile, b: SourceProfile): SourceProfile {
  const samples = new Map([...a.samples, ...b.samples].map((sample) => [sample.offset, sample]));
  return {
    ...a,
    samples: [...samples.values()].sort((x, y) => x.offset - y.offset),
    end: (a.end?.offset ?? -1) >= (b.end?.offset ?? -1) ? a.end : b.end,
  };
}

/** First and last time by the clock; undefined when no sample has one. */
export function spanOf({ samples, end }: SourceProfile): { first: number; last: number } | undefined {
  let first = end?.time ?? Infinity;
  let last = end?.time ?? -Infinity;
  for (const { time } of samples) {
    if (time === undefined) continue;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return first <= last ? { first, last } : undefined;
}

/** Newest first, as `journalctl -r` writes. */
export function isReversed(profile: SourceProfile): boolean {
  const timed = timesOf(profile);
  let falling = 0;
  for (let i = 1; i < timed.length; i++) falling += Math.sign(timed[i - 1]!.time - timed[i]!.time);
  return timed.length > 1 && falling > 0 && falling >= (timed.length - 1) / 2;
}

/** Samples that have a time, the end among them, by offset; of a reversed source the other way round. */
export function timesOf({ samples, end }: SourceProfile): { offset: number; time: number }[] {
  const timed = samples.flatMap(({ offset, time }) => (time === undefined ? [] : [{ offset, time }]));
  if (end !== undefined && end.offset > (timed.at(-1)?.offset ?? -1)) timed.push(end);
  return timed;
}

export function hostsOf(profiles: readonly SourceProfile[]): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { samples } of profiles)
    for (const { host } of samples) if (host !== undefined && hosts.size < MAX_HOSTS) hosts.add(host);
  return hosts;
}
