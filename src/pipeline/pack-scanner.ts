/** The scanner of a run: one for all sources that a thread reads. */
import { scannerLiterals } from '../core/analysis.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { createScanner } from '../core/scanner/index.ts';
import type { Scanner } from '../core/scanner/scanner.ts';

/** Window of the scanner: holds the longest line and both margins, and stays in the processor's cache. */
const WINDOW = 2 << 20;

export function packScanner(pack: RulePack): Scanner {
  return createScanner(scannerLiterals(pack), WINDOW, { chosen: pack.chosenParts });
}
