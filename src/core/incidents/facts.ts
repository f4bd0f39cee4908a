/** Facts of one rule: each value once a host, with the place where it was first seen. */
import type { Rule } from '../rules/rule.ts';
import { cut, own } from '../text/own.ts';
import { Bottom } from './bottom.ts';
import type { Fact } from './incident.ts';
import { comparePositions, MAX_VALUE } from './observation.ts';
import type { Observation, Position } from './observation.ts';

const MAX_FACTS = 1000;

interface Seen extends Position {
  readonly value: string;
  readonly host: string;
  readonly line: number;
}

interface Slot {
  seen: Seen;
}

type SeenData = Omit<Seen, 'time'> & { readonly time: number | null };

export interface FactsData {
  readonly bound: number | null;
  readonly seen: readonly SeenData[];
}

export class Facts {
  private readonly slots = new Bottom<Slot>(MAX_FACTS);

  add({ captures, host, time, origin }: Observation): void {
    const value = own(cut(captures.version ?? captures.value ?? '', MAX_VALUE));
    this.put({ value, host: own(cut(host, MAX_VALUE)), time, ...origin });
  }

  list(rule: Rule): Fact[] {
    return [...this.slots.kept().values()].map(({ seen }) => {
      const { value, host, time, source, line, offset } = seen;
      return { name: rule.fact ?? rule.id, value, host, time, origin: { source, line, offset } };
    });
  }

  rebase(source: string, lines: number): void {
    for (const slot of this.slots.kept().values()) {
      if (slot.seen.source === source) slot.seen = { ...slot.seen, line: slot.seen.line + lines };
    }
  }

  absorb(data: FactsData): void {
    for (const seen of data.seen) this.put({ ...seen, time: seen.time ?? undefined });
    if (data.bound !== null) this.slots.overflow(data.bound);
  }

  toJSON(): FactsData {
    const seen = Array.from(this.slots.kept().values(), ({ seen }) => ({ ...seen, time: seen.time ?? null }));
    return { bound: this.slots.limitHash ?? null, seen };
  }

  private put(seen: Seen): void {
    const slot = this.slots.getOrAdd(JSON.stringify([seen.value, seen.host]), () => ({ seen }));
    if (slot !== undefined && comparePositions(seen, slot.seen) < 0) slot.seen = seen;
  }
}

/** Each (name, value, host) once, earliest first seen; by name, host, first seen. Several rules can read the same fact. */
export function mergeFacts(facts: readonly Fact[]): Fact[] {
  const byText = new Map<string, Fact>();
  for (const fact of facts.toSorted(compareSeen)) {
    const text = JSON.stringify([fact.name, fact.value, fact.host]);
    if (!byText.has(text)) byText.set(text, fact);
  }
  return [...byText.values()].sort(compareFacts);
}

function compareSeen(a: Fact, b: Fact): number {
  return comparePositions({ time: a.time, ...a.origin }, { time: b.time, ...b.origin });
}

function compareFacts(a: Fact, b: Fact): number {
  const [x, y] = [JSON.stringify([a.name, a.host]), JSON.stringify([b.name, b.host])];
  if (x !== y) return x < y ? -1 : 1;
  return compareSeen(a, b) || (a.value < b.value ? -1 : 1);
}
