/**
 * Times at the start of lines that no format claims, as programs of all kinds write them (preq knows these: prequel-logmatch, pkg/timez).
 * Entries don't take their times from here: a date alone tells no format.
 */
import type { EntryParser } from './format.ts';
import { jsonNumberTime } from './epoch-time.ts';

/** ms since the epoch; undefined: the line has no time. */
export function lineTime(parser: EntryParser, line: string): number | undefined {
  const known = parser.timeOf(line);
  if (known !== undefined) return known;
  const head = line.slice(0, 64);
  for (const { pattern, order } of STAMPS) {
    const found = pattern.exec(head);
    if (found !== null) return parser.timeOf(usual(found, order));
  }
  return jsonNumberTime(line);
}

type Part = 'year' | 'month' | 'day';

const CLOCK = String.raw`[ T:](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|[+-]\d\d:?\d\d))?(?: (AM|PM))?(?:\]|\s|$)`;
const stamp = (date: string, order: readonly Part[]) => ({ pattern: new RegExp(`^${date}${CLOCK}`), order });

const STAMPS: readonly { readonly pattern: RegExp; readonly order: readonly Part[] }[] = [
  stamp(String.raw`\[?(\d{4})-(\d\d)-(\d\d)`, ['year', 'month', 'day']),
  stamp(String.raw`(?:\[\d+\] )?(\d{4})/(\d\d)/(\d\d)`, ['year', 'month', 'day']),
  stamp(String.raw`(\d\d)/(\d\d)/(\d{4}),?`, ['month', 'day', 'year']),
  stamp(String.raw`(\d\d)[ /]([A-Z][a-z]{2})[ /](\d{4})`, ['day', 'month', 'year']),
  stamp(String.raw`(\d{4}) ([A-Z][a-z]{2}) (\d\d)`, ['year', 'month', 'day']),
];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The same time as lines that a format claims have it, so that zones are completed as everywhere. */
function usual(found: RegExpExecArray, order: readonly Part[]): string {
  const part = (name: Part): string => found[1 + order.indexOf(name)]!;
  const named = MONTHS.indexOf(part('month')) + 1;
  const month = named > 0 ? String(named).padStart(2, '0') : part('month');
  const date = `${part('year')}-${month}-${part('day')}`;
  const [, , , , hour = '', minute, second, fraction = '0', zone, half] = found;
  const twelve = String((Number(hour) % 12) + (half === 'PM' ? 12 : 0)).padStart(2, '0');
  const clock = `${half === undefined ? hour : twelve}:${minute}:${second}`;
  const millis = fraction.slice(0, 3).padEnd(3, '0');
  if (zone === undefined) return `[${date} ${clock},${millis}] -`;
  const colon = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return `${date}T${clock}.${millis}${colon} -`;
}
