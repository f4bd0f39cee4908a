/** PEM blocks: in several lines, in one with escaped line ends, without their beginning or their end. */
import type { Span } from './span.ts';

const BEGIN = /-----BEGIN [A-Z0-9 ]{1,64}-----/g;
const END = /-----END [A-Z0-9 ]{1,64}-----/g;
/** A line of nothing but base64, perhaps behind a margin. */
const BODY_LINE = /^[\s|>]{0,64}[A-Za-z0-9+/]{1,128}={0,2}\s{0,8}$/;
/** One character; the backslash belongs to an escaped line end. */
const BASE64 = /[A-Za-z0-9+/=\\]/;
/** A line of this length is taken for part of a block wherever it stands. */
const LONE_LINE =
  /^[\s|>]{0,64}(?=[a-z0-9+/]{0,128}[A-Z])(?=[A-Z0-9+/]{0,128}[a-z])(?=[A-Za-z+/]{0,128}[0-9])[A-Za-z0-9+/]{48,128}={0,2}\s{0,8}$/;

/** What stands between the two marks. */
export function pemSpans(text: string): Span[] {
  return [...(text.includes('-----') ? blockSpans(text) : []), ...loneLines(text)];
}

function blockSpans(text: string): Span[] {
  const begins = Array.from(text.matchAll(BEGIN), (match) => match.index + match[0].length);
  const ends = Array.from(text.matchAll(END), ({ index }) => index);
  const blocks = begins.map((start, i) => {
    const next = begins[i + 1] ?? Infinity;
    const end = ends.find((each) => each >= start && each < next);
    return { start, end: end ?? cutEnd(text, start) };
  });
  const headless = ends
    .filter((end) => !blocks.some((block) => block.end === end))
    .map((end) => ({ start: cutStart(text, end), end }));
  return [...blocks, ...headless]
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({ start, end, kind: 'key' }));
}

/** The end of a block that was cut: its line as far as it looks like one, and further lines of base64. */
function cutEnd(text: string, start: number): number {
  const rest = /^(?:[A-Za-z0-9+/=]|\\+[nr])*/.exec(text.slice(start))![0].length;
  let end = start + rest;
  while (text[end] === '\n') {
    const stop = lineEnd(text, end + 1);
    if (!BODY_LINE.test(text.slice(end + 1, stop))) break;
    end = stop;
  }
  return end;
}

/** The start of a block that begins before the text: lines of base64 above its end. */
function cutStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && BASE64.test(text[start - 1]!)) start--;
  while (start > 0 && text[start - 1] === '\n') {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!BODY_LINE.test(text.slice(above, start - 1))) break;
    start = above;
  }
  return start;
}

function loneLines(text: string): Span[] {
  if (text.length < 48) return [];
  const spans: Span[] = [];
  for (let start = 0; start < text.length;) {
    const end = lineEnd(text, start);
    if (end - start <= 208 && LONE_LINE.test(text.slice(start, end))) spans.push({ start, end, kind: 'key' });
    start = end + 1;
  }
  return spans;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
