/**
 * Building blocks of the rule file's schema. In mode `check` every scalar comes as a string (so that `version: 1.20` stays what it
 * is); in mode `publish` the schema is the one that editors get, with numbers and booleans as such.
 */
import * as v from 'valibot';

export type Mode = 'check' | 'publish';

type Shape = 'text' | 'list' | 'map';

function shapeOf(input: unknown): Shape {
  if (Array.isArray(input)) return 'list';
  return typeof input === 'object' && input !== null ? 'map' : 'text';
}

/** An object without other keys; a wrong key names the nearest right one. The message's second line is the fix. */
export function strict<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, (issue) => objectMessage(issue, Object.keys(entries)));
}

function objectMessage(issue: v.StrictObjectIssue, keys: readonly string[]): string {
  const last = issue.path?.at(-1)?.key;
  const key = typeof last === 'string' ? last : '';
  if (issue.expected === 'never') {
    const near = nearest(key, keys);
    const known = `the keys here are ${keys.join(', ')}`;
    return `unknown key '${key}'\n${near === undefined ? known : `did you mean '${near}'? ${known}`}`;
  }
  if (issue.received === 'undefined') return `'${key}' is missing\nadd '${key}: …'`;
  return `expected a map of keys\nthe keys here are ${keys.join(', ')}`;
}

/** The word that is fewest edits away, at most two fifths of its length. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((candidate) => ({ candidate, edits: edits(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.round(candidate.length / 2.5)))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** One of several shapes, told apart by what is there, so that errors speak of the right one. */
export function shapes<const Options extends Partial<Record<Shape, v.GenericSchema>>>(mode: Mode, options: Options) {
  type Member = Extract<Options[keyof Options], v.GenericSchema>;
  const members = Object.values<v.GenericSchema>(options);
  const picked = (input: unknown): v.GenericSchema => options[shapeOf(input)] ?? members[0]!;
  const schema = mode === 'check' ? v.lazy(picked) : v.union(members);
  return schema as v.GenericSchema<v.InferInput<Member>, v.InferOutput<Member>>;
}

export const text = v.pipe(
  v.string('expected a text'),
  v.check((value) => value.trim() !== '', 'this is empty\nwrite something, or leave the key out'),
  v.minLength(1),
);

/** A list with at least one member. */
export function list<const Member extends v.GenericSchema>(member: Member) {
  return v.pipe(v.array(member, 'expected a list\nstart each member with `- `'), v.minLength(1, 'this list is empty\nleave the key out'));
}

export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, (issue) => {
    const near = nearest(String(issue.input), words);
    return `expected ${words.join(', ')}, not ${issue.received}${near === undefined ? '' : `\ndid you mean '${near}'?`}`;
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/;
const SHIFT = /^-?\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h|d)$/;

function milliseconds(value: string): number {
  const [, number = '0', unit = 's'] = DURATION.exec(value) ?? [];
  return Number(number) * UNITS[unit]!;
}

/** A duration that may go back in time: `-30s`. */
export const shift = v.pipe(
  v.string('expected a duration'),
  v.regex(SHIFT, 'expected a duration\nwrite a number and ms, s, m, h or d, such as 30s or -30s'),
  v.transform((value) => (value.startsWith('-') ? -milliseconds(value.slice(1)) : milliseconds(value))),
);

/** `500ms`, `30s`, `10m`, `2h`, `1d`; out comes milliseconds. */
export const duration = v.pipe(
  v.string('expected a duration'),
  v.regex(DURATION, 'expected a duration\nwrite a number and ms, s, m, h or d, such as 30s or 10m'),
  v.transform(milliseconds),
);

function scalar<Output>(mode: Mode, published: v.GenericSchema, checked: v.GenericSchema<string, Output>) {
  return (mode === 'check' ? checked : published) as v.GenericSchema<string, Output>;
}

export function count(mode: Mode) {
  const message = 'expected a whole number';
  return scalar(
    mode,
    v.pipe(v.number(), v.integer(), v.minValue(0)),
    v.pipe(v.string(message), v.regex(/^\d{1,9}$/, message), v.transform(Number)),
  );
}

export function flag(mode: Mode) {
  const words = v.picklist(['true', 'false'], 'expected true or false');
  return scalar(mode, v.boolean(), v.pipe(v.string(), words, v.transform((value) => value === 'true')));
}

/** Any scalar, as it is written. */
export function value(mode: Mode) {
  return scalar(mode, v.union([v.string(), v.number(), v.boolean()]), v.string('expected a text or number'));
}
