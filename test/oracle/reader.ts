/** The slow, obvious reader: the whole text as an array of lines, each entry found by the definition. */
import type { EntryParser } from '../../src/core/formats/format.ts';
import { MAX_ENTRY_BYTES, MAX_ENTRY_LINES, MAX_LINE } from '../../src/core/reader/limits.ts';

export interface OracleEntry {
  readonly offset: number;
  readonly line: number;
  readonly lines: readonly string[];
  readonly time: number | undefined;
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `wanted`: with literals, only entries that hold one (in the first MAX_LINE bytes of a line); without, all. ASCII text only. */
export function readAll(text: string, parser: EntryParser, wanted?: readonly string[]): OracleEntry[] {
  const lines = split(text);
  const found = new Map<number, OracleEntry>();
  for (let i = 0; i < lines.length; i++) {
    if (wanted !== undefined && !wanted.some((literal) => lines[i]!.text.includes(literal))) continue;
    const [from, to] = entryOf(lines, i, parser);
    const texts = lines.slice(from, to + 1).map((line) => line.text);
    const own = parser.parse(texts).time;
    const time = own ?? timeBefore(lines, from, parser);
    found.set(from, { offset: lines[from]!.start, line: from + 1, lines: texts, time });
  }
  return [...found.values()].sort((a, b) => a.offset - b.offset);
}

function split(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const whole = text.slice(start, end).replace(/\r$/, '');
    lines.push({ text: whole.slice(0, MAX_LINE), start, end });
    start = end + 1;
  }
  return lines;
}

function mayContinue(lines: readonly Line[], i: number, parser: EntryParser): boolean {
  return parser.mayContinue(lines[i]!.text, () => {
    const before = lines[i - 1];
    return before !== undefined && lines[i]!.start - before.start <= MAX_ENTRY_BYTES
      ? before.text
      : undefined;
  });
}

/** First and last line index of the entry that line `i` belongs to. */
function entryOf(lines: readonly Line[], i: number, parser: EntryParser): [number, number] {
  const head = headOf(lines, i, parser);
  if (head === undefined) return [i, i];
  let from = head;
  for (;;) {
    let to = from;
    while (goesOn(lines, { head, from, to }, parser)) to++;
    if (to >= i) return [from, to];
    from = to + 1;
  }
}

function headOf(lines: readonly Line[], i: number, parser: EntryParser): number | undefined {
  for (let head = i; head >= 0; head--) {
    if (i - head >= MAX_ENTRY_LINES || lines[i]!.start - lines[head]!.start > MAX_ENTRY_BYTES)
      return undefined;
    if (!mayContinue(lines, head, parser)) return head;
  }
  return undefined;
}

function goesOn(
  lines: readonly Line[],
  at: { head: number; from: number; to: number },
  parser: EntryParser,
): boolean {
  const next = lines[at.to + 1];
  if (next === undefined) return false;
  if (at.to + 1 - at.head >= MAX_ENTRY_LINES || next.end - lines[at.head]!.start > MAX_ENTRY_BYTES)
    return false;
  if (!mayContinue(lines, at.to + 1, parser)) return false;
  return parser.continues(
    lines.slice(at.from, at.to + 1).map((line) => line.text),
    next.text,
  );
}

function timeBefore(lines: readonly Line[], i: number, parser: EntryParser): number | undefined {
  for (let j = i - 1; j >= 0; j--) {
    if (i - j >= MAX_ENTRY_LINES || lines[i]!.start - lines[j]!.start > MAX_ENTRY_BYTES) return undefined;
    const time = parser.timeOf(lines[j]!.text);
    if (time !== undefined) return time;
  }
  return undefined;
}
