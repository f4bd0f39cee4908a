/** Which incident explains which. */
import type { Incident } from '../incidents/incident.ts';
import type { Cause, Rule } from '../rules/rule.ts';
import { formatDuration, rfc3339 } from '../text/amounts.ts';
import { visible } from '../text/visible.ts';
import type { CauseLink } from './diagnosis.ts';

/** Links of one incident to incidents of one causing rule; the nearest in time. */
const MAX_LINKS = 16;

/** For each incident whose rule names causes, the incidents of these rules that are in scope and in time. */
export function findLinks(
  incidents: readonly Incident[],
  rules: ReadonlyMap<string, Rule>,
): readonly CauseLink[] {
  const byRule = groupBy(incidents, (incident) => incident.rule.id);
  const byRuleAndHost = groupBy(incidents, (incident) => placeText(incident.rule.id, incident.host));
  const links: CauseLink[] = [];
  for (const effect of incidents) {
    for (const cause of rules.get(effect.rule.id)?.causedBy ?? []) {
      const ofRule = byRule.get(cause.rule) ?? [];
      const onHost = (host: string) => byRuleAndHost.get(placeText(cause.rule, host)) ?? [];
      const maybeHere = effect.host === '' ? ofRule : onHost('');
      const inScope =
        cause.scope === 'cluster' ? ofRule : [...onHost(effect.host), ...besides(maybeHere, effect)];
      for (const found of nearest(inScope, effect, cause)) {
        links.push({ cause: found.id, effect: effect.id, reason: linkReason(found, effect) });
      }
    }
  }
  return links;
}

/** Those of the same log where one side's lines name a host and the other's don't: pasted logs often lose the beginnings of some lines. */
function besides(causes: readonly Incident[], effect: Incident): readonly Incident[] {
  return causes.filter((cause) => isHostMissing(cause, effect) && isOneLog(cause, effect));
}

function isHostMissing(a: Incident, b: Incident): boolean {
  return (a.host === '') !== (b.host === '');
}

function isOneLog(a: Incident, b: Incident): boolean {
  return a.evidence.some(({ source }) => b.evidence.some((other) => other.source === source));
}

function nearest(inScope: readonly Incident[], effect: Incident, cause: Cause): readonly Incident[] {
  const found = inScope.filter((incident) => incident !== effect && isInTime(incident, effect, cause));
  if (found.length <= MAX_LINKS) return found;
  const distance = ({ first }: Incident) => Math.abs((first ?? Infinity) - (effect.first ?? 0));
  return found.sort((a, b) => compareNumbers(distance(a), distance(b))).slice(0, MAX_LINKS);
}

/** Without a time on either side nothing speaks against it. */
function isInTime(cause: Incident, effect: Incident, { slackBefore, slackAfter }: Cause): boolean {
  if (cause.first === undefined || cause.last === undefined || effect.first === undefined) return true;
  return cause.first <= effect.first + slackBefore && effect.first <= cause.last + slackAfter;
}

/** `"The certificate has expired" at 17:22:36Z on the same host, 2 s before`. */
function linkReason(cause: Incident, effect: Incident): string {
  const where = placeOf(cause, effect);
  if (cause.first === undefined || effect.first === undefined) {
    return `"${cause.rule.title}" ${where}; not all lines have a time, so which came first is not known`;
  }
  const at = clockTime(cause.first, effect.first);
  return `"${cause.rule.title}" at ${at} ${where}, ${distanceText(cause, effect.first)}`;
}

function placeOf(cause: Incident, effect: Incident): string {
  if (isHostMissing(cause, effect) && isOneLog(cause, effect)) return 'in the same log';
  if (cause.host !== effect.host) return `on ${hostName(cause.host)}`;
  return cause.host === '' ? 'in logs that name no host' : 'on the same host';
}

function distanceText(cause: Incident, effectFirst: number): string {
  const ahead = effectFirst - cause.first!;
  if (ahead === 0) return 'at the same time';
  if (ahead < 0) return `logged ${formatDuration(-ahead)} after its effect`;
  const ongoing = cause.last! >= effectFirst && cause.last! > cause.first!;
  return `${formatDuration(ahead)} before${ongoing ? ' and still going on' : ''}`;
}

/** Time of day, with the date where it differs from that of `other`. */
function clockTime(ms: number, other: number): string {
  const [text, otherText] = [rfc3339(ms), rfc3339(other)];
  return `${text.slice(0, 10) === otherText.slice(0, 10) ? text.slice(11, 19) : text.slice(0, 19)}Z`;
}

/** Safe for people; a host that no line names has words, too. */
export function hostName(host: string): string {
  return host === '' ? 'an unnamed host' : visible(host);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function placeText(rule: string, host: string): string {
  return JSON.stringify([rule, host]);
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
