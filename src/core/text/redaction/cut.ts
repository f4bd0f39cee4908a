/** Secrets that were cut off with the rest of their text: what is left is shorter than their shape. */
import { isMixed } from './mixed.ts';
import type { SecretKind, Span } from './span.ts';

/** Shorter texts were not cut: values in titles end after 256 characters, captures and lines after 1 KiB, evidence after 4 KiB. */
const SHORTEST = 250;
/** As much of the end as is looked at. */
const TAIL = 700;

interface CutShape {
  readonly kind: SecretKind;
  /** Ends with the text. The group `secret` is what is taken out. */
  readonly regex: RegExp;
  /** Would be met by ordinary words, too. */
  readonly mixed?: true;
}

export const CUT_SHAPES: readonly CutShape[] = [
  { kind: 'token', regex: /(?<![A-Za-z0-9])(?<secret>K10[0-9a-f]{1,128})$/ },
  { kind: 'token', regex: /(?<![A-Za-z0-9.-])(?<secret>[a-z0-9]{6}\.[a-z0-9]{1,15})$/, mixed: true },
  { kind: 'token', regex: /(?<![A-Za-z0-9])(?<secret>eyJ[A-Za-z0-9_-]{1,64})$/ },
  {
    kind: 'token',
    regex: /(?<![A-Za-z0-9])(?<secret>(?:token|kubeconfig)-[a-z0-9-]{1,64}:[a-z0-9]{1,128})$/,
  },
  {
    kind: 'token',
    regex:
      /(?<![A-Za-z0-9])(?<secret>(?:gh[pousr]|npm|dckr_pat|github_pat|glpat|hvs|xox[abeoprs])[_.-][A-Za-z0-9_-]{1,64})$/,
  },
  { kind: 'key', regex: /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA|ABIA|ACCA|AIDA|AROA)[A-Z2-7]{1,16})$/ },
  { kind: 'key', regex: /(?<![A-Za-z0-9])(?<secret>(?:AIza|GOCSPX-|ya29\.)[A-Za-z0-9_.-]{1,64})$/ },
  { kind: 'password', regex: /:\/\/[^\s:@/"'\\]{1,128}:(?!\d{1,5}$)(?<secret>[^\s@"'\\/]{1,256})$/ },
  {
    kind: 'password',
    regex:
      /(?:mysql|postgres|postgresql|amqp|amqps|mongodb|redis|rediss|nats):\/\/[^\s:@/"'\\]{0,128}:(?!\d{1,5}\/)(?<secret>[^\s"'\\]{1,256})$/,
  },
  {
    kind: 'password',
    regex: /(?<![A-Za-z0-9_:.-])[A-Za-z_][A-Za-z0-9_]{0,63}:(?<secret>[^\s"'\\/:(),[\]{}<>]{4,256})$/,
    mixed: true,
  },
  {
    kind: 'token',
    regex: /(?<![A-Za-z])(?:[Bb]earer|BEARER|[Bb]asic) (?<secret>[A-Za-z0-9._~+/=-]{1,8})$/,
    mixed: true,
  },
];

export function cutShapes(text: string): Span[] {
  if (text.length < SHORTEST) return [];
  const end = text.trimEnd().length;
  const tail = text.slice(Math.max(0, end - TAIL), end);
  return CUT_SHAPES.flatMap(({ kind, regex, mixed }) => {
    const secret = regex.exec(tail)?.groups?.['secret'];
    if (secret === undefined || (mixed && !isMixed(secret))) return [];
    return [{ start: end - secret.length, end, kind }];
  });
}
