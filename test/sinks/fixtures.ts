/** Reports of all real logs: several that fail together, all of them, and the healthy ones. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/core/report.ts';
import { loadRules, scan } from '../../src/pipeline/index.ts';

export const rules = await loadRules();

const options = { rules, timeZone: 'UTC' } as const;
const TOGETHER = 50;

export async function fixtureReports(): Promise<readonly (readonly [name: string, report: Report])[]> {
  const folders = ['fixtures/failing', 'fixtures/seeds'];
  const paths = folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => statSync(path).isDirectory());
  const groups = Array.from({ length: Math.ceil(paths.length / TOGETHER) }, (_, i) =>
    paths.slice(i * TOGETHER, (i + 1) * TOGETHER),
  );
  const reports: [string, Report][] = [];
  for (const group of [folders, ['fixtures/quiet'], ...groups])
    reports.push([`${group[0]} …`, await scan({ ...options, paths: group })]);
  return reports;
}
