/** Entries that hold a rule's literal and do not meet it, by reason. */
import type { Entry, Origin } from '../entry.ts';
import { compileAlternative } from '../rules/alternative.ts';
import { matchingAlternatives } from '../rules/located.ts';
import type { Alternative, Rule } from '../rules/rule.ts';
import { whyNot, whyNotText } from '../rules/why-not.ts';
import { alternativeText } from './outlook.ts';

export interface Missed {
  /** The alternative whose literal the entry holds. */
  readonly alternative: string;
  readonly reason: string;
  readonly count: number;
  /** Where it was seen first. */
  readonly first: Origin;
}

/** Reasons that are told apart. */
const MAX_REASONS = 200;
const OTHER = 'other reasons';

interface Found {
  readonly alternative: Alternative;
  readonly literal: string;
}

export class Misses {
  private readonly alternatives: readonly Found[];
  private readonly reasons = new Map<string, Missed & { count: number }>();
  private held = 0;

  constructor(rule: Rule) {
    this.alternatives = matchingAlternatives(rule).map(({ alternative }) => ({
      alternative,
      literal: alternative.literal ?? compileAlternative(alternative).literal ?? '',
    }));
  }

  /** `meets`: the entry meets some alternative. */
  take(entry: Entry, origin: Origin, meets: boolean): void {
    const texts = [entry.message, ...entry.fields.map(({ value }) => value)];
    const held = this.alternatives.find(({ literal }) => texts.some((text) => text.includes(literal)));
    if (held === undefined && !meets) return;
    this.held++;
    if (meets || held === undefined) return;
    const why = whyNot(held.alternative, entry);
    if (why !== undefined) this.count(alternativeText(held.alternative), whyNotText(why), origin);
  }

  result(): { held: number; missed: Missed[] } {
    return { held: this.held, missed: [...this.reasons.values()].sort((a, b) => b.count - a.count) };
  }

  private count(alternative: string, reason: string, first: Origin): void {
    const key = JSON.stringify([alternative, reason]);
    const known = this.reasons.get(key);
    if (known !== undefined) known.count++;
    else if (this.reasons.size < MAX_REASONS) this.reasons.set(key, { alternative, reason, count: 1, first });
    else this.other(first);
  }

  private other(first: Origin): void {
    const known = this.reasons.get(OTHER);
    if (known === undefined) this.reasons.set(OTHER, { alternative: '', reason: OTHER, count: 1, first });
    else known.count++;
  }
}
