/** `scan` for one rule, with all that became of its lines. */
import { RuleTrial } from '../core/explain/trial.ts';
import type { Trial } from '../core/explain/trial.ts';
import type { Summary } from '../core/report.ts';
import type { Rule } from '../core/rules/rule.ts';
import { entryReader } from './entries.ts';
import { scan } from './scan.ts';
import type { ScanOptions } from './scan.ts';

export interface TriedRule {
  readonly trial: Trial;
  readonly summary: Summary;
}

/** Correctness goes before speed: every candidate is parsed and matched by itself. */
export async function tryRule(
  rule: Rule,
  options: Omit<ScanOptions, 'rules' | 'analyse'>,
): Promise<TriedRule> {
  const trial = new RuleTrial(rule);
  const { since = -Infinity, until = Infinity } = options;
  const { summary } = await scan({
    ...options,
    rules: trial.pack,
    analyse: (analysis) =>
      entryReader(analysis, ({ entry, origin }) => {
        const { time = since } = entry;
        if (time >= since && time <= until) trial.take(entry, origin, analysis.host);
      }),
  });
  return { trial: trial.result(), summary };
}
