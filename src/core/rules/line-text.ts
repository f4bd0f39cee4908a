/** An entry as it was written, for alternatives that look there (`in: line`). */
import type { Entry } from '../entry.ts';

const CRI_HEADER = /^\S+ (?:stdout|stderr) \S+ /;

/**
 * The lines of the entry one behind the other, without line ends between them (as preq folds them), out of the envelope that a container
 * runtime or the journal puts around them. The message where the lines are not at hand.
 */
function lineText({ lines, formats, message }: Entry): string {
  if (lines === undefined) return message;
  const [outermost] = formats;
  const opened = lines.map((line) => unpacked(line, outermost));
  return opened.map(withoutLineEnd).join('');
}

/** Where an envelope of JSON has the message. */
const MESSAGE_KEYS: Readonly<Record<string, string | undefined>> = { docker: 'log', 'journal-json': 'MESSAGE' };

function unpacked(line: string, format: string | undefined): string {
  if (format === 'cri') return line.replace(CRI_HEADER, '');
  const key = MESSAGE_KEYS[format ?? ''];
  if (key === undefined) return line;
  const value = jsonOf(line);
  const message = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof message === 'string' ? message : line;
}

function withoutLineEnd(line: string): string {
  return line.replace(/\r?\n?$/, '');
}

const views = new WeakMap<Entry, Entry>();

/** The entry with the line's text as its message, and no fields. */
export function lineView(entry: Entry): Entry {
  let view = views.get(entry);
  if (view === undefined) views.set(entry, (view = { ...entry, message: lineText(entry), fields: [] }));
  return view;
}

/** The entry with the scalars at these paths of its JSON document as its fields, each name with a dot before it; undefined: it is none. */
export function jsonView(entry: Entry, paths: readonly string[]): Entry | undefined {
  const document = jsonOf(lineView(entry).message);
  if (typeof document !== 'object' || document === null) return undefined;
  const fields = paths.flatMap((path) => jsonValues(document, path).map((value) => ({ name: `.${path}`, value })));
  return { ...entry, fields };
}

/** Undefined when it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * What stands at `path` in a JSON document, as text: names joined by dots, `[]` for each member of a list. Lists and objects are their
 * JSON; null is not there.
 */
function jsonValues(document: unknown, path: string): string[] {
  let found: unknown[] = [document];
  for (const name of path.split('.')) {
    const [key = '', ...lists] = name.split('[]');
    found = found.flatMap((value) => (key === '' ? [value] : memberOf(value, key)));
    for (const _ of lists) found = found.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []));
  }
  return found.filter((value) => value !== null).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
}

function memberOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key)) return [];
  return [(value as Readonly<Record<string, unknown>>)[key]];
}
