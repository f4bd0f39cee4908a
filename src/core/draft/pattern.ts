/** From an example to a pattern: what varies becomes holes. */
import { varyingParts } from './tokens.ts';

/** Names that one alternative has used. */
export type Used = Set<string>;

const MAX_LENGTH = 300;

/** The pattern of a text's first line, cut at a space past 300 characters. `careful`: names stay as they are. */
export function draftPattern(text: string, careful: boolean, used: Used): string {
  const line = cutAtSpace(text.split('\n', 1)[0]!.trim());
  const parts = varyingParts(line, careful);
  let pattern = '';
  let done = 0;
  for (const [i, { start, end, type, name }] of parts.entries()) {
    pattern += escaped(line.slice(done, start));
    const before = parts[i - 1];
    const touches = before?.end === start;
    const isPort = type === 'int' && before?.type === 'ip' && /^\]?:$/.test(line.slice(before.end, start));
    const named =
      name === undefined || (touches && type === undefined) ? '_' : free(isPort ? 'port' : name, used);
    pattern += type === undefined ? `<${named}>` : `<${named}:${type}>`;
    done = end;
  }
  return pattern + escaped(line.slice(done));
}

function cutAtSpace(line: string): string {
  if (line.length <= MAX_LENGTH) return line;
  const space = line.lastIndexOf(' ', MAX_LENGTH);
  return line.slice(0, space > 0 ? space : MAX_LENGTH);
}

function escaped(text: string): string {
  return text.replaceAll('<', String.raw`\<`);
}

/** `port`, then `port2`. */
function free(name: string, used: Used): string {
  let unique = name;
  for (let i = 2; used.has(unique); i++) unique = `${name}${i}`;
  used.add(unique);
  return unique;
}
