/** Says why a rule missed: the entry and alternative that came nearest, and what was not there. */
import type { Entry } from '../entry.ts';
import { compileAlternative } from './alternative.ts';
import { compilePattern, isPatternError } from './pattern.ts';
import type { Alternative, Rule } from './rule.ts';

interface Miss {
  /** Letters of the texts that are there. */
  readonly score: number;
  readonly reason: string;
}

/** One or two sentences about the entry that nearly matched; empty when there are no entries. */
export function nearestMiss(rule: Rule, entries: readonly Entry[]): string[] {
  const alternatives = [...rule.match, ...(rule.sequence?.steps.flat() ?? [])];
  const misses = entries.flatMap((entry) => alternatives.map((alternative) => missOf(alternative, entry)));
  const best = misses.sort((a, b) => b.score - a.score)[0];
  return best === undefined ? ['the log holds no entry'] : [best.reason];
}

function missOf(alternative: Alternative, entry: Entry): Miss {
  const pieces = alternative.texts.flatMap((source) => textPieces(source));
  const texts = [entry.message, ...entry.fields.map(({ value }) => value)];
  const missing = pieces.filter((piece) => !texts.some((text) => text.includes(piece)));
  const score = pieces.filter((piece) => !missing.includes(piece)).reduce((sum, piece) => sum + piece.length, 0);
  const what = missing.length > 0 ? `it lacks ${JSON.stringify(missing[0])}` : otherReason(alternative, entry);
  return { score, reason: `nearest entry: ${describe(entry)}\n    ${what}` };
}

function textPieces(source: string): readonly string[] {
  const pattern = compilePattern(source, 'find');
  return isPatternError(pattern) ? [] : pattern.texts.filter((text) => text.trim() !== '');
}

/** All words are there; which part of the alternative says no? */
function otherReason(alternative: Alternative, entry: Entry): string {
  const nothing: Alternative = { texts: [], regex: undefined, where: [], not: [] };
  const meets = (part: Partial<Alternative>): boolean => compileAlternative({ ...nothing, ...part }).test(entry) !== undefined;
  const text = alternative.texts.find((source) => !meets({ texts: [source] }));
  if (text !== undefined) return `all words are there, but not as ${JSON.stringify(text)} has them (order, one text, hole types, lines)`;
  const condition = alternative.where.find((one) => !meets({ where: [one] }));
  if (condition !== undefined) return `the condition on '${condition.field}' is not met`;
  const not = alternative.not.find((source) => !meets({ not: [source] }));
  if (not !== undefined) return `'not: ${not}' forbids it`;
  return 'the regex finds nothing';
}

/** The entry as the rules see it. */
function describe({ message, fields, component, level, formats }: Entry): string {
  const named = fields.slice(0, 12).map(({ name, value }) => `${name}=${JSON.stringify(value.slice(0, 200))}`);
  const from = `[${formats.join(' > ')}${component === undefined ? '' : `, component ${component}`}${level === undefined ? '' : `, level ${level}`}]`;
  return [JSON.stringify(message.slice(0, 300)), ...named, from].join(' ');
}
