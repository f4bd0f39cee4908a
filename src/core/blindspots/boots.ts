/** Boots within the logs, and those that came without a shutdown. */
import type { Evidence, Incident } from '../incidents/incident.ts';
import type { BlindSpot } from './blind-spot.ts';
import { bootsById } from './clock-steps.ts';
import type { SeenBoot } from './clock-steps.ts';
import { momentOf } from './moment.ts';
import { spanOf } from './profile.ts';
import type { SourceProfile } from './profile.ts';

/** Category of rules that tell of boots. */
export const BOOT = 'boot';
/** A boot with which its log begins hides nothing. */
const BEGINNING = 60_000;

/** A boot somewhere within a log. */
interface Boot {
  readonly host: string;
  readonly source: string;
  /** ms since the epoch: no later than this. */
  readonly time: number;
  /** Nothing of a shutdown stands before it, though it should. */
  readonly isUnclean: boolean;
}

export function bootSpots(signs: readonly Incident[], profiles: readonly SourceProfile[]): BlindSpot[] {
  const told = bootsTold(signs, profiles);
  const seen = profiles.flatMap(bootsById).filter((boot) => !told.some((other) => isSame(boot, other)));
  const boots = [...told, ...distinct(seen)].sort((a, b) => a.time - b.time);
  return [...Map.groupBy(boots, ({ host }) => host).values()].flatMap(spotsOfHost);
}

/** Times of the boots of which lines tell. */
export function bootTimes(signs: readonly Incident[]): number[] {
  return signs.flatMap(({ rule, first }) => (rule.category === BOOT && first !== undefined ? [first] : []));
}

function bootsTold(signs: readonly Incident[], profiles: readonly SourceProfile[]): Boot[] {
  const starts = new Map(profiles.map((profile) => [profile.source, spanOf(profile)?.first]));
  return signs.flatMap(({ rule, host, first, evidence }) => {
    const [proof] = evidence;
    if (rule.category !== BOOT || first === undefined || proof === undefined) return [];
    const start = starts.get(proof.source);
    if (start === undefined || first - start <= BEGINNING) return [];
    return [{ host, source: proof.source, time: first, isUnclean: isUnclean(proof) }];
  });
}

/** journalctl's mark stands right behind the last line of the boot before. */
const MARK = /-- (?:Boot [0-9a-f]+|Reboot) --/;
/** Lines of an orderly end: of systemd and what it stops, of journald, rsyslog, the kernel. */
const ORDERLY =
  /Journal stopped|Reached target|Shutting down|System is (?:rebooting|powering|halting|going)|systemd-shutdow|exiting on signal|SIGTERM|[Ss]topp(?:ed|ing)|Deactivated|Succeeded\.|Consumed |Unmount|[Rr]eboot|[Pp]ower(?:ed|ing)? ?down|kexec|[Hh]alting/;
/** The kernel's lines end without a word of the shutdown. */
const KERNEL = /\bkernel: |^\[ *\d+\.\d+\] /;

function isUnclean({ text, before }: Evidence): boolean {
  const lines = MARK.test(text) ? before : before.filter((line) => isOlder(line, text));
  return lines.length > 0 && !lines.some((line) => ORDERLY.test(line) || KERNEL.test(line));
}

const CLOCK = /\b(\d\d):(\d\d):(\d\d)\b/;
const DAY = 86_400;
/** s: the first lines of a boot come together, some before the kernel's. */
const TOGETHER = 5;

/** By the times of the day that stand in them, is the line from before the boot? */
function isOlder(line: string, boot: string): boolean {
  const [then, now] = [line, boot].map(secondOfDay);
  if (then === undefined || now === undefined) return false;
  const distance = (now - then + DAY) % DAY;
  return distance > TOGETHER && distance < DAY / 2;
}

function secondOfDay(line: string): number | undefined {
  const found = CLOCK.exec(line);
  return found === null ? undefined : (Number(found[1]) * 60 + Number(found[2])) * 60 + Number(found[3]);
}

/** One boot is seen in each log of its machine. */
function distinct(boots: readonly SeenBoot[]): Boot[] {
  const found: SeenBoot[] = [];
  for (const boot of [...boots].sort((a, b) => a.to - a.from - (b.to - b.from)))
    if (!found.some((other) => other.host === boot.host && other.from <= boot.to && other.to >= boot.from))
      found.push(boot);
  return found.map(({ host = '', source, to }) => ({ host, source, time: to, isUnclean: false }));
}

function isSame({ host = '', from, to }: SeenBoot, told: Boot): boolean {
  return told.host === host && told.time >= from - BEGINNING && told.time <= to + BEGINNING;
}

/** In order of their times. */
function spotsOfHost(boots: readonly Boot[]): BlindSpot[] {
  const [unclean, others] = [boots.filter((boot) => boot.isUnclean), boots.filter((boot) => !boot.isUnclean)];
  return [
    ...spotOf(
      'unclean-end',
      unclean,
      (when) => `the machine went down without a shutdown and ${when}: its last lines before are missing`,
    ),
    ...spotOf('boot', others, (when) => `the machine ${when}: what it logged just before may be missing`),
  ];
}

function spotOf(
  code: BlindSpot['code'],
  boots: readonly Boot[],
  text: (when: string) => string,
): BlindSpot[] {
  const last = boots.at(-1);
  if (last === undefined) return [];
  const { host, source, time } = last;
  const when = `${boots.length === 1 ? 'booted' : `booted ${boots.length} times, last`} at ${momentOf(time)}`;
  return [{ code, text: text(when), count: boots.length, source, ...(host === '' ? {} : { host }) }];
}
