/** The lines that prove an incident. */
import type { Evidence, Incident } from '../../core/incidents/incident.ts';
import { columns, truncate } from '../../core/text/width.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { pad, tail, wrap } from './wrap.ts';

/** Different lines shown. */
const MAX_SHOWN = 3;
/** Rows that one of them may take. */
const MAX_ROWS = 3;
/** Rows are rarely full, as words are not broken. */
const END_SHARE = 0.85;
/** Share of the width that may go to the places, when they stand beside the text. */
const PLACE_SHARE = 0.35;

/** `room`: columns. Each row is ready to print. */
export function proofRows(incident: Incident, room: number, style: Style): string[] {
  const shown = differing(incident.evidence).slice(0, MAX_SHOWN);
  const rows = shown.flatMap((evidence) => evidenceRows(evidence, shown, room, style));
  return [...rows, ...restRow(incident, shown, room, style)];
}

/** Lines that differ in numbers only are the same proof. */
export function differing(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ message }) => {
    const shape = message.replace(/\d+/g, '0');
    return !seen.has(shape) && seen.add(shape);
  });
}

function evidenceRows(evidence: Evidence, all: readonly Evidence[], room: number, style: Style): string[] {
  const place = wholePlace(evidence);
  const time = evidence.time === undefined ? '' : style.moment(evidence.time).time;
  const width = Math.max(...all.map((each) => columns(wholePlace(each))));
  const timeWidth = all.some((each) => each.time !== undefined) ? 10 : 0;
  const left = width + 2 + timeWidth;
  const message = oneLine(evidence.message);
  if (left > room * PLACE_SHARE) {
    // Whole, as wide as it is: it can be copied for `explain`.
    const head = time === '' ? place : `${place}  ${time}`;
    return [style.paint('cyan', head), ...cutRows(message, room - 2).map((row) => `  ${row}`)];
  }
  const head = style.paint('cyan', pad(place, width)) + '  ' + style.paint('dim', pad(time, timeWidth));
  return cutRows(message, room - left).map((row, i) => (i === 0 ? head : ' '.repeat(left)) + row);
}

/** Of a long text its start and its end: errors in Go name the call first and the cause last. */
function cutRows(text: string, width: number): string[] {
  const rows = wrap(text, width);
  if (rows.length <= MAX_ROWS) return rows;
  const end = tail(text, Math.floor((MAX_ROWS - 1) * width * END_SHARE)).replace(/^\S* /, '');
  return [truncate(`${rows[0]} …`, width), ...wrap(`… ${end}`, width).slice(-(MAX_ROWS - 1))];
}

function restRow(incident: Incident, shown: readonly Evidence[], room: number, style: Style): string[] {
  const more = incident.count - shown.length;
  const last = incident.evidence.at(-1);
  if (more <= 0 || last === undefined) return [];
  const at = shown.includes(last)
    ? ''
    : `, the last at ${placeOf(last, room)}${last.time === undefined ? '' : ` ${style.moment(last.time).time}`}`;
  return wrap(`and ${counted(more, 'more line')}${at}`, room).map((row) => style.paint('dim', row));
}

function wholePlace({ source, line }: Evidence): string {
  return `${oneLine(source).replace(/^-(?=!|$)/, 'stdin')}:${line}`;
}

/** `path:line`; of a long path its end. */
export function placeOf(evidence: Evidence, room: number): string {
  const place = wholePlace(evidence);
  const most = Math.max(24, Math.floor(room * 0.75));
  if (columns(place) <= most) return place;
  return `…${tail(place, most - 1)}`;
}
