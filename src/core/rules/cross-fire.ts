/** Finds rules that fire on the example lines of others: two names for one thing, or a pattern that says too little. */
import type { LoadedRule, LoadedTest } from './load.ts';
import { allProbes, matchEntry } from './match.ts';
import type { Match, RulePack } from './pack.ts';
import { isTrouble } from './rule.ts';
import type { Rule } from './rule.ts';
import { sequenceRuns, type ParseLog } from './testing.ts';

export interface CrossFire {
  /** The rule that fires, … */
  readonly rule: Rule;
  /** … on this test … */
  readonly test: LoadedTest;
  /** … of this rule. */
  readonly owner: LoadedRule;
}

/**
 * Failures and symptoms that would be reported for another rule's matching tests, unless they list it in `alsoMatches` or one of the two causes the other.
 * Imported rules may fire where they like.
 * Counts of thresholds are looked at, times are not.
 */
export function crossFires(pack: RulePack, loaded: readonly LoadedRule[], parse: ParseLog): CrossFire[] {
  const allowed = allowance(loaded);
  return loaded.flatMap((owner) =>
    owner.tests
      .filter(({ expect }) => expect.matches > 0)
      .flatMap((test) =>
        firing(pack, test, parse)
          .filter((rule) => rule.id !== owner.rule.id && !allowed(rule.id, owner.rule.id))
          .map((rule) => ({ rule, test, owner })),
      ),
  );
}

/** May the rule `id` fire on tests of `owner`? */
function allowance(loaded: readonly LoadedRule[]): (id: string, owner: string) => boolean {
  const pairs = new Set<string>();
  for (const { rule, alsoMatches } of loaded) {
    for (const other of alsoMatches) pairs.add(`${rule.id} ${other}`);
    for (const { rule: cause } of rule.causedBy) pairs.add(`${rule.id} ${cause}`).add(`${cause} ${rule.id}`);
  }
  return (id, owner) => pairs.has(`${id} ${owner}`);
}

function firing(pack: RulePack, test: LoadedTest, parse: ParseLog): Rule[] {
  const probes = allProbes(pack);
  const matches = parse(test.log, test.format).flatMap((entry) => matchEntry(pack, entry, probes));
  return [...new Set(matches.map(({ rule }) => rule))].flatMap((index) => {
    const rule = pack.rules[index]!;
    const own = matches.filter((match) => match.rule === index);
    return isTrouble(rule.kind) && rule.status !== 'imported' && isReported(rule, own) ? [rule] : [];
  });
}

function isReported(rule: Rule, matches: readonly Match[]): boolean {
  const count = rule.sequence ? sequenceRuns(rule, matches).length : matches.filter(({ role }) => role.kind === 'match').length;
  return count >= (rule.threshold?.count ?? 1);
}
