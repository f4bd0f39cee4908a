/** The chains of `causedBy`, up to the causes and down to the effects. */
import type { Rule } from './rule.ts';

export interface Link {
  readonly rule: string;
  /** Undefined: there is no such rule in the pack. */
  readonly title: string | undefined;
  /** Steps from the rule that was asked about, from 1. */
  readonly depth: number;
}

/** Each rule comes once, at its nearest place, below the rule that it is linked to. */
const MAX_DEPTH = 8;

/** What can cause the rule, directly or through others, depth first. */
export function causesOf(rule: Rule, rules: readonly Rule[]): Link[] {
  return chain(rule.id, rules, upward(rules));
}

/** What the rule can cause. */
export function effectsOf(rule: Rule, rules: readonly Rule[]): Link[] {
  const effects = new Map<string, string[]>();
  for (const { id, causedBy } of rules)
    for (const cause of causedBy) effects.set(cause.rule, [...(effects.get(cause.rule) ?? []), id]);
  return chain(rule.id, rules, effects);
}

function upward(rules: readonly Rule[]): Map<string, string[]> {
  return new Map(rules.map(({ id, causedBy }) => [id, causedBy.map((cause) => cause.rule)]));
}

function chain(start: string, rules: readonly Rule[], next: ReadonlyMap<string, readonly string[]>): Link[] {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const depths = depthsFrom(start, next);
  const links: Link[] = [];
  const given = new Set([start]);
  const visit = (id: string, depth: number): void => {
    for (const other of next.get(id) ?? []) {
      if (given.has(other) || depths.get(other) !== depth) continue;
      given.add(other);
      links.push({ rule: other, title: titles.get(other), depth });
      visit(other, depth + 1);
    }
  };
  visit(start, 1);
  return links;
}

/** Fewest steps to each rule that can be reached. */
function depthsFrom(start: string, next: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const depths = new Map([[start, 0]]);
  let front = [start];
  for (let depth = 1; depth <= MAX_DEPTH && front.length > 0; depth++) {
    front = front.flatMap((id) => next.get(id) ?? []).filter((id) => !depths.has(id));
    for (const id of front) depths.set(id, depth);
  }
  return depths;
}
