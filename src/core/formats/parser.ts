/** All formats together: from the lines of one source to entries. */
import type { Entry } from '../entry.ts';
import { ENVELOPES } from './envelopes/index.ts';
import type { EntryParser, Envelope, ParsedPayload, SourceContext } from './format.ts';
import { PayloadLines, withoutIndent } from './lines.ts';
import { PAYLOADS, parsePayload, payloadContinues, payloadMayContinue } from './payloads/index.ts';
import { RepeatTimes } from './repeat-times.ts';
import { TimeResolver } from './time/resolve.ts';
import { bare, betterTime, unwrap, unwrapOpened } from './unwrap.ts';
import type { Unwrapped } from './unwrap.ts';

const CARRIAGE_RETURN = 13;
const CLOSING_BRACE = 125;
const MULTI_LINE: readonly Envelope[] = ENVELOPES.filter((envelope) => envelope.continues !== undefined);

/** A parser for the lines of one source. */
export function createEntryParser(context: SourceContext): EntryParser {
  return new FormatParser(context);
}

/** Caches only what depends on nothing but the line. */
class FormatParser implements EntryParser {
  readonly repeatTimes: RepeatTimes | undefined;
  private readonly context: SourceContext;
  private readonly times: TimeResolver;
  private readonly forcedEnvelope: readonly Envelope[] | undefined;
  private readonly forcedPayload: string | undefined;
  private readonly recent = new RecentLines();
  private grown: GrownEntry | undefined;

  constructor(context: SourceContext) {
    this.context = context;
    this.times = new TimeResolver(context);
    const forced = context.forcedFormat;
    if (forced === undefined) this.repeatTimes = new RepeatTimes(context);
    const envelopes = ENVELOPES.filter(({ name }) => name === forced);
    this.forcedEnvelope = envelopes.length > 0 ? envelopes : undefined;
    this.forcedPayload = PAYLOADS.some(({ name }) => name === forced) ? forced : undefined;
  }

  mayContinue(line: string, previous: () => string | undefined): boolean {
    const opened = this.open(line);
    if (opened.envelope === undefined) {
      return payloadMayContinue(line) || recordMayContinue(line, previous);
    }
    if (opened.envelope.openLines !== undefined) return false;
    if (payloadMayContinue(opened.payload)) return true;
    if (!opened.joinable) return false;
    const before = previous();
    return before !== undefined && this.open(before).partial;
  }

  continues(lines: readonly string[], line: string): boolean {
    const { head, payload, text } = this.grow(lines);
    const { envelope } = head;
    if (envelope?.continues !== undefined) return envelope.continues(lines, line);
    if (withoutIndent(text, head, line) !== undefined) return true;
    const next = this.open(line);
    if (!sameWriter(head, next)) return false;
    if (payload.goesOn) return true;
    return payloadMayContinue(next.payload) && payloadContinues(payload.lines, next.payload);
  }

  parse(lines: readonly string[]): Entry {
    const first = lines[0] ?? '';
    const head = this.open(first);
    if (head.envelope?.openLines !== undefined) return this.parseRecord(head, head.envelope, lines);
    if (lines.length === 1) return this.entry(head, head.payload);
    return this.entry(head, this.grow(lines).payload.lines.join('\n'));
  }

  partial(line: string): boolean {
    return this.open(line).partial;
  }

  timeOf(line: string): number | undefined {
    return this.parse([line]).time;
  }

  private parseRecord(head: Unwrapped, envelope: Envelope, lines: readonly string[]): Entry {
    const opened = envelope.openLines?.(lines.map(trimEnd));
    if (opened === undefined) return this.entry(head, lines.map(trimEnd).join('\n'));
    const whole = unwrapOpened(envelope, opened);
    return this.entry(whole, whole.payload);
  }

  private open(line: string): Unwrapped {
    const sample = sampleOf(line);
    const known = this.recent.get(line, sample);
    if (known !== undefined) return known;
    const opened = unwrap(trimEnd(line), this.forcedEnvelope);
    this.recent.set(line, sample, opened);
    return opened;
  }

