/** All secrets of a text. */
import { keyedSpans } from './keyed.ts';
import { pemSpans } from './pem.ts';
import { shapedSpans } from './shapes.ts';
import { merged } from './span.ts';
import type { Span } from './span.ts';

/** Long runs that no word, path or number is like: large and small letters and digits, at least three of each. */
const RANDOM = /(?<![A-Za-z0-9+_-])[A-Za-z0-9+_-]{40,8192}={0,2}(?![A-Za-z0-9+_-])/g;
/** A secret that reaches the end of its line may go on alone on the next. */
const CONTINUED = /(?:\r?\n|\\{1,15}n)[ \t]{0,16}[A-Za-z0-9+/_=.:-]{4,512}(?=["'\\,]|\r?\n|$)/y;

/** Not overlapping, by place. */
export function secretSpans(text: string): Span[] {
  const spans = [...pemSpans(text), ...shapedSpans(text), ...keyedSpans(text), ...randomSpans(text)];
  return spans.length === 0 ? spans : merged(merged(spans).map((span) => continued(text, span)));
}

function randomSpans(text: string): Span[] {
  return Array.from(text.matchAll(RANDOM))
    .filter(([run]) => count(run, /[0-9]/g) >= 3 && count(run, /[A-Z]/g) >= 3 && count(run, /[a-z]/g) >= 3)
    .map(({ index, 0: run }) => ({ start: index, end: index + run.length, kind: 'secret' }));
}

function count(text: string, regex: RegExp): number {
  return text.match(regex)?.length ?? 0;
}

function continued(text: string, span: Span): Span {
  if (span.kind === 'email' || span.kind === 'address') return span;
  const lineStart = text.lastIndexOf('\n', span.start) + 1;
  // Only long lines are broken in two.
  if (span.end - lineStart < 60) return span;
  CONTINUED.lastIndex = span.end;
  const more = CONTINUED.exec(text);
  return more === null ? span : { ...span, end: span.end + more[0].length };
}
