/** Makes evidence of an entry while it stands in the window. */
import { errorBeside } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Evidence } from '../incidents/incident.ts';
import { cut, own } from '../text/own.ts';
import { CONTEXT_BYTES, CONTEXT_LINES, MAX_CONTEXT_LINE, MAX_EVIDENCE } from './limits.ts';
import type { Span } from './segment.ts';
import type { LineWindow } from './window.ts';

/** Where the entry stands for people; differs from the window's count where records were turned into lines first. */
export interface ShownOrigin {
  readonly source: string;
  readonly line: number;
  readonly offset: number;
}

/** What becomes proof: where it stands in the window, and what it says. */
export interface Proof {
  readonly span: Pick<Span, 'start' | 'end'>;
  /** ms since the epoch. */
  readonly time: number | undefined;
  /** `shownMessage` of the entry. */
  readonly message: string;
}

/** Must be called before the window moves. Strings in it are copies: evidence does not keep blocks of text alive. */
export function evidenceOf(
  window: LineWindow,
  { span, time, message }: Proof,
  origin: ShownOrigin,
): Evidence {
  return {
    source: origin.source,
    line: origin.line,
    offset: origin.offset,
    time,
    text: entryText(window, span),
    message,
    before: linesBefore(window, span.start),
    after: linesAfter(window, span.end),
  };
}

/** What evidence shows of the entry itself. */
export function entryText(window: LineWindow, { start, end }: Proof['span']): string {
  return withoutReturns(window.decode(start, Math.min(end, start + MAX_EVIDENCE)));
}

/** The bytes of the window that the entry's evidence is made of: with a line end before it, so that its first line is seen to be whole. */
export function extentOf(
  window: LineWindow,
  { start, end }: Pick<Span, 'start' | 'end'>,
): { from: number; to: number } {
  let first = start;
  for (let i = 0; i < CONTEXT_LINES; i++)
    first = window.previousLine(first, Math.max(0, start - CONTEXT_BYTES)) ?? first;
  let to = end;
  for (let i = 0, at = end + 1; i < CONTEXT_LINES && at < window.length && at - end <= CONTEXT_BYTES; i++) {
    const stop = window.lineEnd(at);
    // With its line end: an empty line is one, too.
    to = Math.min(window.length, stop + 1, at + MAX_CONTEXT_LINE + 1);
    at = stop + 1;
  }
  return { from: Math.max(0, first - 1), to };
}

/** As evidence shows it; a string of its own. */
export function shownMessage(entry: Pick<Entry, 'message' | 'fields'>): string {
  return own(cut(messageOf(entry), MAX_EVIDENCE));
}

function messageOf(entry: Pick<Entry, 'message' | 'fields'>): string {
  const error = errorBeside(entry);
  return error === undefined ? entry.message : `${entry.message}: ${error}`;
}

function linesBefore(window: LineWindow, start: number): string[] {
  const lines: string[] = [];
  const floor = Math.max(0, start - CONTEXT_BYTES);
  let below = start;
  while (lines.length < CONTEXT_LINES) {
    const at = window.previousLine(below, floor);
    if (at === undefined) break;
    lines.unshift(contextLine(window, at, below - 1));
    below = at;
  }
  return lines;
}

function linesAfter(window: LineWindow, end: number): string[] {
  const lines: string[] = [];
  let at = end + 1;
  while (lines.length < CONTEXT_LINES && at < window.length && at - end <= CONTEXT_BYTES) {
    const stop = window.lineEnd(at);
    lines.push(contextLine(window, at, stop));
    at = stop + 1;
  }
  return lines;
}

function contextLine(window: LineWindow, start: number, end: number): string {
  return withoutReturns(window.decode(start, Math.min(end, start + MAX_CONTEXT_LINE)));
}

/** Without the CR of each line end. */
function withoutReturns(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?=\n|$)/g, '') : text;
}
