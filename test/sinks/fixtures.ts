/** Reports of all real logs that fail: one a fixture, and one of all of them together. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/core/report.ts';
import { loadRules, scan } from '../../src/pipeline/index.ts';

export const rules = await loadRules();

const options = { rules, timeZone: 'UTC' } as const;

export async function fixtureReports(): Promise<readonly (readonly [name: string, report: Report])[]> {
  const folders = ['fixtures/failing', 'fixtures/seeds'];
  const paths = folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => statSync(path).isDirectory());
  const reports: [string, Report][] = [['all', await scan({ ...options, paths: folders })]];
  for (const path of paths) reports.push([path, await scan({ ...options, paths: [path] })]);
  return reports;
}
