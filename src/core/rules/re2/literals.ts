/** Texts of which each match of a regex holds at least one. */
import { MIN_LITERAL } from '../../scanner/scanner.ts';
import { rarestLiteral } from '../literals.ts';
import { parseRe2 } from './parse.ts';
import type { Node } from './syntax.ts';

/** More than this many are not worth it. */
const MAX_LITERALS = 24;

/**
 * Literals fit for the scanner, of which every text that matches holds at least one; undefined when there are none. Throws Re2Error.
 */
export function re2Literals(source: string): string[] | undefined {
  const found = literalsOf(parseRe2(source));
  return found === undefined ? undefined : [...new Set(found)];
}

function literalsOf(node: Node): string[] | undefined {
  switch (node.kind) {
    case 'repeat':
      return node.min > 0 ? literalsOf(node.what) : undefined;
    case 'any':
      return everyBranch(node.branches);
    case 'all':
      return best(node.parts);
    default:
      return undefined;
  }
}

function everyBranch(branches: readonly Node[]): string[] | undefined {
  const all: string[] = [];
  for (const branch of branches) {
    const some = literalsOf(branch);
    if (some === undefined) return undefined;
    all.push(...some);
  }
  return all.length <= MAX_LITERALS ? all : undefined;
}

/** The rarest of the plain texts among the parts, else what one part gives that has the fewest. */
function best(parts: readonly Node[]): string[] | undefined {
  const texts: string[] = [''];
  const others: string[][] = [];
  for (const part of parts) {
    const text = exactText(part);
    if (text !== undefined) texts[texts.length - 1] += text;
    else {
      texts.push('');
      const some = literalsOf(part);
      if (some !== undefined) others.push(some);
    }
  }
  const rarest = rarestLiteral(texts.filter((text) => text.length >= MIN_LITERAL));
  if (rarest !== undefined) return [rarest];
  return others.toSorted((a, b) => a.length - b.length)[0];
}

/** The only text that `node` meets, if there is only one. */
function exactText(node: Node): string | undefined {
  if (node.kind === 'empty') return '';
  if (node.kind === 'char') {
    const [range] = node.set;
    const one = node.set.length === 1 && range![0] === range![1];
    return one ? String.fromCodePoint(range![0]) : undefined;
  }
  if (node.kind !== 'all') return undefined;
  const texts = node.parts.map(exactText);
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}
