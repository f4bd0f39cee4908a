/** `--es-evidence`: a scan's matches go out while it goes on. Results that were kept have their proofs only. */
import { isBlindSpot } from '../core/blindspots/find.ts';
import type { MatchTaker } from '../core/found-match.ts';
import type { Report } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { LiveDelivery } from '../sinks/elasticsearch/live.ts';
import type { LiveOptions } from '../sinks/elasticsearch/live.ts';
import { deliverReport } from '../sinks/elasticsearch/sink.ts';
import type { Hooks } from '../sinks/elasticsearch/sink.ts';
import type { Delivery } from '../sinks/sink.ts';
import type { ElasticsearchConfig } from '../sinks/elasticsearch/config.ts';
import { isAtLeast } from '../sinks/select.ts';
import { VERSION } from '../version.ts';
import type { FlagValues } from './flags.ts';
import { lineFilter } from './reports.ts';

/** See Deliver in deliveries.ts. */
interface DeliverWithMatches {
  (report: Report): Promise<Delivery>;
  readonly matches: (rules: RulePack) => MatchTaker;
}

export async function deliverEvidence(
  config: ElasticsearchConfig,
  flags: FlagValues,
  hooks: Hooks,
): Promise<DeliverWithMatches> {
  const shown = await shownLines(flags);
  let live: LiveDelivery | undefined;
  const deliver = async (report: Report): Promise<Delivery> =>
    live === undefined ? deliverReport(report, config, hooks) : live.deliver(report);
  return Object.assign(deliver, {
    matches: (rules: RulePack): MatchTaker => {
      const origin = { version: VERSION, rules: rules.version, namespace: config.namespace };
      live = new LiveDelivery({ ...hooks, config, origin, shown });
      return live.matches;
    },
  });
}

/** As the report's incidents: of the severities asked for, no blind spots, without secrets where that was asked for. */
async function shownLines(flags: FlagValues): Promise<LiveOptions['shown']> {
  const { minSeverity } = flags;
  const redacted = await lineFilter('elasticsearch', flags);
  return (line) => {
    if (isBlindSpot(line)) return undefined;
    if (minSeverity !== undefined && !isAtLeast(line.rule.severity, minSeverity)) return undefined;
    return redacted(line);
  };
}
