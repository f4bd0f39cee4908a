/** Which captures an alternative can give. */
import { compilePattern, isPatternError } from './pattern.ts';
import type { Alternative } from './rule.ts';

/** Names in the order of texts, conditions, regex; a name that comes twice is given twice. */
export function alternativeCaptures({ texts, where, regex }: Alternative): string[] {
  const conditions = where.flatMap(({ test }) => (test.kind === 'pattern' ? [test.pattern] : []));
  return [...[...texts, ...conditions].flatMap(patternNames), ...regexGroups(regex)];
}

function patternNames(source: string): readonly string[] {
  const pattern = compilePattern(source, 'whole');
  return isPatternError(pattern) ? [] : pattern.names;
}

function regexGroups(source: string | undefined): string[] {
  return [...(source ?? '').matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((group) => group[1]!);
}
