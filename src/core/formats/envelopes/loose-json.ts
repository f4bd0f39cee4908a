/** JSON objects of one line, also cut or broken ones: what can be had is had. */

/** The whole object; undefined when the line is not one. */
export function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Value of the first `"key":"…"` in a line that is no valid JSON, up to its closing quote or the line's end. */
export function looseString(line: string, key: string): string | undefined {
  const quoted = `"${key}"`;
  const at = line.indexOf(quoted);
  if (at < 0) return undefined;
  let from = at + quoted.length;
  while (line.charCodeAt(from) === 32 || line.charCodeAt(from) === 58) from++;
  return line.charCodeAt(from) === 34 ? unescapeUpTo(line, from + 1) : undefined;
}

function unescapeUpTo(line: string, from: number): string {
  let end = from;
  while (end < line.length && line.charCodeAt(end) !== 34) end += line.charCodeAt(end) === 92 ? 2 : 1;
  const raw = line.slice(from, end);
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/gs, unescapeOne);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescapeOne(_whole: string, code: string | undefined, letter: string | undefined): string {
  if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
  return letter === undefined ? '' : (ESCAPES[letter] ?? letter);
}
