/** How each delivering sink is called: its options are understood before the scan, the report is handed over after it. */
import type { MatchTaker } from '../core/found-match.ts';
import type { Report } from '../core/report.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { visible } from '../core/text/visible.ts';
import type { Hooks } from '../sinks/elasticsearch/sink.ts';
import type { SinkName } from '../sinks/index.ts';
import type { Delivery } from '../sinks/sink.ts';
import type { Context } from './context.ts';
import type { FlagValues } from './flags.ts';

/** Hands a report over. */
export interface Deliver {
  (report: Report): Promise<Delivery>;
  /** Called before a scan with these rules: who wants each of its matches, too. */
  readonly matches?: (rules: RulePack) => MatchTaker;
}

/** Before the scan: throws ProblemError for wrong flags or environment. */
export type Prepare = (flags: FlagValues, context: Context) => Promise<Deliver>;

/** One for each sink of the kind `deliver`. */
export const DELIVERIES: Readonly<Partial<Record<SinkName, Prepare>>> = {
  elasticsearch: async (flags, context) => {
    const { elasticConfig } = await import('./elastic-options.ts');
    const config = elasticConfig(flags, context.env);
    if (config.evidence)
      return (await import('./elastic-evidence.ts')).deliverEvidence(config, flags, elasticHooks(context));
    return async (report) => {
      const { sink } = await import('../sinks/elasticsearch/sink.ts');
      return sink.deliver(report, { ...config, ...elasticHooks(context) });
    };
  },
};

/** Ctrl-C ends the sending; what is left goes to the dead-letter file. */
export function elasticHooks({ stderr, interruptible }: Context): Hooks {
  return {
    signal: interruptible(),
    onNotice: (text) => stderr.write(`${visible(text)}\n`),
  };
}
