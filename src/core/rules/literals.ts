/** The literal by which the scanner finds the lines of an alternative. */
import { compilePattern, isPatternError } from './pattern.ts';
import type { Alternative, Condition } from './rule.ts';

const MIN_BYTES = 8;

/** Fields of the envelope or derived ones: what they say need not stand on the line. */
const DERIVED = new Set(['component', 'unit', 'host', 'level', 'caller']);

// STUB until scanner/literals.ts is there.
function safeParts(text: string): string[] {
  return text.split(/[^ !#-%'-;=?-[\]-~]+/).filter((part) => part.length >= MIN_BYTES);
}

function chooseLiteral(candidates: readonly string[]): string | undefined {
  return candidates.toSorted((a, b) => b.length - a.length)[0];
}

/** The rarest literal of the alternative's texts and conditions; undefined when no piece of text is long enough. */
export function alternativeLiteral(alternative: Alternative): string | undefined {
  const texts = [...alternative.texts.flatMap(literalTexts), ...alternative.where.flatMap(conditionTexts)];
  return chooseLiteral(texts.flatMap(safeParts));
}

function literalTexts(source: string): readonly string[] {
  const pattern = compilePattern(source, 'whole');
  return isPatternError(pattern) ? [] : pattern.texts;
}

function conditionTexts({ field, test }: Condition): readonly string[] {
  if (DERIVED.has(field)) return [];
  if (test.kind === 'pattern') return literalTexts(test.pattern);
  return test.kind === 'oneOf' && test.values.length === 1 ? test.values : [];
}
