/** The words of a jq expression, as far as conditions need them. */
import { Refusal } from './cre.ts';

export type Token =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'sign'; readonly sign: string };

const WORD =
  /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|(\.(?:[A-Za-z_]\w*|\[\]\??|"[^"\\.]*"|\["[^"\\.]*"\]|\.|\?)*)|(==|!=|>=|<=|\/\/|[><|()])|([a-z]+))/y;

const WORDS: Readonly<Record<string, boolean | null | undefined>> = { true: true, false: false, null: null };
const SIGNS = new Set(['and', 'or', 'select']);

/** Throws Refusal. */
export function jqTokens(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trim();
  for (let at = 0; at < text.length; at = WORD.lastIndex) {
    WORD.lastIndex = at;
    const found = WORD.exec(text);
    if (found === null) throw new Refusal(`jq: '${text.slice(at, at + 20).trim()}' is more than a condition`);
    tokens.push(tokenOf(found));
  }
  return tokens;
}

function tokenOf([, string, number, path, sign, word = '']: readonly (string | undefined)[]): Token {
  if (string !== undefined) return { kind: 'value', value: jsonString(string) };
  if (number !== undefined) return { kind: 'value', value: Number(number) };
  if (path !== undefined) return { kind: 'path', path: pathOf(path) };
  if (sign !== undefined) return { kind: 'sign', sign };
  const value = WORDS[word];
  if (value !== undefined) return { kind: 'value', value };
  if (SIGNS.has(word)) return { kind: 'sign', sign: word };
  throw new Refusal(`jq: '${word}' is more than a condition`);
}

function jsonString(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new Refusal(`jq: ${text} is no text`);
  }
}

/** `.a."b-c"[]?` as `a.b-c[]`. */
function pathOf(text: string): string {
  if (text.includes('..')) throw new Refusal("jq: '..' is more than a condition");
  return text
    .replaceAll('?', '')
    .replaceAll(/\["([^"]*)"\]|"([^"]*)"/g, (_, a: string | undefined, b: string | undefined) => a ?? b ?? '')
    .replaceAll('.[]', '[]')
    .replace(/^\./, '');
}
