/** One alternative, ready to be tried on entries. */
import { fieldValue, type Entry } from '../entry.ts';
import { ProblemError } from '../errors.ts';
import { compilePattern, isPatternError, type Pattern } from './pattern.ts';
import { patternFinder, wholeMatcher, type Finder } from './pattern-search.ts';
import { jsonView, lineView } from './line-text.ts';
import { DERIVED, rarestLiteral } from './literals.ts';
import type { Captures } from './pack.ts';
import { compileRe2 } from './re2/machine.ts';
import type { Alternative, Condition } from './rule.ts';

/** A part of an alternative: captures when the entry meets it. */
type Part = (entry: Entry) => Captures | undefined;

const NOTHING: Captures = Object.freeze({});

export interface CompiledAlternative {
  readonly test: Part;
  /** What each line that passes the test contains; undefined: the scanner can't find them. */
  readonly literal: string | undefined;
}

/** Throws ProblemError on a pattern, SyntaxError on a regex that can't be read: rule files are checked when they load. */
export function compileAlternative(alternative: Alternative): CompiledAlternative {
  if (alternative.in === 'line') return compileOnLine(alternative);
  const texts: string[] = [];
  const parts = alternative.where.map((condition) => conditionPart(condition, texts));
  for (const source of alternative.texts) {
    const pattern = readPattern(source, 'find');
    texts.push(...pattern.texts);
    parts.push(textPart(pattern));
  }
  if (alternative.regex !== undefined) parts.push(regexPart(readRegex(alternative.regex)));
  if (alternative.re2 !== undefined) parts.push(re2Part(compileRe2(alternative.re2)));
  for (const source of alternative.not) parts.push(absentPart(readPattern(source, 'find')));
  const test = parts.length === 1 ? parts[0]! : (entry: Entry) => meetsAll(parts, entry);
  return { test, literal: rarestLiteral(texts) };
}

/** The same, looking at the line as it was written; `where` at its JSON document. */
function compileOnLine({ texts, regex, re2, where, not }: Alternative): CompiledAlternative {
  const { test, literal } = compileAlternative({ texts, regex, not, where: [], ...(re2 === undefined ? {} : { re2 }) });
  const onLine: Part = (entry) => test(lineView(entry));
  if (where.length === 0) return { test: onLine, literal };
  const paths = where.map(({ field }) => field);
  // A name that no derived field has.
  const conditions = where.map((condition) => ({ ...condition, field: `.${condition.field}` }));
  const inDocument = compileAlternative({ texts: [], regex: undefined, not: [], where: conditions });
  const onDocument: Part = (entry) => {
    const document = jsonView(entry, paths);
    return document && inDocument.test(document);
  };
  return {
    test: (entry) => meetsAll([onLine, onDocument], entry),
    literal: rarestLiteral([literal, inDocument.literal].filter((text) => text !== undefined)),
  };
}

function meetsAll(parts: readonly Part[], entry: Entry): Captures | undefined {
  let all = NOTHING;
  for (const part of parts) {
    const captures = part(entry);
    if (captures === undefined) return undefined;
    if (captures !== NOTHING) all = all === NOTHING ? captures : { ...all, ...captures };
  }
  return all;
}

/** Compiles a regex of a rule; `u` makes JavaScript refuse what it would otherwise guess at. */
export function readRegex(source: string): RegExp {
  return new RegExp(source, 'u');
}

function readPattern(source: string, use: 'find' | 'whole'): Pattern {
  const pattern = compilePattern(source, use);
  if (!isPatternError(pattern)) return pattern;
  const { message, column, fix } = pattern;
  throw new ProblemError([{ code: 'RULE_PATTERN', message, place: { file: 'pattern', column, text: source }, fix }]);
}

function textPart(pattern: Pattern): Part {
  const find = patternFinder(pattern);
  return (entry) => {
    const captures = find(entry.message);
    if (captures !== undefined) return captures;
    for (const { value } of entry.fields) {
      const captures = find(value);
      if (captures !== undefined) return captures;
    }
    return undefined;
  };
}

function absentPart(pattern: Pattern): Part {
  const find = textPart(pattern);
  return (entry) => (find(entry) === undefined ? NOTHING : undefined);
}

function regexPart(regex: RegExp): Part {
  const find = (text: string): Captures | undefined => {
    const found = regex.exec(text);
    return found === null ? undefined : definedGroups(found.groups);
  };
  return (entry) => {
    let captures = find(entry.message);
    for (let i = 0; captures === undefined && i < entry.fields.length; i++) captures = find(entry.fields[i]!.value);
    return captures;
  };
}

function re2Part(find: (text: string) => boolean): Part {
  return ({ message, fields }) => (find(message) || fields.some(({ value }) => find(value)) ? NOTHING : undefined);
}

function definedGroups(groups: Record<string, string | undefined> | undefined): Captures {
  if (groups === undefined) return NOTHING;
  const captures: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) if (value !== undefined) captures[name] = value;
  return captures;
}

/** The test of a condition; texts that its value must contain go into `texts`. */
function conditionPart({ field, test }: Condition, texts: string[]): Part {
  if (test.kind === 'exists') {
    return (entry) => ((firstValue(entry, field) !== undefined) === test.exists ? NOTHING : undefined);
  }
  const fits = valueTest(test, DERIVED.has(field) ? [] : texts);
  const special = SPECIAL[field];
  return (entry) => {
    if (special !== undefined) {
      const value = special(entry);
      return value === undefined ? undefined : fits(value);
    }
    for (const { name, value } of entry.fields) {
      const captures = name === field ? fits(value) : undefined;
      if (captures !== undefined) return captures;
    }
    return undefined;
  };
}

const SPECIAL: Readonly<Record<string, ((entry: Entry) => string | undefined) | undefined>> = Object.assign(
  Object.create(null) as object,
  {
    component: (entry: Entry) => entry.component,
    unit: (entry: Entry) => entry.unit,
    host: (entry: Entry) => entry.host,
    level: (entry: Entry) => entry.level,
    caller: (entry: Entry) => entry.caller,
  },
);

function firstValue(entry: Entry, field: string): string | undefined {
  const special = SPECIAL[field];
  return special === undefined ? fieldValue(entry.fields, field) : special(entry);
}

type ValueTest = Exclude<Condition['test'], { kind: 'exists' }>;

function valueTest(test: ValueTest, texts: string[]): Finder {
  if (test.kind === 'pattern') {
    const pattern = readPattern(test.pattern, 'whole');
    texts.push(...pattern.texts);
    return wholeMatcher(pattern);
  }
  if (test.kind === 'oneOf') {
    if (test.values.length === 1) texts.push(...test.values);
    const values = new Set(test.values);
    return (value) => (values.has(value) ? NOTHING : undefined);
  }
  return (value) => (compares(value, test) ? NOTHING : undefined);
}

function compares(value: string, { op, value: limit }: { op: '>=' | '<=' | '>' | '<' | '='; value: number }): boolean {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (op === '>=') return number >= limit;
  if (op === '<=') return number <= limit;
  if (op === '>') return number > limit;
  if (op === '<') return number < limit;
  return number === limit;
}
