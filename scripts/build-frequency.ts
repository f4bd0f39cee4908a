/**
 * Counts the 4-byte windows of healthy logs and writes the commonest into a module, for choosing rare literals.
 * Run by hand when the logs under fixtures/quiet change much: node scripts/build-frequency.ts
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';

const TARGET = 'src/core/scanner/frequency.gen.ts';
const LISTED = 1500;
/** Windows are grouped by how many times a million positions hold them. */
const LEVELS = [3200, 1600, 800, 400, 200, 100, 50];

const counts = new Map<string, number>();
let positions = 0;
for (const file of globSync('fixtures/quiet/*/*.log').sort()) {
  const text = readFileSync(file, 'latin1');
  for (let i = 0; i + 4 <= text.length; i++, positions++) {
    const window = text.slice(i, i + 4);
    // Digits are mostly times and ids, which no literal holds.
    if (/^[ -/:-~]{4}$/.test(window)) counts.set(window, (counts.get(window) ?? 0) + 1);
  }
}
const common = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, LISTED);
const perMillion = (count: number): number => (count * 1e6) / positions;
const lines = LEVELS.map((level, i) => {
  const windows = common
    .filter(([, count]) => perMillion(count) >= level && perMillion(count) < (LEVELS[i - 1] ?? Infinity))
    .map(([window]) => window)
    .sort();
  return `  [${level}, ${JSON.stringify(windows.join(''))}],`;
});
writeFileSync(
  TARGET,
  [
    '/** Made from fixtures/quiet by scripts/build-frequency.ts: times a million positions, and the windows that are about so common. */',
    'export const COMMON_WINDOWS: readonly (readonly [number, string])[] = [',
    ...lines,
    '];',
    '',
  ].join('\n'),
);
