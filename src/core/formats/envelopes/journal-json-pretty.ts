/** `journalctl -o json-pretty`: one object an entry, one field a line, indented by a tab. */
import type { Envelope, Opened } from '../format.ts';
import { openJournal } from './journal-json.ts';
import { timed } from './opened.ts';

const NAME = 'journal-json-pretty';

export const journalJsonPretty: Envelope = {
  name: NAME,
  open: (line) => (line === '{' ? timed(NAME, line, undefined) : undefined),
  mayContinue: (line) => line.startsWith('\t') || line === '}',
  continues: (lines, line) => lines.at(-1) !== '}' && (line.startsWith('\t') || line === '}'),
  openLines,
};

function openLines(lines: readonly string[]): Opened | undefined {
  return openJournal(lines.join('\n'), NAME);
}
