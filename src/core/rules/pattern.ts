/**
 * Patterns: text with holes, as Loki's pattern parser writes them, plus typed holes. This file reads them;
 * pattern-search.ts looks for them.
 */
import { HOLE_TYPES, type HoleTypeName } from './hole-types.ts';

export type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly type: HoleTypeName; readonly name: string | undefined; readonly slot: number };

/** An untyped hole. `<_>` skips across lines, a named one stays within its line. */
export interface Gap {
  readonly name: string | undefined;
}

/** Texts and typed holes that follow each other without an untyped hole between them. */
export interface Block {
  /** Untyped hole before the block. */
  readonly gap: Gap | undefined;
  readonly items: readonly Item[];
}

export interface Pattern {
  readonly source: string;
  readonly blocks: readonly Block[];
  /** Untyped hole at the end. */
  readonly tail: Gap | undefined;
  readonly names: readonly string[];
  /** The literal texts, in order. */
  readonly texts: readonly string[];
  /** Number of typed holes. */
  readonly slots: number;
  /** Set when the pattern is this text and nothing else. */
  readonly plain: string | undefined;
  /** The longest of the texts; empty when there are none. */
  readonly key: string;
}

/** Why a pattern can't be read; `column` counts from 1 in its source. */
export interface PatternError {
  readonly message: string;
  readonly column: number;
  readonly fix: string;
}

export function isPatternError(result: Pattern | PatternError): result is PatternError {
  return 'message' in result;
}

/** A token of a pattern: text, or a hole, and where it stands (from 0). */
type Token =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'hole'; readonly name: string | undefined; readonly type: string | undefined; readonly at: number; readonly end: number };

const HOLE = /<([A-Za-z]\w*|_)(?::([A-Za-z]\w*))?>/y;

/**
 * Reads a pattern. `find` patterns are looked for inside a text and need some text of their own; `whole` patterns (conditions of
 * `where`) describe a whole value and may be a hole only.
 */
export function compilePattern(source: string, use: 'find' | 'whole' = 'find'): Pattern | PatternError {
  const tokens = tokenize(source);
  if (!Array.isArray(tokens)) return tokens;
  const error = checkTokens(tokens) ?? checkText(tokens, use);
  return error ?? assemble(source, tokens);
}

function tokenize(source: string): Token[] | PatternError {
  const newline = source.indexOf('\n');
  if (newline >= 0) {
    return problem('a pattern is one line', newline, 'write <_> where the text goes over a line end; mind that a YAML `|` block ends with one');
  }
  const tokens: Token[] = [];
  let text = '';
  for (let at = 0; at < source.length; ) {
    const next = source.indexOf('<', at);
    const escaped = next > at && source.charAt(next - 1) === '\\';
    text += next < 0 ? source.slice(at) : source.slice(at, escaped ? next - 1 : next) + (escaped ? '<' : '');
    at = next < 0 ? source.length : next + (escaped ? 1 : 0);
    if (next < 0 || escaped) continue;
    HOLE.lastIndex = next;
    const hole = HOLE.exec(source);
    if (hole === null) {
      return problem("'<' starts no hole here", at, 'write \\< for a plain <, <name> or <name:type> for a hole');
    }
    if (text !== '') tokens.push({ kind: 'text', text, at: textStart(tokens) });
    text = '';
    at += hole[0].length;
    tokens.push({ kind: 'hole', name: hole[1] === '_' ? undefined : hole[1], type: hole[2], at: next, end: at });
  }
  if (text !== '') tokens.push({ kind: 'text', text, at: textStart(tokens) });
  return tokens;
}

/** Where the text behind the last hole starts. */
function textStart(tokens: readonly Token[]): number {
  const last = tokens.at(-1);
  return last?.kind === 'hole' ? last.end : 0;
}

function problem(message: string, at: number, fix: string): PatternError {
  return { message, column: at + 1, fix };
}

function checkTokens(tokens: readonly Token[]): PatternError | undefined {
  const seen = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'text') continue;
    const error = checkHole(token, seen) ?? checkNeighbours(token, tokens[index + 1]);
    if (error) return error;
  }
  return undefined;
}

type HoleToken = Extract<Token, { kind: 'hole' }>;

function checkHole({ name, type, at }: HoleToken, seen: Set<string>): PatternError | undefined {
  if (type !== undefined && !Object.hasOwn(HOLE_TYPES, type)) {
    return problem(`no hole type '${type}'`, at + 1 + (name ?? '_').length + 1, `use one of ${Object.keys(HOLE_TYPES).join(', ')}`);
  }
  if (name === undefined) return undefined;
  if (name === 'nil') return problem('<nil> would be a hole', at, 'write \\<nil> for the text <nil>');
  if (seen.has(name)) return problem(`the name '${name}' is used twice`, at, 'give the second hole another name, or <_>');
  seen.add(name);
  return undefined;
}

function checkNeighbours(hole: HoleToken, next: Token | undefined): PatternError | undefined {
  if (next === undefined) return undefined;
  if (hole.type === undefined) {
    if (next.kind === 'text' || next.type !== undefined) return undefined;
    return problem('two untyped holes side by side', next.at, 'put text between them, or give one a type');
  }
  if (next.kind === 'hole' || HOLE_TYPES[hole.type as HoleTypeName].mayPrecede(next.text)) return undefined;
  return problem(
    `the ${hole.type} hole takes '${next.text.charAt(0)}' and what follows for itself, so this text can never come after it`,
    next.at,
    `write <${hole.name ?? '_'}> without a type`,
  );
}

function checkText(tokens: readonly Token[], use: 'find' | 'whole'): PatternError | undefined {
  const enough = use === 'whole' ? tokens.length > 0 : tokens.some((token) => token.kind === 'text');
  return enough ? undefined : problem('a pattern needs some text', 0, 'write the words that the line must contain');
}

function assemble(source: string, tokens: readonly Token[]): Pattern {
  const blocks: { gap: Gap | undefined; items: Item[] }[] = [];
  let gap: Gap | undefined;
  let open: Item[] | undefined;
  let slots = 0;
  for (const token of tokens) {
    if (token.kind === 'hole' && token.type === undefined) {
      gap = { name: token.name };
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = [];
      blocks.push({ gap, items: open });
      gap = undefined;
    }
    if (token.kind === 'text') open.push({ kind: 'text', text: token.text });
    else open.push({ kind: 'hole', type: token.type as HoleTypeName, name: token.name, slot: slots++ });
  }
  const names: string[] = [];
  const texts: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'text') texts.push(token.text);
    else if (token.name !== undefined) names.push(token.name);
  }
  const plain = tokens.length === 1 ? texts[0] : undefined;
  return { source, blocks, tail: gap, names, texts, slots, plain, key: longest(texts) };
}

function longest(texts: readonly string[]): string {
  let found = '';
  for (const text of texts) if (text.length > found.length) found = text;
  return found;
}
