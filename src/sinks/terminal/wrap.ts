/** Breaking text into lines of a terminal. */
import { columns } from '../../core/text/width.ts';

/** Lines of at most `width` columns, broken at spaces, within a word only when it is longer than a line. At least one line. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 8);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((x) => x !== '')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columns(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, room);
    line = pieces.pop()!;
    lines.push(...pieces);
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Languages that write without spaces break anywhere, too. */
function breakWord(word: string, room: number): string[] {
  if (columns(word) <= room) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const wide = columns(character);
    if (used + wide > room) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += wide;
  }
  return [...pieces, piece];
}

/** Parts joined by `separator`, broken only between two of them; a part that is too long is wrapped by itself. */
export function wrapParts(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts.filter((x) => x !== '')) {
    const joined = line === '' ? part : line + separator + part;
    if (line !== '' && columns(joined) > width) {
      lines.push(line);
      line = part;
    } else line = joined;
  }
  return [...lines, line].flatMap((each) => wrap(each, width));
}

/** The last characters of `text`, in at most `width` columns. */
export function tail(text: string, width: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const character of Array.from(text).reverse()) {
    used += columns(character);
    if (used > width) break;
    kept.push(character);
  }
  return kept.reverse().join('');
}

/** `text` filled up with spaces to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** `label` before the first line, the rest under it: `hanging('Cause  ', '…', 80)`. */
export function hanging(label: string, text: string, width: number): string[] {
  const indent = columns(label);
  return wrap(text, width - indent).map((line, i) => (i === 0 ? label : ' '.repeat(indent)) + line);
}
