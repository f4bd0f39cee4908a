/** Where the logs are blind, shortly. */
import type { BlindSpot } from '../../core/blindspots/blind-spot.ts';
import type { Report } from '../../core/report.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { hanging } from './wrap.ts';

const MAX_SHOWN = 3;

/** Of each kind the first one, as far as they go; all with `verbose`. */
export function blindSpotRows({ summary }: Report, style: Style, verbose: boolean): string[] {
  const { blindSpots } = summary;
  const kinds = [...Map.groupBy(blindSpots, ({ code }) => code).values()];
  const groups = verbose ? blindSpots.map((spot) => [spot]) : kinds.slice(0, MAX_SHOWN);
  const more = blindSpots.length - groups.flat().length;
  return [
    ...groups.flatMap((spots) => hanging('Blind  ', textOf(spots), style.width)),
    ...(more > 0 ? [`Blind  and ${counted(more, 'other spot')}; -v shows all`] : []),
  ].map((row) => style.paint('dim', row));
}

function textOf([first, ...others]: readonly BlindSpot[]): string {
  const { text, source } = first!;
  const where = source === undefined || text.includes(source) ? '' : `${oneLine(source)}: `;
  const like = others.length === 0 ? '' : `; ${counted(others.length, 'more such spot')} (-v)`;
  return where + oneLine(text) + like;
}
