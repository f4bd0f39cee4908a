/** Finds what differs from line to line in a text: addresses, ids, names, times, numbers. */
import { HOLE_TYPES } from '../rules/hole-types.ts';
import type { HoleTypeName } from '../rules/hole-types.ts';

/** A part of a text that becomes a hole. */
export interface Varying {
  readonly start: number;
  readonly end: number;
  /** Undefined: an untyped hole. */
  readonly type: HoleTypeName | undefined;
  /** Undefined: not captured. */
  readonly name: string | undefined;
}

interface Kind {
  /** Sticky; the first group, where there is one, is the varying part. */
  readonly find: RegExp;
  readonly type: HoleTypeName | undefined;
  readonly name: string | undefined;
  /** Not in the careful drafts, which keep more text. */
  readonly bold?: boolean;
  readonly unless?: (text: string) => boolean;
}

const UID = /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/y;
const TIME =
  /\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?(?: UTC)?(?: m=[+-][\d.]+)?/y;

/** In order of trial; each begins where no word is under way. */
const KINDS: readonly Kind[] = [
  { find: TIME, type: undefined, name: undefined },
  { find: UID, type: 'word', name: 'uid' },
  { find: /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/y, type: 'ip', name: 'address' },
  {
    find: /(?:[0-9a-fA-F]{1,4}:){1,7}(?::?[0-9a-fA-F]{1,4})+|[0-9a-fA-F:]{0,32}::[0-9a-fA-F:]{0,32}/y,
    type: 'ip',
    name: 'address',
  },
  {
    find: /-?(?:\d{1,9}(?:\.\d{1,9})?(?:ns|us|µs|μs|ms|s|m|h)){1,5}(?![\w])/y,
    type: 'duration',
    name: 'duration',
  },
  { find: /~?\/[A-Za-z0-9._-]+(?:\/[^\s"'`,;?=&<>|()[\]{}]*)*/y, type: 'path', name: 'file', bold: true },
  {
    find: /0x[0-9a-fA-F]{1,64}(?![\w-])|(?=[0-9a-f]{0,63}\d)[0-9a-f]{12,128}(?![\w.-])/y,
    type: 'word',
    name: 'id',
  },
  { find: /ip-\d+-\d+-\d+-\d+[\w.-]*/y, type: 'word', name: 'node' },
  { find: /[a-z][a-z0-9-]{0,60}-[a-f0-9]{8,10}-[a-z0-9]{5}(?![\w.-])/y, type: 'word', name: 'pod' },
  { find: /\d+(?:\.\d+)+/y, type: 'word', name: 'version' },
  { find: /-?\d+(?![A-Za-z_0-9]|-[A-Za-z])|\d+(?=(?:[kKMGT]i?B?|B|%)(?!\w))/y, type: 'int', name: 'number' },
  { find: /[A-Za-z][\w.-]*\d[\w.-]*/y, type: 'word', name: 'name', bold: true, unless: isTerm },
];

/** Words with digits that are the same on every line. */
const TERM =
  /^(?:[kK]3[sS]|[kK]8[sS]|rke2?|RKE2?|x509|[iI][pP][vV][46]|v\d+(?:(?:alpha|beta)\d+)?|[hH](?:TTP|ttp)?2|sha\d+|SHA\d+|md5|MD5|etcd[23]|base64|utf8|UTF8|oauth2|s3|i386|x86|amd64|arm64|ext[234]|TLSv?\d*|cgroups?v?\d|tcp[46]|udp[46]|ip6tables|nf4|nf6|e2e|kine\d?|sqlite3|i2o|l[237]|p2p|RFC\d*|rfc\d*|ed25519|EC2|ec2)$/;

/** Do all parts of a word with digits belong to the language? `k8s.io`, `apps.v1`, `client-go`. */
function isTerm(word: string): boolean {
  return word.split(/[._-]/).every((part) => !/\d/.test(part) || TERM.test(part));
}

/** The varying parts of a text, in order, not touching what quotes hold. `careful`: only what is surely no word of the message. */
export function varyingParts(text: string, careful: boolean): Varying[] {
  const found: Varying[] = [];
  const kinds = KINDS.filter(({ bold }) => !careful || bold !== true);
  for (let at = 0; at < text.length;) {
    const part =
      (careful ? undefined : quoted(text, at)) ?? (isStart(text, at) ? firstOf(kinds, text, at) : undefined);
    if (part === undefined) {
      at++;
      continue;
    }
    found.push(part);
    at = part.end;
  }
  return found;
}

/** Not inside a word or number. */
function isStart(text: string, at: number): boolean {
  return (
    !/[A-Za-z0-9_]/.test(text.charAt(at - 1)) && !/[A-Za-z0-9][.-]$/.test(text.slice(Math.max(0, at - 2), at))
  );
}

function firstOf(kinds: readonly Kind[], text: string, at: number): Varying | undefined {
  for (const { find, type, name, unless } of kinds) {
    find.lastIndex = at;
    const value = find.exec(text)?.[0];
    if (value === undefined || value === '' || unless?.(value) === true) continue;
    const part = fitted({ start: at, end: at + value.length, type, name }, text);
    if (part !== undefined) return part;
  }
  return undefined;
}

/** The part as its hole would take it; undefined when the hole takes nothing there. */
function fitted(part: Varying, text: string): Varying | undefined {
  if (part.type === undefined) return part;
  const end = HOLE_TYPES[part.type].end(text, part.start, { start: 0, end: 0, runEnd: 0 });
  if (end < 0) return undefined;
  return part.type === 'word' || part.type === 'path' || end === part.end ? { ...part, end } : undefined;
}

const QUOTES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '‘': '’', '“': '”' };
const MAX_QUOTED = 200;

/** A name in quotes: one word, or two with a slash between them (the varying part is what stands between the quotes). */
function quoted(text: string, at: number): Varying | undefined {
  const close = QUOTES[text.charAt(at - 1)];
  if (close === undefined || /[A-Za-z0-9]/.test(text.charAt(at - 2))) return undefined;
  const end = text.indexOf(close, at);
  if (end <= at || end - at > MAX_QUOTED || /[A-Za-z0-9]/.test(text.charAt(end + 1))) return undefined;
  const value = text.slice(at, end);
  if (/[\s"'`=<>\\]/.test(value)) return undefined;
  const name = nounBefore(text.slice(0, at - 1)) ?? 'name';
  const typed = (['ip', 'duration', 'int', 'path', 'word'] as const).find(
    (type) => HOLE_TYPES[type].end(text, at, { start: 0, end: 0, runEnd: 0 }) === end,
  );
  return { start: at, end, type: typed, name: typed === 'path' && name === 'name' ? 'file' : name };
}

const NOUNS: ReadonlySet<string> = new Set(
  'node pod container image volume namespace service secret configmap user host file path plugin interface device unit sandbox snapshot module lease member server cluster'.split(
    ' ',
  ),
);

/** `node "worker-2"` is a node. */
function nounBefore(text: string): string | undefined {
  const word = /([A-Za-z]+)[\s:=(]{0,3}$/.exec(text.slice(-40))?.[1]?.toLowerCase();
  return word !== undefined && NOUNS.has(word) ? word : undefined;
}
