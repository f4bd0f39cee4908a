/**
 * What does a line of a flood cost, matching and incidents included, on one thread?
 *
 * Run: node bench/flood.ts [--size MB] [--kind dense|sparse] [--as short|cri|docker|json]
 * How to read it: processor time, so that other programs count less than on the wall clock; compare minima of several runs. The first
 * part of the log includes what the engine compiles and learns.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createAnalysis, scannerLiterals } from '../src/core/analysis.ts';
import { contextOf } from '../src/core/formats/context.ts';
import { createEntryParser } from '../src/core/formats/parser.ts';
import { IncidentBook } from '../src/core/incidents/book.ts';
import { createScanner } from '../src/core/scanner/index.ts';
import { loadRules } from '../src/pipeline/load-rules.ts';
import { logFile } from './generate.ts';
import { packLiterals } from './pack.ts';
import { PACKAGINGS, packaged } from './packaging.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '300' },
    kind: { type: 'string', default: 'dense' },
    as: { type: 'string', default: 'short' },
  },
});
const megabytes = Number(values.size);
const kind = values.kind === 'sparse' ? 'sparse' : 'dense';
const packaging = PACKAGINGS.find((one) => one === values.as) ?? 'short';
const path = packaged(logFile({ kind, megabytes, seed: 1 }, await packLiterals()), packaging);

const pack = await loadRules();
const file = openSync(path, 'r');
const { size } = fstatSync(file);
const head = new Uint8Array(64 << 10);
readSync(file, head, 0, head.length, 0);
const context = contextOf({ name: path, modified: Date.UTC(2026, 10, 21, 12), head, timeZone: 'UTC' });
const reader = createAnalysis({
  pack,
  scanner: createScanner(scannerLiterals(pack), 2 << 20),
  parser: createEntryParser(context),
  book: new IncidentBook(pack.rules),
  source: path,
  host: '',
  scan: true,
});

/** µs of processor time a line, of one tenth of the log. */
const tenths: string[] = [];
const start = process.cpuUsage();
let mark = { cpu: start, lines: 0 };
let total = 0;
for (let count = 1; count > 0; total += count) {
  count = readSync(file, reader.space());
  reader.advance(count);
  if (total < ((tenths.length + 1) * size) / 10) continue;
  tenths.push((spent(mark.cpu) / (reader.lines - mark.lines)).toFixed(2));
  mark = { cpu: process.cpuUsage(), lines: reader.lines };
}
reader.end();
closeSync(file);
const all = spent(start);
console.log(
  `${(total / all).toFixed(0)} MB/s, ${(all / reader.lines).toFixed(2)} µs a line; by tenths: ${tenths.join(' ')}`,
);

function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}
