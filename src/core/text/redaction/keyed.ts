/** Secrets that stand behind their name: `password=…`, `"token":"…"`, `--secret-key …`, `Password: …`. */
import { isMixed } from './mixed.ts';
import type { SecretKind, Span } from './span.ts';
import { valueAt } from './value.ts';
import type { Value } from './value.ts';

/** The end of a name, e.g. of `db_password`, `K3S_TOKEN`, `clientSecret`. What follows must be able to lead to a value. */
const NAME =
  /(?:(?<password>passw(?:or)?d|passphrase|passwort|pwd)|(?<key>(?:api|access|secret|private|account|shared|shared[_-]?access|encryption|signing|client|session|master)[_.-]?key(?:[_.-]?(?:id|data))?)|(?<token>token|secret|credentials?|authorization|auth|cookie|sig|signature|session[_.-]?id))(?=[\\"'`]{0,16}[ \t]{0,8}[:=]|[ \t=])/gi;
/** From the name to its value: a quote that closes the name, and `=`, `:`, `:=` or `=>`. */
const SEPARATOR = /(\\{0,15}["'`])?([ \t]{0,8})(:=|=>|=|:)([ \t]{0,8})/y;
/** What stands before a name that is, or ends, a flag's. */
const FLAG_START = /(?:^|[\s"'`=[,])--?(?:[a-z][a-z0-9-]{0,60})?$/;
const FLAG_GAP = /[ \t]{1,8}(?!-)/y;
/** Scheme of an Authorization header. */
const SCHEME = /(?:bearer|basic|token|digest|apikey)[ \t]{1,4}/iy;

interface Site {
  readonly text: string;
  /** Where the name ends. */
  readonly at: number;
  readonly kind: SecretKind;
  /** `--name` of a command line. */
  readonly flag: boolean;
  /** NAME of an environment. */
  readonly upper: boolean;
}

export function keyedSpans(text: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const match of text.matchAll(NAME)) {
    // What stands in a secret needs no second look; with many names in one this would take long.
    if (match.index < done) continue;
    const span = spanAt(siteOf(match, text));
    if (span === undefined) continue;
    spans.push(span);
    done = span.end;
  }
  return spans;
}

function siteOf(match: RegExpExecArray, text: string): Site {
  const { index, 0: name, groups = {} } = match;
  const before = text.slice(Math.max(0, index - 64), index);
  return {
    text,
    at: index + name.length,
    kind: groups['password'] !== undefined ? 'password' : groups['key'] !== undefined ? 'key' : 'token',
    flag: FLAG_START.test(before),
    upper: name === name.toUpperCase(),
  };
}

function spanAt(site: Site): Span | undefined {
  const { text, at, kind } = site;
  SEPARATOR.lastIndex = at;
  const separator = SEPARATOR.exec(text);
  if (separator === null) return site.flag ? flagSpan(site) : undefined;
  let from = at + separator[0].length;
  SCHEME.lastIndex = valueAt(text, from).start;
  const scheme = SCHEME.exec(text);
  if (scheme !== null) from = SCHEME.lastIndex === 0 ? from : scheme.index + scheme[0].length;
  const value = valueAt(text, from);
  const [, quote, gap, sign, after] = separator;
  // Behind a quoted name JSON has a quoted value; `the node's "password": how …` is prose.
  const loose = sign === ':' && (quote === undefined ? gap !== '' || after !== '' : !value.quoted);
  const style: Style = loose ? 'prose' : quote === undefined ? 'assigned' : 'json';
  return isSecret(text, value, { ...site, style }) ? { start: value.start, end: value.end, kind } : undefined;
}

function flagSpan({ text, at, kind }: Site): Span | undefined {
  FLAG_GAP.lastIndex = at;
  const gap = FLAG_GAP.exec(text);
  if (gap === null) return undefined;
  const value = valueAt(text, at + gap[0].length);
  const word = text.slice(value.start, value.end);
  if (isHole(word) || (!value.quoted && (PROSE_WORD.test(word) || word.length < 3))) return undefined;
  return { start: value.start, end: value.end, kind };
}

/** How the value is given: `"name":…`, `name=…` or `name:…`, `name: …`. */
type Style = 'json' | 'assigned' | 'prose';

function isSecret(text: string, value: Value, site: Site & { readonly style: Style }): boolean {
  const word = text.slice(value.start, value.end);
  if (isHole(word)) return false;
  if (site.style === 'prose' && !site.flag) return isInProse(text, value, word);
  if (site.kind === 'password' || site.upper || site.flag) return true;
  // `secret="kube-system/x"` names an object, `token=expired` says what is wrong with one.
  return word.length >= 6 && !/\s/.test(word) && !NAMED.test(word);
}

/** `Password: x` is a secret where nothing else stands on the line, or where it looks like one: `token: not found` is not. */
function isInProse(text: string, value: Value, word: string): boolean {
  if (/\s/.test(word) || PROSE_WORD.test(word) || (NAMED.test(word) && !isLast(text, value))) return false;
  return isLast(text, value) ? !PATH.test(word) : word.length >= 6 && isMixed(word);
}

function isLast(text: string, { end }: Value): boolean {
  return /^[\\"'`]{0,16}[ \t,;}\]]{0,8}(?:\r?\n|\\+n|$)/.test(text.slice(end, end + 40));
}

/** Nothing that was ever secret: empty, a place to fill in, taken out already. */
function isHole(word: string): boolean {
  return (
    /^(?:|nil|null|none|undefined|true|false|yes|no|unset|empty|[*.x•-]+|redacted|\[?redacted\]?|hidden|masked|omitted)$/i.test(
      word,
    ) || /^(?:[<‹%]|\$$|\$[({A-Z]|\{\{)/.test(word)
  );
}

/** Names of objects, paths, addresses, durations and numbers. */
const NAMED =
  /^(?:[a-z]{1,40}(?:[-._:/][a-z]{1,40}){0,12}|[a-z0-9.-]{1,120}\/[a-z0-9./-]{1,200}|[./~][^\s]{0,400}|[a-z]{2,10}:\/\/[^\s]{0,400}|\d{1,6}(?:\.\d{1,9})?(?:[a-zµ]{1,2}\d{0,6}){0,4})$/;
const PATH = /^[./~]|^[a-z]{2,10}:\/\//;
const PROSE_WORD =
  /^(?:is|are|was|were|has|have|had|must|may|can|cannot|could|should|will|would|not|no|and|or|for|to|from|of|in|on|at|by|with|without|when|if|that|the|a|an|flag|option|value|file|needs?|requires?|required|does|did|do|expired|invalid|missing|failed|error|unknown|authentication|authorization|it|be|been)[.,;:]?$/i;
