/** When and where in the terminal answer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns } from '../../src/core/text/width.ts';
import { nodeRows } from '../../src/sinks/terminal/nodes.ts';
import { Style } from '../../src/sinks/terminal/style.ts';
import { timelineRows } from '../../src/sinks/terminal/timeline.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { diagnosis, incident, PLAIN, report, START, symptom } from './report.ts';

const style = new Style({ ...PLAIN, width: 100 });

function rows(incidents: readonly Incident[], wide = style): string[] {
  const [root, ...rest] = incidents;
  const explained = diagnosis({ root: root!.id, explains: rest.map(({ id }) => id) });
  return timelineRows([explained], new Map(incidents.map((each) => [each.id, each])), wide);
}

describe('timeline', () => {
  test('a cause above its symptom, on one axis', () => {
    const [head, cause, effect] = rows([
      incident({ histogram: { start: START - 2000, width: 256_000, counts: [3, 0, 11] } }),
      symptom({ first: START + 337_500, last: START + 675_000, histogram: undefined }),
    ]);
    expect(head).toMatch(/^Timeline {2}2026-11-21 09:41:02 . 09:52:17 UTC, \d+ s \d*.*a column$/);
    expect(cause).toMatch(/^ {2}\S+ The server rejects this node's password {2,}\S.*\S$/);
    const bar = effect!.search(/\S\s*$/);
    expect(bar).toBeGreaterThan(cause!.search(/\S\s+\S$/));
    expect(bar).toBeLessThan(cause!.length);
  });

  test('nothing to compare: one incident, one moment, no time', () => {
    expect(rows([incident()])).toEqual([]);
    expect(rows([incident({ last: START }), symptom({ first: START, last: START })])).toEqual([]);
    expect(rows([incident({ first: undefined, last: undefined }), symptom()])).toEqual([]);
  });

  test('any times and any width: rows fit, and each incident leaves a mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1e10), fc.nat(1e9), fc.nat(1e6)), { minLength: 2, maxLength: 10 }),
        fc.integer({ min: 20, max: 200 }),
        fc.boolean(),
        (spans, width, unicode) => {
          const incidents = spans.map(([first, length, count], i) =>
            incident({ id: `i${i}`, first, last: first + length, count: count + 1, histogram: undefined }),
          );
          const drawn = rows(incidents, new Style({ ...PLAIN, width, unicode }));
          for (const row of drawn) expect(columns(row)).toBeLessThanOrEqual(width);
          for (const row of drawn.length === 0 ? [] : drawn.slice(-spans.length)) {
            expect(row).toMatch(unicode ? /[▁-█]$/ : /[.:\-=+*%#]$/);
          }
        },
      ),
    );
  });
});

describe('nodes', () => {
  test('one row a node, the worst first', () => {
    const quiet = symptom({ id: 'x', host: 'agent2' });
    const two = report({ incidents: [quiet, incident(), symptom()] });
    expect(nodeRows(two, style).map((row) => row.trim().split(/\s+/).slice(0, 2))).toEqual([
      ['Nodes'],
      ['agent1', 'CRITICAL'],
      ['agent2', quiet.rule.severity.toUpperCase()],
    ]);
  });

  test('a row says what is most severe there, also when its cause is on another node', () => {
    const title = 'The disk is slow';
    const server = incident({ id: 's', host: 'server1' });
    const slow = incident({
      id: 'd',
      rule: { ...incident().rule, id: 'storage/slow', title, severity: 'high' },
    });
    const two = report({
      incidents: [server, slow, incident()],
      diagnoses: [
        diagnosis({ root: 's', host: 'server1', explains: [incident().id] }),
        diagnosis({ root: 'd', title, severity: 'high', explains: [] }),
      ],
    });
    expect(nodeRows(two, style)[1]).toMatch(/agent1 .*CRITICAL .*The server rejects this node's password$/);
  });

  test('one node alone is no table', () => {
    expect(nodeRows(report({ incidents: [incident(), symptom()] }), style)).toEqual([]);
  });
});
