/** All blind spots of a scan. Deterministic for the same samples and findings. */
import type { Incident, RuleRef } from '../incidents/incident.ts';
import { BLIND_SPOT_CODES } from './blind-spot.ts';
import type { BlindSpot } from './blind-spot.ts';
import { jumpsIn } from './gaps.ts';
import { momentOf } from './moment.ts';
import { spanOf } from './profile.ts';
import type { SourceProfile } from './profile.ts';
import { nodesWithoutLog, reachOf } from './reach.ts';
import type { Findings } from './reach.ts';
import { rotationGaps } from './rotation.ts';

export type { Findings } from './reach.ts';

/** Categories of rules that tell where a log is blind: their incidents are no failures. */
const DROPPED = 'blind-spot';
const BOOT = 'boot';

/** Is it told as a blind spot only? */
export function isBlindSpot({ rule }: { readonly rule: Pick<RuleRef, 'category'> }): boolean {
  return rule.category === DROPPED || rule.category === BOOT;
}

export function findBlindSpots(findings: Findings): BlindSpot[] {
  const { profiles } = findings;
  const spots = [
    ...reachOf(findings),
    ...dropped(findings),
    ...boots(findings),
    ...rotationGaps(profiles),
    ...profiles.flatMap(jumpsIn),
    ...nodesWithoutLog(findings),
    ...withoutTime(profiles),
    ...undecodable(profiles),
    ...zoneAssumed(profiles),
  ];
  return spots.sort((a, b) => weight(a) - weight(b));
}

const ORDER = [
  'begins-late',
  'lines-dropped',
  'boot',
  'rotation-gap',
  'gap',
  'clock-back',
  'not-covered',
  'no-log-of-node',
] as const;

/** What hides most stands first. */
function weight({ code }: BlindSpot): number {
  const at = (ORDER as readonly string[]).indexOf(code);
  return at < 0 ? ORDER.length + BLIND_SPOT_CODES.indexOf(code) : at;
}

/** What loggers themselves say that they dropped. */
function dropped({ signs }: Findings): BlindSpot[] {
  return signs.filter(({ rule }) => rule.category === DROPPED).map(droppedBy);
}

/** A boot with which its log begins hides nothing. */
const BEGINNING = 60_000;

function boots({ signs, profiles }: Findings): BlindSpot[] {
  const starts = new Map(profiles.map((profile) => [profile.source, spanOf(profile)?.first ?? -Infinity]));
  const inside = signs.filter(
    ({ rule, first, evidence }) =>
      rule.category === BOOT && first !== undefined && first - starts.get(evidence[0]!.source)! > BEGINNING,
  );
  return [...Map.groupBy(inside, ({ host }) => host).values()].map(bootsOfHost);
}

/** In order of their times. */
function bootsOfHost(own: readonly Incident[]): BlindSpot {
  const { host, first, evidence } = own.at(-1)!;
  const times = own.length === 1 ? 'booted' : `booted ${own.length} times, last`;
  const text = `the machine ${times} at ${momentOf(first!)}: what it logged just before may be missing`;
  const source = evidence[0]!.source;
  return { code: 'boot', text, count: own.length, source, ...(host === '' ? {} : { host }) };
}

function droppedBy({ rule, host, count, first, last, evidence }: Incident): BlindSpot {
  return {
    code: 'lines-dropped',
    text: rule.title,
    count,
    source: evidence[0]!.source,
    ...(host === '' ? {} : { host }),
    ...(first === undefined || last === undefined ? {} : { from: first, to: last }),
  };
}

/** A file of one or two lines is a version or a date, no log. */
const FEW_SAMPLES = 3;

function withoutTime(profiles: readonly SourceProfile[]): BlindSpot[] {
  const timeless = profiles.filter(
    (profile) => profile.samples.length >= FEW_SAMPLES && spanOf(profile) === undefined,
  );
  if (timeless.length === 0) return [];
  const [first] = timeless;
  const which = timeless.length === 1 ? first!.source : `${timeless.length} logs`;
  const text = `no line of ${which} that was looked at has a time: what came first is told by the order of lines only`;
  return [
    {
      code: 'no-time',
      text,
      count: timeless.length,
      ...(timeless.length === 1 ? { source: first!.source } : {}),
    },
  ];
}

function undecodable(profiles: readonly SourceProfile[]): BlindSpot[] {
  return profiles.flatMap(({ source, samples }) => {
    const broken = samples.filter(({ isBroken }) => isBroken).length;
    if (broken === 0) return [];
    const text = `${broken} of ${samples.length} lines looked at have bytes that are no UTF-8`;
    return [{ code: 'undecodable' as const, text, count: broken, source }];
  });
}

function zoneAssumed(profiles: readonly SourceProfile[]): BlindSpot[] {
  const open = profiles.flatMap(({ source, assumed }) =>
    assumed === undefined ? [] : [{ source, ...assumed }],
  );
  const [first] = open;
  if (first === undefined) return [];
  const which = open.length === 1 ? first.source : `${open.length} logs of bundles`;
  const why = first.piped ? 'a bundle in a pipe is read only once' : 'their bundle does not tell it';
  const text = `the times of ${which} name no time zone (${why}): they were read as ${first.zone}; --timezone names another`;
  return [
    {
      code: 'zone-assumed',
      text,
      count: open.length,
      ...(open.length === 1 ? { source: first.source } : {}),
    },
  ];
}
