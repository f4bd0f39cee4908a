/** Why an entry does not meet an alternative: the first part of it that says no. */
import type { Entry } from '../entry.ts';
import { fieldValue } from '../entry.ts';
import { compileAlternative } from './alternative.ts';
import { compilePattern, isPatternError } from './pattern.ts';
import type { Alternative, Condition } from './rule.ts';

export type WhyNot =
  /** A text is not there. `has`: the longest beginning of it that is; `letters`: it is there in other letters, upper or lower. */
  | { readonly kind: 'text'; readonly text: string; readonly has: string; readonly letters: string | undefined }
  /** All texts of a pattern are there, but no one place of the entry has them all. */
  | { readonly kind: 'apart'; readonly pattern: string; readonly places: readonly string[] }
  /** All texts of a pattern are there, but in another order, over a line end, or a typed hole does not fit. */
  | { readonly kind: 'order'; readonly pattern: string }
  | { readonly kind: 'where'; readonly field: string; readonly wanted: string; readonly found: string | undefined }
  | { readonly kind: 'not'; readonly pattern: string }
  | { readonly kind: 'regex'; readonly regex: string };

/** The literal texts of an alternative's patterns. */
export function textPieces(alternative: Alternative): string[] {
  return alternative.texts.flatMap(piecesOf);
}

function piecesOf(source: string): readonly string[] {
  const pattern = compilePattern(source, 'find');
  return isPatternError(pattern) ? [] : pattern.texts.filter((text) => text.trim() !== '');
}

/** Undefined: the entry meets it. */
export function whyNot(alternative: Alternative, entry: Entry): WhyNot | undefined {
  if (compileAlternative(alternative).test(entry) !== undefined) return undefined;
  const texts = placesOf(entry).map(([, text]) => text);
  const missing = textPieces(alternative).find((piece) => !texts.some((text) => text.includes(piece)));
  if (missing !== undefined) return missingText(missing, texts);
  const nothing: Alternative = { texts: [], regex: undefined, where: [], not: [] };
  const meets = (part: Partial<Alternative>): boolean =>
    compileAlternative({ ...nothing, ...part }).test(entry) !== undefined;
  const pattern = alternative.texts.find((source) => !meets({ texts: [source] }));
  if (pattern !== undefined) return unfitting(pattern, entry);
  const condition = alternative.where.find((one) => !meets({ where: [one] }));
  if (condition !== undefined) return unmet(condition, entry);
  const not = alternative.not.find((source) => !meets({ not: [source] }));
  if (not !== undefined) return { kind: 'not', pattern: not };
  return { kind: 'regex', regex: alternative.regex ?? '' };
}

function placesOf(entry: Entry): (readonly [name: string, text: string])[] {
  return [['message', entry.message], ...entry.fields.map(({ name, value }) => [name, value] as const)];
}

function missingText(piece: string, texts: readonly string[]): WhyNot {
  const has = texts.reduce((longest, text) => longer(longest, beginning(piece, text)), '');
  const lower = piece.toLowerCase();
  const close = texts.find((text) => text.toLowerCase().includes(lower));
  const at = close?.toLowerCase().indexOf(lower) ?? 0;
  const letters = close?.slice(at, at + piece.length);
  return { kind: 'text', text: piece, has, letters };
}

function longer(a: string, b: string): string {
  return b.length > a.length ? b : a;
}

/** The longest beginning of `piece`, in whole words, that stands in `text`: with a beginning every shorter one is there, too. */
function beginning(piece: string, text: string): string {
  let low = 0;
  let high = piece.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (text.includes(piece.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  return piece.slice(0, piece.lastIndexOf(' ', low - 1) + 1);
}

function unfitting(pattern: string, entry: Entry): WhyNot {
  const pieces = piecesOf(pattern);
  const places = placesOf(entry);
  if (places.some(([, text]) => pieces.every((piece) => text.includes(piece)))) return { kind: 'order', pattern };
  const found = pieces.flatMap((piece) => places.find(([, text]) => text.includes(piece))?.[0] ?? []);
  return { kind: 'apart', pattern, places: [...new Set(found)] };
}

function unmet({ field, test }: Condition, entry: Entry): WhyNot {
  return { kind: 'where', field, wanted: wantedText(test), found: foundValue(field, entry) };
}

function wantedText(test: Condition['test']): string {
  if (test.kind === 'pattern') return test.pattern;
  if (test.kind === 'oneOf') return test.values.join(' or ');
  if (test.kind === 'exists') return test.exists ? 'to be there' : 'not to be there';
  return `${test.op} ${test.value}`;
}

function foundValue(field: string, entry: Entry): string | undefined {
  const { component, unit, host, level, caller } = entry;
  const special: Readonly<Record<string, string | undefined>> = { component, unit, host, level, caller };
  return Object.hasOwn(special, field) ? special[field] : fieldValue(entry.fields, field);
}

const MAX_SHOWN = 200;

/** A sentence about an entry, without its full stop: `it lacks "…"`. */
export function whyNotText(why: WhyNot): string {
  if (why.kind === 'text') return `it lacks ${JSON.stringify(why.text)}${whatInstead(why)}`;
  if (why.kind === 'apart')
    return `all words are there, but not in one place (${why.places.join(', ')}): ${JSON.stringify(why.pattern)} is looked for in the message or in one field; write several texts`;
  if (why.kind === 'order')
    return `all words are there, but not as ${JSON.stringify(why.pattern)} has them (order, one text, hole types, lines)`;
  if (why.kind === 'where')
    return `the condition on '${why.field}' is not met: wanted ${why.wanted}, ${why.found === undefined ? 'there is none' : `found ${JSON.stringify(why.found.slice(0, MAX_SHOWN))}`}`;
  if (why.kind === 'not') return `'not: ${why.pattern}' forbids it`;
  return 'the regex finds nothing';
}

const WORTH_SHOWING = 4;

function whatInstead({ text, has, letters }: Extract<WhyNot, { kind: 'text' }>): string {
  if (letters !== undefined) return ` (upper and lower case count; it has ${JSON.stringify(letters)})`;
  if (has.trim().length < WORTH_SHOWING) return '';
  return ` (it has ${JSON.stringify(has)}, but then not ${JSON.stringify(text.slice(has.length))})`;
}
