/** Prints what was measured. */
import type { Measured, Race } from './measure.ts';

export interface TableOptions {
  readonly title: string;
  /** Of what is read, decompressed, millions of bytes; undefined: speed says nothing. */
  readonly megabytes?: number | undefined;
  /** Rows at the top that the others are compared with, each in a column of its own. */
  readonly bases: number;
}

export function printTable({ results, load }: Race, { title, megabytes, bases }: TableOptions): void {
  const columns = results.slice(0, bases);
  const ratios = columns.map(({ name }) => `÷ ${name.replace(/^whynotready /, '')}`);
  const head = [
    title,
    'median s',
    'min–max',
    'MB/s',
    ...(bases > 1 ? ratios : ['ratio']),
    'cpu s',
    'peak MB',
  ];
  console.log(row(head));
  console.log(row(head.map(() => '---')));
  for (const result of results) console.log(row(cells(result, columns, megabytes)));
  console.log(`\nload ${load[0].toFixed(1)} → ${load[1].toFixed(1)}\n`);
}

function cells(result: Measured, columns: readonly Measured[], megabytes: number | undefined): string[] {
  const { name, seconds, min, max, memory, cpu, failure } = result;
  if (failure !== undefined) return [name, `failed: ${failure}`];
  return [
    name,
    seconds.toFixed(3),
    `${min.toFixed(3)}–${max.toFixed(3)}`,
    megabytes === undefined ? '' : (megabytes / seconds).toFixed(0),
    ...columns.map((base) => (base.failure === undefined ? (seconds / base.seconds).toFixed(2) : '')),
    cpu?.toFixed(2) ?? '?',
    memory?.toFixed(0) ?? '?',
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
