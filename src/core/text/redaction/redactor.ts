/** Takes secrets out of texts; equal ones get the same placeholder, numbered by first sight. */
import { addressSpans } from './addresses.ts';
import { cutShapes } from './cut.ts';
import { secretSpans } from './find.ts';
import { isMixed } from './mixed.ts';
import { placeholder } from './placeholder.ts';
import { merged } from './span.ts';
import type { SecretKind, Span } from './span.ts';

export interface RedactorOptions {
  /** Addresses and host names, too. */
  readonly hosts: boolean;
}

/** Beyond so many, secrets are taken out only where they show themselves. */
const MAX_LITERALS = 5000;
const MIN_LITERAL = 8;
const MAX_SEEN = 20_000;
/** Shortest start of a secret that is looked for at the end of a text that was cut. */
const MIN_START = 4;
/** Texts shorter than this were not cut. */
const CUT_LENGTH = 250;
/** As much of the end as is looked at for it. */
const TAIL = 1024;

export class Redactor {
  private readonly options: RedactorOptions;
  private readonly names = new Map<string, string>();
  private readonly counts = new Map<SecretKind, number>();
  private readonly hostNames = new Set<string>();
  private readonly seen = new Map<string, readonly Span[]>();
  private literals: RegExp | undefined;
  private literalList: readonly string[] = [];
  private stale = false;

  constructor(options: RedactorOptions) {
    this.options = options;
  }

  /** Remembers the secrets of the parts, which follow each other as lines; what is learned here is found without its context, too. */
  learn(parts: readonly string[]): void {
    const text = parts.join('\n');
    for (const { start, end, kind } of this.find(text))
      for (const piece of pieces(text.slice(start, end)))
        if (kind === 'host') this.learnHost(piece);
        else this.name(piece, kind);
  }

  /** A machine's name; taken out only where hosts shall be. */
  learnHost(name: string): void {
    if (!this.options.hosts || !HOST_NAME.test(name) || COMMON_HOST.test(name)) return;
    this.hostNames.add(name);
    this.name(name, 'host');
  }

  /** The same parts without secrets; as many lines as before. */
  texts(parts: readonly string[]): string[] {
    this.prepare();
    const text = parts.join('\n');
    const spans = merged([
      ...this.find(text),
      ...this.literalSpans(text),
      ...partSpans(parts, (part) => [...cutShapes(part), ...this.cutLiterals(part)]),
    ]);
    let from = 0;
    return parts.map((part) => {
      const to = from + part.length;
      const own = this.apply(text, spans, from, to);
      from = to + 1;
      return own;
    });
  }

  text(text: string): string {
    return this.texts([text])[0]!;
  }

  /** The placeholder of a text that is a secret as a whole; undefined: it is none. */
  whole(text: string): string | undefined {
    return this.names.get(identity(text));
  }

  /** Each text is looked at twice: when its secrets are learned, and when they are taken out. */
  private find(text: string): readonly Span[] {
    const seen = this.seen.get(text);
    if (seen !== undefined) return seen;
    const secrets = secretSpans(text);
    const spans = this.options.hosts ? merged([...secrets, ...addressSpans(text)]) : secrets;
    if (this.seen.size < MAX_SEEN) this.seen.set(text, spans);
    return spans;
  }

  private apply(text: string, spans: readonly Span[], from: number, to: number): string {
    let out = '';
    let done = from;
    for (const span of spans) {
      const [start, end] = [Math.max(span.start, from), Math.min(span.end, to)];
      if (start >= end) continue;
      out += text.slice(done, start) + this.replaced(text.slice(start, end), span.kind);
      done = end;
    }
    return out + text.slice(done, to);
  }

  /** Line by line, so that lines stay lines. */
  private replaced(secret: string, kind: SecretKind): string {
    return secret
      .split('\n')
      .map((line) => (line.trim() === '' ? line : this.name(line, kind)))
      .join('\n');
  }

  private name(secret: string, kind: SecretKind): string {
    const key = identity(secret);
    const known = this.names.get(key) ?? this.startOf(key);
    if (known !== undefined) return known;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const name = placeholder(secret, kind, count);
    this.names.set(key, name);
    this.stale = true;
    return name;
  }

  /** What was cut off is named like the whole. */
  private startOf(key: string): string | undefined {
    if (key.length < MIN_LITERAL) return undefined;
    const whole = this.literalList.find((each) => each.startsWith(key));
    return whole === undefined ? undefined : this.names.get(whole);
  }

  private prepare(): void {
    if (!this.stale) return;
    this.stale = false;
    const strong = [...this.names.keys()].filter((secret) => isStrong(secret)).slice(0, MAX_LITERALS);
    this.literalList = strong.toSorted((a, b) => b.length - a.length);
    const hosts = [...this.hostNames]
      .toSorted((a, b) => b.length - a.length)
      .map((host) => `(?<![\\w.-])${escape(host)}(?![\\w-])`);
    const sources = [...this.literalList.map(escape), ...hosts];
    this.literals = sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'g');
  }

  private literalSpans(text: string): Span[] {
    if (this.literals === undefined) return [];
    return Array.from(text.matchAll(this.literals), ({ index, 0: found }) => ({
      start: index,
      end: index + found.length,
      kind: 'secret' as const,
    }));
  }

  /** A text that was cut may end within a secret that is known from elsewhere. */
  private cutLiterals(text: string): Span[] {
    if (text.length < CUT_LENGTH) return [];
    const from = Math.max(0, text.length - TAIL);
    const tail = text.slice(from);
    for (const secret of this.literalList) {
      const at = tail.lastIndexOf(secret.slice(0, MIN_START));
      if (at >= 0 && secret.startsWith(tail.slice(at)))
        return [{ start: from + at, end: text.length, kind: 'secret' }];
    }
    return [];
  }
}

/** Spans of each part by itself, as places in the joined text. */
function partSpans(parts: readonly string[], find: (part: string) => readonly Span[]): Span[] {
  let from = 0;
  return parts.flatMap((part) => {
    const at = from;
    from += part.length + 1;
    return find(part).map(({ start, end, kind }) => ({ start: start + at, end: end + at, kind }));
  });
}

/** No address, and nothing with a port or a path. */
const HOST_NAME = /^(?![\d.]{1,256}$)[A-Za-z0-9][A-Za-z0-9._-]{0,254}[A-Za-z0-9]$/;
/** Words that are nobody's name. */
const COMMON_HOST =
  /^(?:localhost|node|server|agent|master|worker|host|k3s|rke2|kubelet|etcd|kubernetes|rancher|kernel|default|none|unknown)$/i;

/** The same secret however often it was quoted. */
function identity(secret: string): string {
  return secret.trim().replace(/\\+/g, '');
}

function pieces(secret: string): string[] {
  return secret.split('\n').filter((line) => line.trim() !== '');
}

/** Fit to be looked for anywhere: no word of a language. */
function isStrong(secret: string): boolean {
  return secret.length >= MIN_LITERAL && isMixed(secret);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
