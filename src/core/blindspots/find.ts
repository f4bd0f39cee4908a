/** All blind spots of a scan. Deterministic for the same samples and findings. */
import type { Incident, RuleRef } from '../incidents/incident.ts';
import { BLIND_SPOT_CODES } from './blind-spot.ts';
import type { BlindSpot } from './blind-spot.ts';
import { BOOT, bootSpots, bootTimes } from './boots.ts';
import { jumpsIn } from './jumps.ts';
import { spanOf } from './profile.ts';
import type { SourceProfile } from './profile.ts';
import { nodesWithoutLog, reachOf } from './reach.ts';
import type { Findings } from './reach.ts';
import { rotationGaps } from './rotation.ts';

export type { Findings } from './reach.ts';

/** Categories of rules that tell where a log is blind: their incidents are no failures. */
const DROPPED = 'blind-spot';

/** Is it told as a blind spot only? */
export function isBlindSpot({ rule }: { readonly rule: Pick<RuleRef, 'category'> }): boolean {
  return rule.category === DROPPED || rule.category === BOOT;
}

export function findBlindSpots(findings: Findings): BlindSpot[] {
  const { profiles } = findings;
  const boots = bootTimes(findings.signs);
  const spots = [
    ...reachOf(findings),
    ...dropped(findings),
    ...bootSpots(findings.signs, profiles),
    ...rotationGaps(profiles),
    ...profiles.flatMap((profile) => jumpsIn(profile, findings.incidents, boots)),
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
  'unclean-end',
  'boot',
  'rotation-gap',
  'clock-forward',
  'clock-back',
  'gap',
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

/** Logs that are told to have no time at all. */
export function timelessOf(profiles: readonly SourceProfile[]): SourceProfile[] {
  return profiles.filter((profile) => profile.samples.length >= FEW_SAMPLES && spanOf(profile) === undefined);
}

function withoutTime(profiles: readonly SourceProfile[]): BlindSpot[] {
  const timeless = timelessOf(profiles);
  if (timeless.length === 0) return [];
  const [first] = timeless;
  const which = timeless.length === 1 ? first!.source : `${timeless.length} logs`;
  const text = `no line of ${which} that was looked at has a time: what came first is told by the order of lines only, and time windows of rules count as met`;
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
