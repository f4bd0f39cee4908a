/** The literal by which the scanner finds the lines of an alternative. */
import { chooseLiteral, safeParts } from '../scanner/literals.ts';

/** Fields of the envelope, or derived ones: what they say need not stand on the line. */
export const DERIVED: ReadonlySet<string> = new Set(['component', 'unit', 'host', 'level', 'caller']);

/** The rarest literal in these texts, all of which stand on the line; undefined when no piece of them is long enough. */
export function rarestLiteral(texts: readonly string[]): string | undefined {
  const candidates: string[] = [];
  for (const text of texts) candidates.push(...safeParts(text));
  return chooseLiteral(candidates);
}
