/** What tells matching lines apart, and what they have in common with their incidents. */
import { createHash } from 'node:crypto';
import { DOCUMENT } from '../../core/incidents/observation.ts';
import type { Evidence, Incident } from '../../core/incidents/incident.ts';

/** Of lines that are alike, so many are counted at a time; of a flood those of a second matter. */
const MAX_ALIKE = 1 << 15;

/** A matching line. */
export interface KeyedLine {
  readonly key: string;
  readonly host: string;
  readonly evidence: Evidence;
}

/** Rule, host and group as one value: the lines of an incident have it, too. */
export function keyOf({ rule, host, group }: Pick<Incident, 'rule' | 'host' | 'group'>): string {
  return hashOf([rule.id, host, ...Object.values(group)]).slice(0, 24);
}

/**
 * Ids of matching lines, the same each time that a log is read from its start: what the line says, and the how many-th such line of its time
 * it is. So it is known again in a copy, a renamed, rotated or compressed file. Where no host is known, two machines may write the same:
 * then its offset counts. Without a time, and in an index, its place is all there is.
 */
export class LineIds {
  /** How many came so far, by source and line; the latest at the end. */
  private readonly alike = new Map<string, number>();

  /** To be asked in the order of the lines, once each. */
  idOf({ key, host, evidence }: KeyedLine): string {
    const { time, text, source, offset } = evidence;
    const what = [key, text];
    if (time === undefined || source.startsWith(DOCUMENT)) return hashOf([...what, source, offset]);
    if (host === '') return hashOf([...what, time, offset]);
    const first = hashOf([...what, time]);
    const nth = this.count(`${source} ${first}`);
    return nth === 0 ? first : hashOf([first, nth]);
  }

  private count(line: string): number {
    const { alike } = this;
    const count = alike.get(line) ?? 0;
    alike.delete(line);
    alike.set(line, count + 1);
    if (alike.size > MAX_ALIKE) alike.delete(alike.keys().next().value!);
    return count;
  }
}

function hashOf(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
