/** Where the logs are blind: of each kind one, or all. */
import { expect, it } from 'vitest';
import type { BlindSpot } from '../../src/core/blindspots/blind-spot.ts';
import { blindSpotRows } from '../../src/sinks/terminal/blind-spots.ts';
import { Style } from '../../src/sinks/terminal/style.ts';
import { PLAIN, report } from './report.ts';

const spot = (code: BlindSpot['code'], source: string): BlindSpot => ({
  code,
  text: `it is ${code}`,
  count: 1,
  source,
});
const SPOTS = [
  spot('boot', 'a.log'),
  spot('clock-back', 'a.log'),
  spot('clock-back', 'b.log'),
  spot('clock-back', 'c.log'),
  spot('gap', 'a.log'),
  spot('undecodable', 'a.log'),
];

function rows(verbose: boolean): string[] {
  const base = report();
  const blind = { ...base, summary: { ...base.summary, blindSpots: SPOTS } };
  return blindSpotRows(blind, new Style({ ...PLAIN, width: 100 }), verbose);
}

it('shortly: the first of each of three kinds', () => {
  expect(rows(false)).toEqual([
    'Blind  a.log: it is boot',
    'Blind  a.log: it is clock-back; 2 more such spots (-v)',
    'Blind  a.log: it is gap',
    'Blind  and 1 other spot; -v shows all',
  ]);
});

it('in full', () => {
  expect(rows(true)).toEqual(SPOTS.map(({ source, text }) => `Blind  ${source}: ${text}`));
});
