/** The logs that lie beside a CRE rule, as tests of the imported rule. */
import type { Entry } from '../entry.ts';
import { compilePack } from '../rules/compile.ts';
import { matchEntry, allProbes } from '../rules/match.ts';
import type { Match } from '../rules/pack.ts';
import type { Rule } from '../rules/rule.ts';
import { readTestLog } from '../rules/test-log.ts';
import { sequenceRuns } from '../rules/testing.ts';
import type { FileTest } from './rule-file.ts';

/** Larger logs are not written into a rule file. */
const MAX_LOG = 4096;

/** Undefined: the rule finds nothing in a log that is too large to be written down. */
export function ownTest(rule: Rule, name: string, log: string): FileTest | undefined {
  const whole = log.length <= MAX_LOG;
  const text = whole ? log : excerpt(rule, log);
  if (text === undefined) return undefined;
  return {
    name: whole ? name : `the lines of ${name} that it meets first`,
    log: text.endsWith('\n') ? text : `${text}\n`,
    source: `${name}, beside the CRE rule`,
    expect: { matches: runs(rule, matchesIn(rule, text)) },
  };
}

type Found = readonly { readonly entry: Entry; readonly match: Match }[];

function matchesIn(rule: Rule, log: string): Found {
  const pack = compilePack([rule], 'import');
  return readTestLog(log, undefined, true).flatMap((entry) =>
    matchEntry(pack, entry, allProbes(pack))
      .filter(({ role }) => role.kind === 'match' || role.kind === 'step')
      .map((match) => ({ entry, match })),
  );
}

function runs(rule: Rule, found: Found): number {
  if (rule.sequence === undefined) return found.length;
  const entries = new Map(found.map(({ entry, match }) => [match, entry]));
  return sequenceRuns(
    rule,
    found.map(({ match }) => match),
    entries,
  ).length;
}

/** The fewest lines from the first match on that make one. */
function excerpt(rule: Rule, log: string): string | undefined {
  const found = matchesIn(rule, log);
  if (found.length === 0) return undefined;
  const steps = rule.sequence?.steps.length ?? 1;
  const need = rule.sequence?.counts?.reduce((sum, count) => sum + count, 0) ?? steps;
  const entries = [...new Set(found.map(({ entry }) => entry))];
  const text = entries
    .slice(0, 4 * need)
    .flatMap(({ lines }) => lines ?? [])
    .join('\n');
  return text.length <= 4 * MAX_LOG ? text : undefined;
}
