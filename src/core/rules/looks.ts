/** What an alternative looks at in an entry's message and fields, as far as it matters to id-blind.ts. */
import { DERIVED } from './literals.ts';
import { compilePattern, isPatternError } from './pattern.ts';
import type { Pattern } from './pattern.ts';
import type { Alternative, Condition } from './rule.ts';
import { couldTouch, sought } from './sought.ts';
import type { Sought } from './sought.ts';

export interface Looks {
  /** It looks at more than what is told here. */
  readonly opaque: boolean;
  /** All of these must stand in the message or in a field. */
  readonly needed: readonly Sought[];
  /** All texts that it looks for and that could touch an id. */
  readonly texts: readonly Sought[];
  /** Texts behind which it reads a number. */
  readonly beforeNumbers: readonly Sought[];
  /** It reads addresses or durations. */
  readonly readsDigits: boolean;
  /** Fields whose values it compares as numbers. */
  readonly numbers: readonly string[];
}

export function alternativeLooks(alternative: Alternative): Looks {
  const { texts, not, regex, re2, in: place } = alternative;
  // Derived fields hold no ids.
  const where = alternative.where.filter(({ field }) => !DERIVED.has(field));
  const needed = texts.map(read);
  const patterns = [...needed, ...not.map(read), ...where.flatMap(patternsOf)];
  const known = patterns.filter((pattern) => pattern !== undefined);
  const values = where.flatMap(({ test }) => (test.kind === 'oneOf' ? test.values : []));
  const isOpaque = regex !== undefined || re2 !== undefined || place === 'line';
  return {
    opaque: isOpaque || known.length < patterns.length || known.some(hasLooseNumber),
    needed: place === 'line' ? [] : needed.flatMap((pattern) => pattern?.texts ?? []).map(sought),
    texts: [...known.flatMap((pattern) => pattern.texts), ...values].map(sought).filter(couldTouch),
    beforeNumbers: known.flatMap(textsBeforeNumbers).map(sought),
    readsDigits: known.some(readsDigits),
    numbers: where.filter(({ test }) => test.kind === 'compare').map(({ field }) => field),
  };
}

function read(source: string): Pattern | undefined {
  const pattern = compilePattern(source, 'whole');
  return isPatternError(pattern) ? undefined : pattern;
}

function patternsOf({ test }: Condition): readonly (Pattern | undefined)[] {
  return test.kind === 'pattern' ? [read(test.pattern)] : [];
}

/** An `int` hole without text right before it is tried at any digit. */
function hasLooseNumber({ blocks }: Pattern): boolean {
  return blocks.some(({ items }) =>
    items.some((item, i) => item.kind === 'hole' && item.type === 'int' && items[i - 1]?.kind !== 'text'),
  );
}

function textsBeforeNumbers({ blocks }: Pattern): string[] {
  return blocks.flatMap(({ items }) =>
    items.flatMap((item, i) => {
      const before = items[i - 1];
      return item.kind === 'hole' && item.type === 'int' && before?.kind === 'text' ? [before.text] : [];
    }),
  );
}

function readsDigits({ blocks }: Pattern): boolean {
  return blocks.some(({ items }) =>
    items.some((item) => item.kind === 'hole' && (item.type === 'ip' || item.type === 'duration')),
  );
}
