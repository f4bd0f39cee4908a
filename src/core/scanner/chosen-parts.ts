/** Which part of each literal a scanner looks for, worked out when rules are built: it takes 10 ms at each start. */
import { sampleWindow } from './literals.ts';
import { partSize } from './plan.ts';
import type { ChosenParts } from './plan.ts';

/** Of ASCII literals. */
export function chooseParts(literals: readonly string[]): ChosenParts {
  const size = partSize(Math.min(...literals.map(({ length }) => length)));
  return { size, starts: literals.map((literal) => sampleWindow(literal, size)) };
}
