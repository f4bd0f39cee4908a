/** Imports a CRE rule and scans a log with it, and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCre } from '../../src/core/cre/import.ts';
import type { Imported } from '../../src/core/cre/import.ts';
import { compilePack } from '../../src/core/rules/compile.ts';
import { scan } from '../../src/pipeline/index.ts';

/** `rule`: the YAML of a set or sequence, indented by nothing. `terms`: what follows the rules. */
export function creFile(rule: string, terms = ''): string {
  const indented = rule.trim().replaceAll('\n', '\n      ');
  return `rules:\n  - cre:\n      id: CRE-2999-0001\n      severity: 1\n    metadata:\n      id: x\n    rule:\n      ${indented}\n${terms}`;
}

export async function imported(text: string): Promise<Imported> {
  const result = await importCre([{ path: 'rule.yaml', text, test: undefined, falsePositive: undefined }]);
  const [rule] = result.imported;
  if (rule === undefined) throw new Error(`refused: ${result.refused[0]?.reason}`);
  return rule;
}

export async function refusal(text: string): Promise<string | undefined> {
  const result = await importCre([{ path: 'rule.yaml', text, test: undefined, falsePositive: undefined }]);
  return result.refused[0]?.reason;
}

/** How often the rule was met: matches of all incidents. */
export async function hits(text: string, log: readonly string[]): Promise<number> {
  const { rule } = await imported(text);
  const folder = mkdtempSync(join(tmpdir(), 'cre-'));
  try {
    const file = join(folder, 'a.log');
    writeFileSync(file, log.map((line) => `${line}\n`).join(''));
    const counts = [];
    for (const scanner of [true, false]) {
      const { incidents } = await scan({
        paths: [file],
        rules: compilePack([rule], 'test'),
        timeZone: 'UTC',
        scanner,
      });
      counts.push(incidents.reduce((sum, { count }) => sum + count, 0));
    }
    if (counts[0] !== counts[1]) throw new Error(`with scanner ${counts[0]}, without ${counts[1]}`);
    return counts[0]!;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `at(12.5, 'text')`: a line at that second of a minute. */
export function at(second: number, text: string): string {
  return `${new Date(Date.UTC(2025, 2, 1, 10, 0, 0) + second * 1000).toISOString()} ${text}`;
}
