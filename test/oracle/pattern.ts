/**
 * Slow obvious oracle for patterns: tries every place and every length, backtracking. Typed values are recognised by other means than in
 * the program: regexes and Node's own isIP.
 */
import { isIPv4, isIPv6 } from 'node:net';

export type OracleItem =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'typed'; readonly type: string; readonly name: string | undefined }
  | { readonly kind: 'gap'; readonly name: string | undefined };

const CLASS: Readonly<Record<string, RegExp>> = {
  int: /-?[0-9]+/y,
  word: /[A-Za-z0-9._-]+/y,
  path: /[/.~][A-Za-z0-9._\-~/%+@:*#!$\u0080-\uFFFF]*/y,
  duration: /-?([0-9]+(\.[0-9]*)?(ns|us|µs|μs|ms|s|m|h))+/y,
};

const BEFORE: Readonly<Record<string, RegExp>> = {
  int: /[0-9]/,
  word: /[A-Za-z0-9._-]/,
  path: /[A-Za-z0-9._\-~/%+@:*#!$\u0080-\uFFFF]/,
  duration: /[A-Za-z0-9.]/,
  ip: /[A-Za-z0-9.]/,
};

function run(regex: RegExp, text: string, at: number): string {
  regex.lastIndex = at;
  return regex.exec(text)?.[0] ?? '';
}

function typedEnd(type: string, text: string, at: number): number {
  if (type === 'ip') return addressEnd(text, at);
  let value = run(CLASS[type]!, text, at);
  if (type === 'path') value = value.replace(/[.:]+$/, '');
  if (type === 'duration' && /^[A-Za-z0-9]/.test(text.slice(at + value.length))) return -1;
  return value === '' || value.length > 4096 ? -1 : at + value.length;
}

function addressEnd(text: string, at: number): number {
  const wide = run(/[0-9a-fA-F:.]+/y, text, at);
  const narrow = run(/[0-9.]+/y, text, at);
  const found =
    [wide, wide.slice(0, -1)].find((value) => isIPv6(value)) ??
    [narrow.replace(/\.$/, '')].find((value) => isIPv4(value));
  if (found === undefined || /^[A-Za-z0-9]/.test(text.slice(at + found.length))) return -1;
  return at + found.length;
}

/** Captures of `items` in `text` at the leftmost place, or as a whole. */
export function oracle(
  items: readonly OracleItem[],
  text: string,
  whole: boolean,
): Record<string, string> | undefined {
  for (let start = 0; start <= text.length; start++) {
    const lead = items[0]?.kind === 'gap' ? items[0] : undefined;
    if (lead && start > 0 && text[start - 1] !== '\n') continue;
    const captures = from(items, 0, { text, whole }, start);
    if (captures) return captures;
    if (whole) return undefined;
  }
  return undefined;
}

interface Subject {
  readonly text: string;
  readonly whole: boolean;
}

function from(
  items: readonly OracleItem[],
  index: number,
  { text, whole }: Subject,
  at: number,
): Record<string, string> | undefined {
  const item = items[index];
  if (!item) return !whole || at === text.length ? {} : undefined;
  if (item.kind === 'text') {
    return text.startsWith(item.text, at)
      ? from(items, index + 1, { text, whole }, at + item.text.length)
      : undefined;
  }
  if (item.kind === 'typed') {
    const free = index === 0 || items[index - 1]!.kind === 'gap';
    if (free && at > 0 && BEFORE[item.type]!.test(text[at - 1]!)) return undefined;
    const end = typedEnd(item.type, text, at);
    const rest = end < 0 ? undefined : from(items, index + 1, { text, whole }, end);
    return rest && named(item.name, text.slice(at, end), rest);
  }
  const last = index === items.length - 1;
  for (let end = at; end <= text.length; end++) {
    const value = text.slice(at, end);
    if (item.name !== undefined && value.includes('\n')) return undefined;
    const stops = end === text.length || (item.name !== undefined && !whole && text[end] === '\n');
    if (last && !stops) continue;
    const rest = from(items, index + 1, { text, whole }, end);
    const edge = last || index === 0;
    if (rest) return named(item.name, edge ? value.trim() : value, rest);
  }
  return undefined;
}

function named(
  name: string | undefined,
  value: string,
  rest: Record<string, string>,
): Record<string, string> {
  return name === undefined ? rest : { [name]: value, ...rest };
}

/** The items as a pattern is written. */
export function patternSource(items: readonly OracleItem[]): string {
  return items
    .map((item) => {
      if (item.kind === 'text') return item.text.replaceAll('<', '\\<');
      return `<${item.name ?? '_'}${item.kind === 'typed' ? `:${item.type}` : ''}>`;
    })
    .join('');
}
