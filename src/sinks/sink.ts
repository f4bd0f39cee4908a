/** What a sink is: something that shows a finished report, or hands it over to a service. */
import type { Problem } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Severity } from '../core/rules/rule.ts';
import type { Look } from './terminal/style.ts';

export interface Rendering extends Look {
  /** ms that the scan took; left out where the same input shall give the same bytes. */
  readonly elapsed?: number;
  /** All that there is to say, not only the first of it. */
  readonly verbose?: boolean;
  /** Only this part of the answer, for sinks that people read. */
  readonly focus?: 'coverage' | undefined;
  /** Severity from which an incident is a failure, for sinks that tell failures apart; undefined: every one. */
  readonly failOn?: Severity;
}

/** Text on standard output or in a file. */
export interface RenderingSink {
  /** Pure: the same report and look give the same text. Pieces that add up to it; its last one ends with a line end. */
  readonly render: (report: Report, look: Rendering) => Iterable<string>;
}

/** What came of handing a report over. */
export interface Delivery {
  /** What could not be delivered; each goes to stderr, any makes the exit code 3. */
  readonly problems: readonly Problem[];
  /** What was done, a line each, for stderr: `sent 12, already there 3`. */
  readonly notes: readonly string[];
}

/** A service. Its options are its own: the CLI makes them from flags and environment before the scan (cli/deliveries.ts). */
export interface DeliveringSink<Options> {
  readonly deliver: (report: Report, options: Options) => Promise<Delivery>;
}
