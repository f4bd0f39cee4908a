/** Secrets that show themselves by their shape, whatever stands around them. */
import type { SecretKind, Span } from './span.ts';

export interface Shape {
  readonly kind: SecretKind;
  /** Flags `dg`. The group `secret` is what is taken out, else the whole match. Linear: a test has each of them proven. */
  readonly regex: RegExp;
  /** One of these is in any such text; looking for them first is ten times as fast. */
  readonly hints: readonly string[];
}

/** Not in the middle of a word. */
const START = String.raw`(?<![A-Za-z0-9])`;

function shape(kind: SecretKind, hints: readonly string[], source: string): Shape {
  return { kind, hints, regex: new RegExp(source, 'dg') };
}

/** Sources: k3s docs (cli/token), RFC 7519, Kubernetes bootstrap tokens, and each provider's own documentation of its keys. */
export const SHAPES: readonly Shape[] = [
  // k3s and rke2: K10<hash of the CA>::<user>:<password>; a line may have been cut before its end or within it.
  shape('token', ['K10'], String.raw`${START}K10[0-9a-f]{10,128}(?:::?[^\s"'\\,;&<>]{0,256})?`),
  shape(
    'token',
    ['::'],
    String.raw`(?<![0-9a-f])[0-9a-f]{4,128}::(?:server|agent|node|user)(?::[^\s"'\\,;&<>]{0,256})?`,
  ),
  // Kubernetes bootstrap tokens.
  shape(
    'token',
    ['.'],
    String.raw`(?<![A-Za-z0-9.-])[a-z0-9]{6}\.(?=[a-z]{0,15}[0-9])[a-z0-9]{16}(?![A-Za-z0-9.-])`,
  ),
  // JSON web tokens, whole or cut.
  shape('token', ['eyJ'], String.raw`${START}eyJ[A-Za-z0-9_-]{8,8192}(?:\.[A-Za-z0-9_-]{0,8192}){0,4}`),
  // Rancher's API and kubeconfig tokens.
  shape(
    'token',
    ['token-', 'kubeconfig-'],
    String.raw`${START}(?:token|kubeconfig)-[a-z0-9-]{1,64}:[a-z0-9]{20,128}`,
  ),
  shape(
    'token',
    ['_', '-', '.'],
    String.raw`${START}(?:gh[pousr]|npm|dckr_pat|dckr_oat|github_pat|glpat|glrt|gldt|hvs|hvb|sk|pul|shpat|rubygems|pypi)[_.-][A-Za-z0-9_-]{20,512}`,
  ),
  shape('token', ['xox'], String.raw`${START}xox[abeoprs]-[A-Za-z0-9-]{10,512}`),
  // AWS, Google.
  shape(
    'key',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'AIDA', 'AROA'],
    String.raw`${START}(?:AKIA|ASIA|ABIA|ACCA|AIDA|AROA)[A-Z2-7]{16}(?![A-Za-z0-9])`,
  ),
  shape(
    'key',
    ['AIza', 'GOCSPX-', 'ya29.'],
    String.raw`${START}(?:AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{20,64}|ya29\.[A-Za-z0-9_-]{10,2048})`,
  ),
  // Passwords in addresses: between the user and the last @ before the path.
  shape('password', ['@'], String.raw`:\/\/[^\s:@/"'\\]{0,128}:(?<secret>[^\s"'\\/]{1,256})@`),
  shape(
    'password',
    ['@'],
    String.raw`(?:mysql|postgres|postgresql|amqp|amqps|mongodb|redis|rediss|nats):\/\/[^\s:@/"'\\]{0,128}:(?<secret>[^\s"'\\]{1,256})@`,
  ),
  // The same in a driver's own form: user:password@tcp(host).
  shape(
    'password',
    ['@tcp(', '@unix('],
    String.raw`(?<![A-Za-z0-9_])[A-Za-z0-9_]{1,64}:(?<secret>[^\s@"'\\/:]{1,256})@(?:tcp|unix)\(`,
  ),
  shape(
    'token',
    ['earer ', 'EARER ', 'asic '],
    String.raw`(?<![A-Za-z])(?:[Bb]earer|BEARER|[Bb]asic) (?<secret>(?=[A-Za-z._~+/-]{0,7}[0-9A-Z=]|[A-Za-z]{20})[A-Za-z0-9._~+/=-]{8,8192})`,
  ),
  shape(
    'email',
    ['@'],
    String.raw`(?<![A-Za-z0-9._%+-])(?<!:\/\/)[A-Za-z0-9._%+-]{1,64}@(?!v\d)(?:[A-Za-z0-9-]{1,63}\.){1,8}(?!(?:service|socket|mount|automount|target|slice|scope|timer|device|swap|path|log|go|local)(?![A-Za-z0-9]))[A-Za-z]{2,24}(?![A-Za-z0-9-])`,
  ),
];

/** What manuals write for a password. */
const EXAMPLE = /^(?:pass|password|pw|pwd|secret|token|key|x+|\*+|[<$%‹{].*)$/i;

export function shapedSpans(text: string): Span[] {
  const spans = allShapes(text);
  const passwords = spans.filter(({ kind }) => kind === 'password');
  // In an address a password and the host behind it look like a mail address.
  const isPassword = ({ start, end }: Span): boolean =>
    passwords.some((password) => password.start < end && start < password.end);
  return passwords.length === 0 ? spans : spans.filter((span) => span.kind !== 'email' || !isPassword(span));
}

function allShapes(text: string): Span[] {
  return SHAPES.filter(({ hints }) => hints.some((hint) => text.includes(hint))).flatMap(({ kind, regex }) =>
    Array.from(text.matchAll(regex), (match) => {
      const [start, end] = match.indices!.groups?.['secret'] ?? match.indices![0]!;
      return { start, end, kind };
    }).filter(({ start, end }) => !EXAMPLE.test(text.slice(start, end))),
  );
}
