/** The formats' public face: names for `--format`, the parser, the context. */
import type { Problem } from '../errors.ts';
import { ENVELOPES } from './envelopes/index.ts';
import { PAYLOADS } from './payloads/index.ts';

export { contextOf } from './context.ts';
export { createEntryParser } from './parser.ts';
export { findAnchor } from './time/anchor.ts';

/** Every name that `--format` takes: envelopes first, then payloads. */
export const FORMAT_NAMES: readonly string[] = [
  ...new Set([...ENVELOPES, ...PAYLOADS].map(({ name }) => name)),
];

/** What is wrong with `--format name`; undefined when nothing is. */
export function checkFormat(name: string): Problem | undefined {
  if (FORMAT_NAMES.includes(name)) return undefined;
  return {
    code: 'FORMAT_UNKNOWN',
    message: `There is no format ${JSON.stringify(name)}.`,
    fix: `Leave --format out to detect it per line, or use one of: ${FORMAT_NAMES.join(', ')}.`,
  };
}
