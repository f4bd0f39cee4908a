/**
 * Month names of the machine's language: syslog and `journalctl -o short` write `11月`, `nov.`, `Nov`, `lis`.
 * The tables come from Intl (CLDR); the C library's own short names are CLDR's, or the first three letters of the long ones.
 */

/** In order of preference where two languages use one word for different months (Polish and Croatian `listopada`). */
const LOCALES = (
  'en de fr es it pt nl pl cs sk ru uk be bg sr hr sl mk sv nb nn da fi et lv lt hu ro ca gl eu el tr az kk ' +
  'zh ja ko vi th id ms hi bn ta ar fa he ka hy is ga cy eo sq mn af'
).split(' ');

/** Short names of the C library (glibc 2.36) that are neither. Croatian lip, srp, lis stay Czech and Polish. */
const OF_LIBC: readonly (readonly [string, number])[] = [
  ['čen', 6],
  ['čec', 7],
  ['jän', 1],
  ['jui', 7],
  ['saus', 1],
  ['birž', 6],
  ['liep', 7],
  ['rugp', 8],
  ['rugs', 9],
  ['spal', 10],
  ['lapkr', 11],
  ['gruod', 12],
  ['gsh', 8],
];

let names: Map<string, number> | undefined;

/** Month from 1 by its name in any of the common languages, short or long, with or without a dot; 0 when it is none. */
export function monthOfName(name: string): number {
  names ??= namesOfAll();
  return names.get(plainName(name)) ?? 0;
}

const ENGLISH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ENGLISH_BY_CODE = new Map(ENGLISH.map((name, i) => [codeOf(name, 0), i + 1]));

/** Month from 1 of the three English letters at `at`; 0 when they are none. */
export function englishMonthAt(text: string, at: number): number {
  return ENGLISH_BY_CODE.get(codeOf(text, at)) ?? 0;
}

function codeOf(text: string, at: number): number {
  const [a, b, c] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
  return (a | b | c) < 128 ? (a << 14) | (b << 7) | c : -1;
}

function namesOfAll(): Map<string, number> {
  const all = new Map<string, number>(OF_LIBC);
  for (const locale of LOCALES) {
    const names = namesOf(locale);
    for (const [name, month] of [...names, ...shortened(names)]) if (!all.has(name)) all.set(name, month);
  }
  return all;
}

type Named = readonly [name: string, month: number];

function namesOf(locale: string): Named[] {
  const found: Named[] = [];
  for (const options of [
    { month: 'short' },
    { month: 'long' },
    { month: 'short', day: 'numeric' },
    { month: 'long', day: 'numeric' },
  ] as const) {
    const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, { ...options, timeZone: 'UTC' });
    for (let month = 1; month <= 12; month++) {
      const name = monthIn(format.formatToParts(Date.UTC(2026, month - 1, 15)));
      if (name !== '') found.push([name, month]);
    }
  }
  return found;
}

/** Chinese, Japanese and Korean write a number with 月 or 월, given as one part or as two. */
function monthIn(parts: readonly Intl.DateTimeFormatPart[]): string {
  const at = parts.findIndex((part) => part.type === 'month');
  const name = plainName(parts[at]?.value ?? '');
  if (!/^\d+$/.test(name)) return name;
  const after = parts[at + 1]?.value ?? '';
  return /^[月월]/.test(after) ? name + after.slice(0, 1) : '';
}

/** First three letters, where they mean one month only. */
function shortened(names: readonly Named[]): Named[] {
  const months = new Map<string, number>();
  for (const [name, month] of names) {
    const three = name.slice(0, 3);
    const known = months.get(three);
    months.set(three, known === undefined || known === month ? month : 0);
  }
  return [...months].filter(([, month]) => month > 0);
}

function plainName(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '').trim();
}
