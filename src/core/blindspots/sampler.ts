/** Takes the samples of one source while it is read. */
import type { EntryParser } from '../formats/format.ts';
import type { LineWindow } from '../reader/window.ts';
import { bootClockOf } from './boot-clock.ts';
import { own } from '../text/own.ts';
import type { SourceProfile } from './profile.ts';
import { nextSample } from './sampling.ts';
import type { Sample } from './sampling.ts';

const NEWLINE = 10;
/** Longer lines are passed over: within this distance the window has all that any split has. */
const MAX_LINE = 64 << 10;
/** Lines looked at for the last time of a source. */
const LAST_LINES = 32;

/** What a source is read with. */
interface Reading {
  readonly window: LineWindow;
  readonly parser: EntryParser;
}

export class Sampler {
  private readonly source: string;
  private readonly host: string;
  private readonly assumed: SourceProfile['assumed'];
  private samples: Sample[] = [];
  private end: SourceProfile['end'];
  private title: string | undefined;
  /** Of the sections before. */
  private readonly done: SourceProfile[] = [];

  /** `host`: of entries that name none. */
  constructor(source: string, host: string, assumed?: SourceProfile['assumed']) {
    this.source = source;
    this.host = host;
    this.assumed = assumed;
  }

  /** The window's bytes [from, to) are being worked on, each once. */
  over(reading: Reading, from: number, to: number): void {
    const { window } = reading;
    const { base } = window;
    for (let place = nextSample(base + from); place < base + to; place = nextSample(place + 1)) {
      const start = startAfter(window, place - base);
      // Several places may lie in one long line.
      const isNext = start >= 0 && base + start !== this.samples.at(-1)?.offset;
      const sample = isNext ? this.sampleAt(reading, start) : undefined;
      if (sample !== undefined) this.samples.push(sample);
    }
  }

  /** The window holds the end of the source. */
  last({ window, parser }: Reading): void {
    let end = window.length;
    for (let i = 0; i < LAST_LINES && end > 0; i++) {
      if (window.bytes[end - 1] === NEWLINE) end--;
      const start = window.lineStart(end);
      if (end - start > MAX_LINE) return;
      const time = parser.timeOf(window.line(start, end));
      if (time !== undefined) {
        this.end = { offset: window.base + start, time };
        return;
      }
      end = start;
    }
  }

  /** What comes next stands below a heading, a log of its own. */
  section(title: string): void {
    if (this.samples.length > 0) this.done.push(this.profile());
    this.samples = [];
    this.end = undefined;
    this.title = title;
  }

  /** One, or one a section. */
  profiles(): SourceProfile[] {
    return [...this.done, this.profile()];
  }

  profile(): SourceProfile {
    const { samples, end, assumed, title } = this;
    const source = title === undefined ? this.source : `${this.source} (${title})`;
    return { source, samples, end, ...(assumed === undefined ? {} : { assumed }) };
  }

  private sampleAt({ window, parser }: Reading, start: number): Sample | undefined {
    const end = window.lineEnd(start);
    if (end - start > MAX_LINE || end === start) return undefined;
    const line = window.line(start, end);
    const { time, host } = parser.parse([line]);
    const name = host ?? this.host;
    const boot = time === undefined ? undefined : bootClockOf(line, time);
    return {
      offset: window.base + start,
      time,
      host: name === '' ? undefined : own(name),
      ...(boot === undefined ? {} : { boot }),
      isBroken: line.includes('\ufffd'),
    };
  }
}

/** Start of the first line at `at` or behind it; -1 when there is none near, or `at` is in a line that is too long. */
function startAfter(window: LineWindow, at: number): number {
  const { bytes, length } = window;
  const floor = Math.max(0, at - MAX_LINE);
  let i = at - 1;
  while (i >= floor && bytes[i] !== NEWLINE) i--;
  if (i < floor && floor + window.base > 0) return -1;
  if (i + 1 === at) return at < length ? at : -1;
  const start = window.lineEnd(at) + 1;
  return start < length && start - at <= MAX_LINE ? start : -1;
}
