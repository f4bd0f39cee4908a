/** Reads what differs between a flood's lines: the times that stand before the text. For lines whose layout is known, see reader/repeats.ts. */
import { syslogTimeAt } from './envelopes/clock.ts';
import type { SourceContext } from './format.ts';
import { fractionOf, stampIn, stampWithoutYear } from './payloads/stamps.ts';
import { TimeResolver } from './time/resolve.ts';

/** A day of a stamp with year and zone, ms: its midnight read as if it were UTC, and what its zone is ahead of that. */
export interface StampDay {
  readonly midnight: number;
  readonly zone: number;
}

/** `date` is `YYYY-MM-DDT`; both parts are of a stamp that was read. */
export function stampDay(date: string, zone: string): StampDay {
  const midnight = msOf(`${date}00:00:00Z`);
  return { midnight, zone: midnight - msOf(`${date}00:00:00${zone}`) };
}

function msOf(text: string): number {
  return stampIn(text, 0, text.length)!.ms;
}

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

  /** logrus' time or CRI's, all of `text`; undefined for one without year and zone. */
  ofStamp(text: string): number | undefined {
    const time = stampIn(text, 0, text.length);
    return time?.hasZone === true ? this.times.resolve(time) : undefined;
  }

  /** The same of its parts: its day, second of the day, and so many digits of a fraction. */
  ofParts({ midnight, zone }: StampDay, second: number, fraction: number, digits: number): number {
    return midnight + second * 1000 + fractionOf(fraction, digits) - zone;
  }

  /** klog's, month and day from 1, ms of the day. */
  ofKlog(month: number, day: number, ms: number): number {
    return this.times.resolve(stampWithoutYear(month, day, ms));
  }
}
