/** Finds the rules that come near an entry: those that share most of their rarer words with it. */
import type { Entry } from '../entry.ts';
import { matchingAlternatives } from '../rules/located.ts';
import type { Alternative, Rule } from '../rules/rule.ts';
import { textPieces, whyNot } from '../rules/why-not.ts';
import type { WhyNot } from '../rules/why-not.ts';

export interface Near {
  readonly rule: Rule;
  readonly alternative: Alternative;
  readonly why: WhyNot;
}

interface Known {
  readonly rule: Rule;
  readonly alternative: Alternative;
  readonly words: readonly string[];
}

/** Share of an alternative's words, weighed by rarity, that must be there. */
const ENOUGH = 0.5;
/** Surprise in bits that the shared words must come to: one rare word or two common ones. */
const LEAST = 7;

export class Nearest {
  private readonly known: readonly Known[];
  private readonly weights = new Map<string, number>();

  constructor(rules: readonly Rule[]) {
    this.known = rules.flatMap((rule) =>
      matchingAlternatives(rule).map(({ alternative }) => ({
        rule,
        alternative,
        words: wordsOf(textPieces(alternative)),
      })),
    );
    const counts = new Map<string, number>();
    for (const { words } of this.known)
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) this.weights.set(word, Math.log2(this.known.length / count) + 1);
  }

  /** The nearest alternative of each of the nearest rules that the entry does not meet, best first. */
  find(entry: Entry, limit: number): Near[] {
    const present = new Set(wordsOf([entry.message, ...entry.fields.map(({ value }) => value)]));
    const ranked = this.known
      .map((known) => ({ known, score: this.score(known.words, present) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    const near = new Map<Rule, Near>();
    const met = new Set<Rule>();
    for (const { known } of ranked) {
      if (near.size >= limit) break;
      const { rule, alternative } = known;
      if (near.has(rule) || met.has(rule)) continue;
      const why = whyNot(alternative, entry);
      if (why === undefined) met.add(rule);
      else near.set(rule, { rule, alternative, why });
    }
    return [...near.values()].filter(({ rule }) => !met.has(rule));
  }

  private score(words: readonly string[], present: ReadonlySet<string>): number {
    let all = 0;
    let shared = 0;
    let count = 0;
    for (const word of words) {
      const weight = this.weights.get(word)!;
      all += weight;
      if (!present.has(word)) continue;
      shared += weight;
      count++;
    }
    return (count > 1 || shared === all) && shared >= LEAST && shared >= all * ENOUGH
      ? (shared * shared) / all
      : 0;
  }
}

/** Words of three letters or more, small, each once. */
function wordsOf(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.toLowerCase().match(/[a-z0-9_-]{3,}/g) ?? []))];
}
