/** Reads what differs between a flood's lines: the times that stand before the text. For lines whose layout is known, see reader/repeats.ts. */
import { syslogTimeAt } from './envelopes/clock.ts';
import type { SourceContext } from './format.ts';
import { stampIn, stampWithoutYear } from './payloads/stamps.ts';
import { TimeResolver } from './time/resolve.ts';

export class RepeatTimes {
  private readonly times: TimeResolver;

  constructor(context: SourceContext) {
    this.times = new TimeResolver(context);
  }

  /** `Nov 21 13:00:05`, all of `text`: ms since the epoch; undefined for anything else. */
  ofJournal(text: string): number | undefined {
    const read = syslogTimeAt(text, 0);
    return read === undefined || read.end !== text.length ? undefined : this.times.resolve(read.time);
  }

  /** logrus' time, all of `text`; undefined for one without year and zone. */
  ofLogrus(text: string): number | undefined {
    const time = stampIn(text, 0, text.length);
    return time?.hasZone === true ? this.times.resolve(time) : undefined;
  }

  /** klog's, month and day from 1, ms of the day. */
  ofKlog(month: number, day: number, ms: number): number {
    return this.times.resolve(stampWithoutYear(month, day, ms));
  }
}
