/** Text in GitHub's Markdown that stays text, whatever a log has put into it. */
import { visible } from '../../core/text/visible.ts';
import { oneLine } from '../terminal/style.ts';

/** Punctuation that means something inside a line, … */
const PUNCTUATION = /[\\*_[\]<>|~&$`]/g;
/** … and what means something at its start: headings, lists, quotes, rules. */
const START = /^\s*(?:[-+=#]|\d+(?=[.)]))/;
/** GitHub makes links and notifications of these, escaped or not; an empty comment breaks them (at the start of a line it would be HTML). */
const LINKED = /@(?=\w)|:(?=\/\/)|#(?=\d)|(?<=\bwww)\.|(?<=\bGH)-(?=\d)/gi;

/** On one line. Text between a pair of backquotes is shown as code, as people write it. */
export function prose(text: string): string {
  const parts = oneLine(text).split('`');
  // Without its partner a backquote is a character.
  const rest = parts.length % 2 === 0 ? [plain(`\`${parts.pop()!}`)] : [];
  return [...parts.map((part, i) => (i % 2 === 1 ? code(part) : plain(part))), ...rest].join('');
}

function plain(text: string): string {
  const marked = text.replace(LINKED, '$&\0');
  return marked
    .replace(PUNCTUATION, '\\$&')
    .replace(START, (start) =>
      /\d$/.test(start) ? `${start}\0` : `${start.slice(0, -1)}\\${start.slice(-1)}`,
    )
    .replaceAll('\0', '<!-- -->');
}

/** A code span on one line; nothing for an empty text. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line.trim() === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A fenced block; `indent` spaces before each line, inside a list. */
export function block(text: string, language: string, indent = 0): string[] {
  const lines = visible(text.trimEnd(), { newline: true, tab: true }).split('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}${language}`, ...lines, fence].map((line) => ' '.repeat(indent) + line);
}

/** A link whose address is the rule's own; what does not look like one is text. */
export function link(address: string): string {
  return /^https?:\/\/[\w.~:/?#@!$&+,;=%()-]+$/.test(address) ? `<${address}>` : prose(address);
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
