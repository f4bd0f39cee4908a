import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRules, scan } from '../../src/pipeline/index.ts';
import { planOf } from '../../src/pipeline/plan.ts';
import { tar } from '../sources/archive/made.ts';

const FAILING = readFileSync('fixtures/failing/k3s-agent-node-password-rejected/input.log');
const folder = mkdtempSync(join(tmpdir(), 'whynotready-'));
const rules = await loadRules();

function archive(members: number): string {
  const path = join(folder, `${members}.tar`);
  const bytes = tar(...Array.from({ length: members }, (_, i) => ({ path: `${i}.log`, data: FAILING })));
  // As the oldest tars wrote it: nothing but the checksum tells it from text.
  for (let at = bytes.indexOf('ustar'); at >= 0; at = bytes.indexOf('ustar', at + 1)) {
    const header = bytes.subarray(at - 257, at + 255);
    header.fill(0, 257, 265);
    header.write('      ', 148);
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
  }
  writeFileSync(path, bytes);
  return path;
}

it('an archive is never cut at its lines', async () => {
  const path = archive(20);
  const { size, mtimeMs } = statSync(path);
  const file = { path, size, modified: mtimeMs, named: true };
  const { pieces } = await planOf({ paths: [path], rules, jobs: 2, tuning: { pieceBytes: 10_000 } }, [file]);
  expect(pieces.map(({ parts }) => parts.map(({ range }) => range))).toEqual([[undefined]]);
  const { summary } = await scan({ paths: [path], rules, jobs: 1 });
  expect([summary.sources.length, summary.problems]).toEqual([20, []]);
});

it('a scan that is stopped leaves the rest of an archive alone', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const onProgress = (): void => controller.abort();
  const { summary } = await scan({ paths: [archive(200)], rules, jobs: 1, signal, onProgress });
  expect(summary.complete).toBe(false);
  expect(summary.sources.length).toBeLessThan(100);
});
