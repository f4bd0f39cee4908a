/** A part of a text that shall not be shown. */

export type SecretKind = 'token' | 'password' | 'key' | 'secret' | 'email' | 'address' | 'host';

export interface Span {
  /** UTF-16 units, `end` not counted. */
  readonly start: number;
  readonly end: number;
  readonly kind: SecretKind;
}

/** By start; where two overlap they become one, of the kind of the first. */
export function merged(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out.at(-1);
    if (last === undefined || span.start >= last.end) out.push(span);
    else if (span.end > last.end) out[out.length - 1] = { ...last, end: span.end };
  }
  return out;
}
