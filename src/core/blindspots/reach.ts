/** What the logs do not reach: the beginning of a failure, its time in other logs, other nodes. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Fact, Incident } from '../incidents/incident.ts';
import type { Severity } from '../rules/rule.ts';
import { formatDuration } from '../text/amounts.ts';
import type { BlindSpot } from './blind-spot.ts';
import { logOf } from './log-name.ts';
import { momentOf } from './moment.ts';
import { hostsOf, spanOf, timesOf } from './profile.ts';
import type { SourceProfile } from './profile.ts';

export interface Findings {
  readonly profiles: readonly SourceProfile[];
  readonly incidents: readonly Incident[];
  /** Incidents of rules that tell where a log is blind. */
  readonly signs: readonly Incident[];
  readonly diagnoses: readonly Diagnosis[];
  readonly facts: readonly Fact[];
}

/** A failure that a log begins with began before it; a log of a start has its banner first. */
const AT_ONCE = 5000;
const FIRST_LINES = 3;
/** Other logs should tell of this time before and after a failure's first line. */
const NEAR = 5 * 60_000;

const MATTERS: ReadonlySet<Severity> = new Set(['critical', 'high', 'medium']);

/** Of the most urgent diagnosis only: its beginning is what one looks for. */
export function reachOf(findings: Findings): BlindSpot[] {
  const [diagnosis] = findings.diagnoses;
  const root = findings.incidents.find(({ id }) => id === diagnosis?.root);
  if (diagnosis === undefined || root?.first === undefined || !MATTERS.has(diagnosis.severity)) return [];
  const subject = { title: diagnosis.title, root, first: root.first };
  return [...beginsLate(findings, subject), ...notCovered(findings, subject)];
}

interface Subject {
  readonly title: string;
  readonly root: Incident;
  /** ms since the epoch. */
  readonly first: number;
}

function beginsLate({ profiles }: Findings, { title, root, first }: Subject): BlindSpot[] {
  const proof = root.evidence[0]!;
  const profile = profiles.find(({ source }) => source === proof.source);
  const begin = profile === undefined ? undefined : spanOf(profile)?.first;
  if (begin === undefined || proof.line > FIRST_LINES || first - begin > AT_ONCE) return [];
  const text = `the log begins with "${title}": how and when it began is not in it`;
  return [{ code: 'begins-late', text, count: 1, source: proof.source, to: first }];
}

function notCovered({ profiles }: Findings, { title, first }: Subject): BlindSpot[] {
  const spans = [...Map.groupBy(profiles, ({ source }) => logOf(source)).values()].flatMap(
    (parts) => logSpan(parts) ?? [],
  );
  const away = spans.filter((span) => distance(span, first) > Math.max(NEAR, span.silence));
  if (away.length === 0) return [];
  const [nearest] = [...away].sort((a, b) => distance(a, first) - distance(b, first));
  const { source } = nearest!;
  const where =
    nearest!.last < first
      ? `${source} ends ${formatDuration(first - nearest!.last)} before`
      : `${source} begins ${formatDuration(nearest!.first - first)} after`;
  const text = `${away.length} of ${spans.length} logs ${away.length === 1 ? 'has' : 'have'} no line from when "${title}" began (${momentOf(first)}): ${where}`;
  return [{ code: 'not-covered', text, count: away.length, ...(away.length === 1 ? { source } : {}) }];
}

interface LogSpan {
  readonly source: string;
  readonly first: number;
  readonly last: number;
  /** ms: the longest that the log is silent anyway. */
  readonly silence: number;
}

/** Of a log with all its rotated files. */
function logSpan(parts: readonly SourceProfile[]): LogSpan | undefined {
  const times = parts.flatMap((part) => timesOf(part).map(({ time }) => time)).sort((a, b) => a - b);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const silence = times.reduce((longest, time, i) => Math.max(longest, time - (times[i - 1] ?? time)), 0);
  return { source: parts[0]!.source, first, last, silence };
}

function distance({ first, last }: { first: number; last: number }, time: number): number {
  return Math.max(first - time, time - last);
}

/** Nodes that incidents name by a capture called `node`, and of which no log was read. */
export function nodesWithoutLog({ profiles, incidents, facts }: Findings): BlindSpot[] {
  const hosts = new Set(
    [...hostsOf(profiles), ...incidents.map(({ host }) => host), ...facts.map(({ host }) => host)]
      .filter((host) => host !== '')
      .map(shortName),
  );
  // Logs that name no host may be any node's.
  if (hosts.size === 0) return [];
  const named = incidents.flatMap(({ captures }) => captures.node?.values ?? []).map(({ value }) => value);
  const missing = [...new Set(named.filter((name) => name !== '' && !hosts.has(shortName(name))))].sort();
  if (missing.length === 0) return [];
  const listed = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ', …' : '');
  const text = `nodes are named of which no log was read: ${listed}`;
  return [{ code: 'no-log-of-node', text, count: missing.length }];
}

function shortName(host: string): string {
  return /^[\d.:]+$/.test(host) ? host : host.split('.')[0]!.toLowerCase();
}
