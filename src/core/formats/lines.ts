/** How the lines of one entry belong together: pieces of a payload, each in an envelope of its own or indented below the first. */
import type { Unwrapped } from './unwrap.ts';

const SPACE = 32;
/** Envelopes of one line a record whose further lines are indented by the width of what stands before the message. */
const INDENTING: ReadonlySet<string> = new Set([
  'journal-short',
  'journal-iso',
  'journal-full',
  'journal-unix',
  'journal-monotonic',
]);
/** The narrowest prefix that a journal line has. */
const NARROWEST = 10;

/** Could `line`, which no envelope opens, be a further line of a journal message? */
export function isIndented(line: string): boolean {
  if (line.charCodeAt(0) !== SPACE || line.length < NARROWEST) return false;
  for (let i = 1; i < NARROWEST; i++) if (line.charCodeAt(i) !== SPACE) return false;
  return true;
}

/** `line` without the indent that the entry's first line asks for; undefined when it is not indented that far. */
export function withoutIndent(head: string, opened: Unwrapped, line: string): string | undefined {
  if (opened.formats.length === 0 || !INDENTING.has(opened.formats[0]!) || !isIndented(line))
    return undefined;
  const payloadAt = prefixLength(head, opened);
  const narrow = indentOf(line);
  // journalctl counts bytes, so names of months beyond ASCII indent further than they look.
  const bytes = payloadAt + extraBytes(head, payloadAt);
  if (narrow >= bytes) return line.slice(bytes);
  return narrow >= payloadAt ? line.slice(payloadAt) : undefined;
}

/** The message stands at the end of its line, whatever was opened inside it. */
function prefixLength(head: string, opened: Unwrapped): number {
  return head.length - opened.outerLength;
}

function indentOf(line: string): number {
  let i = 0;
  while (line.charCodeAt(i) === SPACE) i++;
  return i;
}

function extraBytes(text: string, end: number): number {
  let extra = 0;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) extra += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return extra;
}

/** Lines of a payload; a piece that goes on is glued to the one before it. */
export class PayloadLines {
  readonly lines: string[] = [];
  private open = false;

  get goesOn(): boolean {
    return this.open;
  }

  add(piece: string, partial: boolean): void {
    if (this.open) this.lines.push((this.lines.pop() ?? '') + piece);
    else this.lines.push(piece);
    this.open = partial;
  }
}
