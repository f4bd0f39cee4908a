/** Which root to look at first, and why. */
import type { Incident } from '../incidents/incident.ts';
import { SEVERITIES } from '../rules/rule.ts';
import type { Severity } from '../rules/rule.ts';
import { rfc3339 } from '../text/amounts.ts';
import type { Root } from './graph.ts';
import { hostName } from './links.ts';

/** By the worst severity of the root and what it explains, then by how much it explains, its first time, its id. */
export function compareRoots(a: Root, b: Root): number {
  return (
    SEVERITIES.indexOf(worst(a)) - SEVERITIES.indexOf(worst(b)) ||
    b.explains.length - a.explains.length ||
    compareTimes(a.incident.first, b.incident.first) ||
    (a.incident.id < b.incident.id ? -1 : 1)
  );
}

/** `critical; explains 4 other incidents on node30; began first at 2020-03-05T17:22:36Z`. */
export function rankReason(root: Root, isFirst: boolean): string {
  const { incident } = root;
  return [severityText(root), explainsText(root), timeText(incident, isFirst), resolvedText(incident)]
    .filter((part) => part !== '')
    .join('; ');
}

function severityText(root: Root): string {
  const { severity } = root.incident.rule;
  const top = worst(root);
  return top === severity ? severity : `${severity}, but explains a ${top} one`;
}

function explainsText({ incident, explains }: Root): string {
  if (explains.length === 0) return 'explains no other incident';
  const hosts = [...new Set(explains.map((one) => one.host))];
  const where = hosts.length === 1 ? `on ${hostName(hosts[0]!)}` : `on ${hosts.length} hosts`;
  const noun = explains.length === 1 ? 'incident' : 'incidents';
  const place = hosts.length === 1 && hosts[0] === '' && incident.host === '' ? '' : ` ${where}`;
  return `explains ${explains.length} other ${noun}${place}`;
}

function timeText({ first }: Incident, isFirst: boolean): string {
  if (first === undefined) return 'its lines have no time';
  return `began ${isFirst ? 'first ' : ''}at ${shortTime(first)}`;
}

function resolvedText({ resolved }: Incident): string {
  if (resolved === undefined) return '';
  return resolved.time === undefined ? 'resolved later' : `resolved at ${shortTime(resolved.time)}`;
}

function shortTime(ms: number): string {
  return `${rfc3339(ms).slice(0, 19)}Z`;
}

function worst({ incident, explains }: Root): Severity {
  let index = SEVERITIES.indexOf(incident.rule.severity);
  for (const { rule } of explains) index = Math.min(index, SEVERITIES.indexOf(rule.severity));
  return SEVERITIES[index]!;
}

function compareTimes(a: number | undefined, b: number | undefined): number {
  if (a === b) return 0;
  return (a ?? Infinity) - (b ?? Infinity);
}
