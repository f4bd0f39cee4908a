/** Where the logs are blind, shortly. */
import type { Report } from '../../core/report.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { hanging } from './wrap.ts';

const MAX_SHOWN = 3;

export function blindSpotRows({ summary }: Report, style: Style, verbose: boolean): string[] {
  const { blindSpots } = summary;
  const shown = verbose ? blindSpots : blindSpots.slice(0, MAX_SHOWN);
  const more = blindSpots.length - shown.length;
  return [
    ...shown.flatMap(({ text, source }) => {
      const where = source === undefined || text.includes(source) ? '' : `${oneLine(source)}: `;
      return hanging('Blind  ', where + oneLine(text), style.width);
    }),
    ...(more > 0 ? [`Blind  and ${counted(more, 'other spot')}; -v shows all`] : []),
  ].map((row) => style.paint('dim', row));
}
