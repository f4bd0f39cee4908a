/** One alternative, ready to be tried on entries. */
import { fieldValue, type Entry } from '../entry.ts';
import { ProblemError } from '../errors.ts';
import { compilePattern, isPatternError, type Pattern } from './pattern.ts';
import { findPattern, matchWhole } from './pattern-search.ts';
import type { Captures } from './pack.ts';
import type { Alternative, Condition } from './rule.ts';

/** A part of an alternative: captures when the entry meets it. */
type Part = (entry: Entry) => Captures | undefined;

const NOTHING: Captures = Object.freeze({});

/** The test of an alternative. Throws ProblemError on a pattern or regex that can't be read: rule files are checked when they load. */
export function compileAlternative(alternative: Alternative): Part {
  const parts: Part[] = [
    ...alternative.where.map(conditionPart),
    ...alternative.texts.map((source) => textPart(readPattern(source, 'find'))),
  ];
  if (alternative.regex !== undefined) parts.push(regexPart(readRegex(alternative.regex)));
  parts.push(...alternative.not.map((source) => absentPart(readPattern(source, 'find'))));
  return parts.length === 1 ? parts[0]! : (entry) => meetsAll(parts, entry);
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
  return (entry) => {
    const captures = findPattern(pattern, entry.message);
    if (captures !== undefined) return captures;
    for (const { value } of entry.fields) {
      const captures = findPattern(pattern, value);
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

function definedGroups(groups: Record<string, string | undefined> | undefined): Captures {
  if (groups === undefined) return NOTHING;
  const captures: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) if (value !== undefined) captures[name] = value;
  return captures;
}

function conditionPart({ field, test }: Condition): Part {
  if (test.kind === 'exists') {
    return (entry) => ((firstValue(entry, field) !== undefined) === test.exists ? NOTHING : undefined);
  }
  const fits = valueTest(test);
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

function valueTest(test: Exclude<Condition['test'], { kind: 'exists' }>): (value: string) => Captures | undefined {
  if (test.kind === 'pattern') {
    const pattern = readPattern(test.pattern, 'whole');
    return (value) => matchWhole(pattern, value);
  }
  if (test.kind === 'oneOf') {
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
