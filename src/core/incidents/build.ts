/** Makes incidents of what was kept. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Rule } from '../rules/rule.ts';
import { fillProse } from '../text/slots.ts';
import type { CaptureValues, Evidence, Incident } from './incident.ts';
import type { Key } from './key.ts';
import type { Session } from './session.ts';
import type { Sight } from './sight.ts';

/** Follows the title of what stays below its threshold. */
export const HINT = 'too few lines to be sure';

export interface Finding {
  readonly rule: Rule;
  readonly key: Key;
  readonly session: Session;
  /** The line that shows that it is over. */
  readonly resolved: Sight | undefined;
  /** Lines of proof of the match that a line stands for. */
  readonly linesOf: (evidence: Evidence) => readonly Evidence[];
}

export function buildIncident({ rule, key, session, resolved, linesOf }: Finding): Incident {
  const { first, last, timed } = session;
  const captures = capturesOf(session);
  const { id, kind, category } = rule;
  const named = fillProse(rule.title, (name) => valueOf(captures, key.host, name));
  const sure = session.isReported();
  const severity = sure || rule.severity === 'info' ? rule.severity : 'low';
  const title = sure ? named : `${named} (${HINT})`;
  return {
    id: incidentId(rule, key, session),
    rule: { id, kind, title, severity, category },
    host: key.host,
    group: Object.fromEntries(rule.groupBy.map((name, i) => [name, key.values[i]!])),
    count: session.count,
    first: timed ? first : undefined,
    last: timed ? last : undefined,
    histogram: timed ? session.buckets.histogram() : undefined,
    captures,
    evidence: session.ends.evidence().flatMap(linesOf),
    resolved: resolved && { time: resolved.time, evidence: resolved.evidence! },
  };
}

/** The most frequent value of a capture; `host` is the incident's where no capture has that name. */
export function valueOf(
  captures: Readonly<Record<string, CaptureValues>>,
  host: string,
  name: string,
): string | undefined {
  if (Object.hasOwn(captures, name)) return captures[name]!.values[0]?.value;
  return name === 'host' ? host : undefined;
}

/** Sorted by name, so that the order in which captures were first seen does not show. */
function capturesOf(session: Session): Record<string, CaptureValues> {
  const names = [...session.captures.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, session.captures.get(name)!.values()]));
}

/** The same log scanned elsewhere gives the same id: where the source lies is no part of it. */
function incidentId(rule: Rule, key: Key, session: Session): string {
  const start = session.timed ? ['time', Math.floor(session.first)] : ['offset', session.ends.first.offset];
  const text = JSON.stringify([rule.id, key.host, ...key.values, ...start]);
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 24);
}

/** By first time (those without last), then rule, host, group, id. */
export function compareIncidents(a: Incident, b: Incident): number {
  const [x, y] = [a.first ?? Infinity, b.first ?? Infinity];
  if (x !== y) return x - y;
  return compareText(sortText(a), sortText(b));
}

function sortText(incident: Incident): string {
  return JSON.stringify([incident.rule.id, incident.host, Object.values(incident.group), incident.id]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
