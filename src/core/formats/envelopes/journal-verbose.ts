/** `journalctl -o verbose`: a line with time and cursor, then one field a line, indented; further lines of a value are indented more. */
import type { Envelope, Opened } from '../format.ts';
import { timed } from './opened.ts';
import { fullTimeAt } from './journal-full.ts';
import { openFields } from './journal-json.ts';

const NAME = 'journal-verbose';
const INDENT = '    ';
const FIELD = /^ {4}([A-Z_][A-Z0-9_]*)=(.*)$/s;

export const journalVerbose: Envelope = {
  name: NAME,
  open: openHead,
  mayContinue: (line) => line.startsWith(INDENT),
  continues: (_lines, line) => line.startsWith(INDENT),
  openLines,
};

function openHead(line: string): Opened | undefined {
  const read = fullTimeAt(line);
  return read !== undefined && line.startsWith('[s=', read.end) ? timed(NAME, '', read.time) : undefined;
}

function openLines(lines: readonly string[]): Opened | undefined {
  const head = openHead(lines[0] ?? '');
  if (head === undefined) return undefined;
  const fields = fieldsOf(lines);
  const opened = openFields(NAME, (key) => fields.get(key));
  return { ...opened, time: opened.time ?? head.time };
}

function fieldsOf(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of lines.slice(1)) {
    const field = FIELD.exec(line);
    const further = line.slice(INDENT.length + name.length + 1);
    if (field === null) fields.set(name, `${fields.get(name) ?? ''}\n${further}`);
    else {
      name = field[1]!;
      const before = name === 'MESSAGE' ? fields.get(name) : undefined;
      if (before !== undefined) fields.set(name, `${before}\n${field[2]!}`);
      else if (!fields.has(name)) fields.set(name, field[2]!);
    }
  }
  return fields;
}
