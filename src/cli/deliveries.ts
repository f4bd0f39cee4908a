/** How each delivering sink is called: its options are understood before the scan, the report is handed over after it. */
import type { Report } from '../core/report.ts';
import type { SinkName } from '../sinks/index.ts';
import type { Delivery } from '../sinks/sink.ts';
import type { Context } from './context.ts';
import type { FlagValues } from './flags.ts';

/** Hands a report over. */
export type Deliver = (report: Report) => Promise<Delivery>;

/** Before the scan: throws ProblemError for wrong flags or environment. */
export type Prepare = (flags: FlagValues, context: Context) => Promise<Deliver>;

/** One for each sink of the kind `deliver`. */
export const DELIVERIES: Readonly<Partial<Record<SinkName, Prepare>>> = {};
