/** A log without any time is said once. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRules, scan } from '../../src/pipeline/index.ts';

const FAILING = readFileSync('fixtures/failing/k3s-agent-node-password-rejected/input.log', 'utf8');
const TIMELESS = FAILING.replaceAll(/^time="[^"]*" /gm, '');
const rules = await loadRules();
const folder = mkdtempSync(join(tmpdir(), 'whynotready-'));

async function said(text: string): Promise<unknown> {
  const path = join(folder, 'k3s.log');
  writeFileSync(path, text);
  const { incidents, summary } = await scan({ paths: [path], rules, jobs: 1 });
  expect(incidents.length).toBeGreaterThan(0);
  const codes = (all: readonly { code: string }[]): number =>
    all.filter(({ code }) => code === 'no-time').length;
  return [codes(summary.limits), codes(summary.blindSpots)];
}

it('among the blind spots, when no line has a time', async () => {
  expect(await said(TIMELESS)).toEqual([0, 1]);
});

it('as a limit, when the lines that prove something have none, while others have', async () => {
  expect(
    await said(`${TIMELESS}${'x\n'.repeat(40_000)}time="2026-11-21T10:39:56Z" level=info msg="x"\n`),
  ).toEqual([1, 0]);
});

it('not at all, when lines have times', async () => {
  expect(await said(FAILING)).toEqual([0, 0]);
});
