/** What a source's name and first bytes tell before its first line is read. */
import type { SourceContext } from './format.ts';
import { fromPath } from './paths/told.ts';
import { findAnchor } from './time/anchor.ts';
import type { Anchor } from './time/anchor.ts';
import { ZoneClock, zoneName } from './time/zone.ts';

export { fromPath } from './paths/told.ts';

export interface SourceFacts {
  /** Name as shown in proofs. */
  readonly name: string;
  /** Path with `/`; for an archive member `archive!member`. Default: the name. */
  readonly path?: string | undefined;
  /** ms since the epoch; for standard input the time of the start. */
  readonly modified: number;
  /** The first bytes (64 KiB are looked at). */
  readonly head: Uint8Array | string;
  /** IANA zone or fixed offset (`+02:00`). */
  readonly timeZone: string;
  /** The same, as the bundle tells it of the clock that wrote the lines. */
  readonly bundleZone?: string | undefined;
  /** The user named the zone: what the lines themselves tell does not count. */
  readonly timeZoneGiven?: boolean | undefined;
  /** `--format`. */
  readonly forcedFormat?: string | undefined;
}

/** The context of one source. Depends on the source alone, never on how it is split. */
export function contextOf(facts: SourceFacts): SourceContext {
  const told = fromPath(facts.path ?? facts.name);
  const anchor = findAnchor(facts.head);
  const { timeZone, bundleZone } = facts;
  return {
    name: facts.name,
    modified: facts.modified,
    anchor: anchor?.ms,
    timeZone: facts.timeZoneGiven === true ? timeZone : zoneOf(anchor, bundleZone ?? timeZone),
    pathHost: told.host,
    pathUnit: told.unit,
    pathComponent: told.component,
    forcedFormat: facts.forcedFormat,
  };
}

/** The lines' own distance from UTC, where they tell one that is not the expected zone's. */
function zoneOf(anchor: Anchor | undefined, expected: string): string {
  if (anchor?.offset === undefined || new ZoneClock(expected).offsetAt(anchor.ms) === anchor.offset)
    return expected;
  return zoneName(anchor.offset);
}
