/**
 * Month names of the machine's language: syslog and `journalctl -o short` write `11月`, `nov.`, `Nov`, `lis`.
 * The tables come from Intl (CLDR); the C library's own short names are CLDR's, or the first three letters of the long ones.
 */

/** In order of preference where two languages use one word for different months (Polish and Croatian `listopada`). */
const LOCALES = (
  'en de fr es it pt nl pl cs sk ru uk be bg sr hr sl mk sv nb nn da fi et lv lt hu ro ca gl eu el tr az kk ' +
  'zh ja ko vi th id ms hi bn ta ar fa he ka hy is ga cy eo sq mn af'
).split(' ');

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
  const all = new Map<string, number>();
  for (const locale of LOCALES) {
    for (const name of namesOf(locale)) if (!all.has(name.text)) all.set(name.text, name.month);
  }
  return all;
}

function namesOf(locale: string): { text: string; month: number }[] {
  const found: { text: string; month: number }[] = [];
  for (const options of [
    { month: 'short' },
    { month: 'long' },
    { month: 'short', day: 'numeric' },
    { month: 'long', day: 'numeric' },
  ] as const) {
    const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, { ...options, timeZone: 'UTC' });
    for (let month = 1; month <= 12; month++) {
      const parts = format.formatToParts(Date.UTC(2026, month - 1, 15));
      // Chinese and Japanese give the number and 月 apart or together; both are what stands before the day.
      const at = parts.findIndex((part) => part.type === 'month');
      const text = plainName(parts[at]?.value ?? '');
      found.push(...variants(text, parts[at + 1]?.value ?? '').map((text) => ({ text, month })));
    }
  }
  return found;
}

function variants(name: string, after: string): string[] {
  if (/^\d+$/.test(name)) return /^[月월]/.test(after) ? [name + after[0]!] : [];
  const three = name.slice(0, 3);
  return name === '' ? [] : [name, three];
}

function plainName(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '').trim();
}
