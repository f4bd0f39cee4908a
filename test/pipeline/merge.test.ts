/** Partial results give the bytes of one scan, in whatever order and groups they are merged. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import { mergePartials, partialOf, reportOf } from '../../src/pipeline/merge.ts';
import type { PartialResult } from '../../src/pipeline/merge.ts';
import { scan } from '../../src/pipeline/scan.ts';

const rules = await loadRules();
const folder = mkdtempSync(join(tmpdir(), 'merge-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Logs of a cluster's nodes: failures that explain each other across files, quiet logs, and what can't be read. */
function fill(): void {
  const logs = ['failing', 'quiet'].flatMap((kind) =>
    readdirSync(join('fixtures', kind), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.log'))
      .map((name) => readFileSync(join('fixtures', kind, name), 'utf8')),
  );
  // Neighbouring lines go to different nodes.
  const lines = logs.flatMap((text) => text.split('\n').slice(0, 40));
  for (let node = 0; node < NODES; node++) {
    const own = lines.filter((_, i) => Math.floor(i / 3) % NODES === node);
    mkdirSync(join(folder, `node${node}`));
    writeFileSync(join(folder, `node${node}`, 'k3s.log'), `${own.join('\n')}\n`);
  }
  writeFileSync(join(folder, 'node2', 'cut.log.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]));
  writeFileSync(join(folder, 'node3', 'copy.log'), readFileSync(join(folder, 'node3', 'k3s.log')));
}

const NODES = 7;

async function scanned(
  paths: readonly string[],
  coverage: boolean,
): Promise<{ report: Report; partial: PartialResult }> {
  let partial: PartialResult | undefined;
  const report = await scan({
    paths,
    rules,
    timeZone: 'UTC',
    jobs: 1,
    coverage,
    onFindings: (findings) => {
      partial = partialOf(findings, { id: paths.join(' ') });
    },
  });
  return { report, partial: partial! };
}

/** As a file keeps it. */
function kept(partial: PartialResult): PartialResult {
  return JSON.parse(JSON.stringify(partial)) as PartialResult;
}

/** One of the ways to merge them two or more at a time. */
function mergedBy(partials: readonly PartialResult[], choose: (below: number) => number): PartialResult {
  let left = [...partials];
  while (left.length > 1) {
    const group = left.splice(0, 2 + choose(left.length - 1)).map(kept);
    left.splice(choose(left.length + 1), 0, mergePartials(rules, group));
  }
  return kept(left[0]!);
}

describe.each([false, true])('with coverage: %s', (coverage) => {
  let whole = '';
  let partials: PartialResult[] = [];
  beforeAll(async () => {
    if (!coverage) fill();
    whole = JSON.stringify((await scanned([folder], coverage)).report);
    const nodes = readdirSync(folder).sort();
    partials = [];
    for (const node of nodes) partials.push((await scanned([join(folder, node)], coverage)).partial);
  });

  test('there is something to merge', () => {
    const { incidents, summary } = JSON.parse(whole) as Report;
    expect(incidents.length).toBeGreaterThan(50);
    expect(summary.problems.length).toBeGreaterThan(0);
    expect(summary.limits.map(({ code }) => code)).toContain('same-file');
  });

  test('one alone says what its scan said', async () => {
    const { report, partial } = await scanned([folder], coverage);
    expect(JSON.stringify(reportOf(rules, kept(partial)))).toBe(JSON.stringify(report));
  });

  test('any order and any groups give the same bytes', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...Array(NODES).keys()], { minLength: NODES }),
        fc.infiniteStream(fc.nat()),
        (order, choices) => {
          const choose = (below: number): number => choices.next().value % below;
          const merged = mergedBy(
            order.map((i) => partials[i]!),
            choose,
          );
          expect(JSON.stringify(reportOf(rules, merged))).toBe(whole);
        },
      ),
      { numRuns: coverage ? 5 : 15 },
    );
  });

  test('merging changes nothing in what is merged', () => {
    const all = partials.map(kept);
    const before = JSON.stringify(all);
    const first = JSON.stringify(reportOf(rules, mergePartials(rules, all)));
    expect(JSON.stringify(reportOf(rules, mergePartials(rules, all)))).toBe(first);
    expect(JSON.stringify(all)).toBe(before);
  });
});
