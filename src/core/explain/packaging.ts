/** How a line is packed, and where its time comes from. The parser knows this only in passing; here it is told. */
import type { Entry } from '../entry.ts';
import type { Envelope, Opened, SourceContext, StampedTime } from '../formats/format.ts';
import { ENVELOPES, innerEnvelopes, outerEnvelopes } from '../formats/envelopes/index.ts';
import { starless } from '../formats/paths/headings.ts';
import { PAYLOAD_NAMES, parsePayload } from '../formats/payloads/index.ts';
import { betterTime } from '../formats/unwrap.ts';

export interface TimeOrigin {
  /** `earlier-line`: the entry has none; that of the nearest line before it counts. `none`: there is none, either. */
  readonly from: 'payload' | 'envelope' | 'earlier-line' | 'none';
  /** Name of the format that had it. */
  readonly format: string | undefined;
  /** Where the year comes from, where the line has none: the first exact time of the source, or its modification time. */
  readonly year: 'line' | 'anchor' | 'modified' | undefined;
  /** Zone that was taken, where the line has none. */
  readonly zone: string | undefined;
}

type Context = Pick<SourceContext, 'anchor' | 'timeZone' | 'forcedFormat'>;

/** `lines`: those of the entry, which was parsed in this context. */
export function timeOrigin(lines: readonly string[], entry: Entry, context: Context): TimeOrigin {
  const raw = stampsOf(lines, context.forcedFormat);
  // minikube's star before each line.
  const stamps = raw.length > 0 ? raw : stampsOf(starless(lines), context.forcedFormat);
  let best: Stamp | undefined;
  for (const stamp of stamps)
    if (best === undefined || betterTime(best.time, stamp.time) !== best.time) best = stamp;
  if (best === undefined) {
    const from = entry.time === undefined ? 'none' : 'earlier-line';
    return { from, format: undefined, year: undefined, zone: undefined };
  }
  return {
    from: best.from,
    format: best.format,
    year: best.time.hasYear ? 'line' : context.anchor === undefined ? 'modified' : 'anchor',
    zone: best.time.hasZone ? undefined : context.timeZone,
  };
}

interface Stamp {
  readonly from: 'payload' | 'envelope';
  readonly format: string;
  readonly time: StampedTime;
}

/** Times of a line, from the outermost envelope to the payload. */
function stampsOf(lines: readonly string[], forced: string | undefined): Stamp[] {
  const envelopes = openedEnvelopes(lines, forced);
  const text = envelopes.at(-1)?.payload ?? trimEnd(lines[0] ?? '');
  const payload = parsePayload(text, PAYLOAD_NAMES.includes(forced ?? '') ? forced : undefined);
  return [
    ...envelopes.map(({ format, time }) => ({ from: 'envelope' as const, format, time })),
    { from: 'payload' as const, format: payload.format, time: payload.time },
  ].filter((stamp): stamp is Stamp => stamp.time !== undefined);
}

const DEPTH = 4;

/** What each envelope says, outermost first. */
function openedEnvelopes(lines: readonly string[], forced: string | undefined): Opened[] {
  const opened: Opened[] = [];
  const named = ENVELOPES.filter(({ name }) => name === forced);
  let text = trimEnd(lines[0] ?? '');
  while (opened.length < DEPTH) {
    const outer = named.length > 0 ? named : outerEnvelopes(text);
    const next = opened.length === 0 ? openFirst(outer, lines) : openAny(innerEnvelopes(text), text);
    if (next === undefined) break;
    opened.push(next);
    text = next.payload;
  }
  return opened;
}

function openFirst(envelopes: readonly Envelope[], lines: readonly string[]): Opened | undefined {
  for (const envelope of envelopes) {
    const opened = envelope.open(trimEnd(lines[0] ?? ''));
    if (opened !== undefined) return envelope.openLines?.(lines.map(trimEnd)) ?? opened;
  }
  return undefined;
}

function openAny(envelopes: readonly Envelope[], text: string): Opened | undefined {
  for (const envelope of envelopes) {
    const opened = envelope.open(text);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

function trimEnd(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