  private entry(from: Unwrapped, text: string): Entry {
    const payload = parsePayload(text, this.forcedPayload);
    const time = betterTime(from.time, payload.time);
    const { pathHost, pathUnit } = this.context;
    return {
      time: time === undefined ? undefined : this.times.resolve(time),
      host: from.host ?? pathHost,
      unit: from.unit ?? pathUnit,
      component: this.componentOf(from, payload),
      level: payload.level ?? from.level,
      message: payload.message,
      fields: payload.fields,
      same: payload.same,
      caller: payload.caller,
      formats: from.formats.length === 0 ? [payload.format] : [...from.formats, payload.format],
    };
  }

  private componentOf(from: Unwrapped, payload: ParsedPayload): string | undefined {
    return payload.component ?? from.component ?? this.context.pathComponent;
  }

  /** The entry of `lines`, taken apart; goes on from the last answer when that was about the same lines. */
  private grow(lines: readonly string[]): GrownEntry {
    if (this.grown?.startsLike(lines) !== true)
      this.grown = new GrownEntry(lines[0] ?? '', this.open(lines[0] ?? ''));
    const { grown } = this;
    for (let i = grown.raw.length; i < lines.length; i++) grown.add(lines[i]!, this.open(lines[i]!));
    return grown;
  }
}

/** The last lines that were opened: reader and parser ask for the same ones in turn. */
class RecentLines {
  private readonly lines: string[] = ['', '', '', ''];
  private readonly samples: number[] = [-1, -1, -1, -1];
  private readonly opened: Unwrapped[] = [bare(''), bare(''), bare(''), bare('')];
  private next = 0;

  get(line: string, sample: number): Unwrapped | undefined {
    for (let i = 0; i < 4; i++) {
      if (this.samples[i] === sample && this.lines[i] === line) return this.opened[i];
    }
    return undefined;
  }

  set(line: string, sample: number, opened: Unwrapped): void {
    const { next } = this;
    this.lines[next] = line;
    this.samples[next] = sample;
    this.opened[next] = opened;
    this.next = (next + 1) & 3;
  }
}

/** A number made of some characters of a line: comparing parts of larger strings is slow, and neighbouring lines look much alike. */
function sampleOf(line: string): number {
  const { length } = line;
  const step = (length >> 3) + 1;
  let sample = length;
  for (let i = 1; i < length; i += step) sample = (Math.imul(sample, 31) + line.charCodeAt(i)) | 0;
  for (let i = Math.max(0, length - 4); i < length; i++)
    sample = (Math.imul(sample, 31) + line.charCodeAt(i)) | 0;
  return sample & 0x3fffffff;
}

/** An entry while its lines come in. */
class GrownEntry {
  readonly text: string;
  readonly head: Unwrapped;
  readonly raw: string[] = [];
  readonly payload = new PayloadLines();

  constructor(line: string, head: Unwrapped) {
    this.text = trimEnd(line);
    this.head = head;
    this.raw.push(line);
    this.payload.add(head.payload, head.partial);
  }

  startsLike(lines: readonly string[]): boolean {
    const { raw } = this;
    if (raw.length > lines.length) return false;
    for (let i = 0; i < raw.length; i++) if (raw[i] !== lines[i]) return false;
    return true;
  }

  add(line: string, opened: Unwrapped): void {
    this.raw.push(line);
    const indented = withoutIndent(this.text, this.head, trimEnd(line));
    if (indented !== undefined) this.payload.add(indented, false);
    else this.payload.add(opened.payload, opened.partial);
  }
}

/** Lines of records of several lines are indented or close a brace. */
function recordMayContinue(line: string, previous: () => string | undefined): boolean {
  const first = line.charCodeAt(0);
  if (first > 32 && first !== CLOSING_BRACE) return false;
  return MULTI_LINE.some((one) => one.mayContinue?.(line, previous) === true);
}

function sameWriter(a: Unwrapped, b: Unwrapped): boolean {
  if (a.writer !== b.writer || a.formats.length !== b.formats.length) return false;
  return a.formats.every((format, i) => format === b.formats[i]);
}

function trimEnd(line: string): string {
  return line.charCodeAt(line.length - 1) === CARRIAGE_RETURN ? line.slice(0, -1) : line;
}
