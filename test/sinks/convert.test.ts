import { describe, expect, test } from 'vitest';
import type { Problem, ProblemError } from '../../src/core/errors.ts';
import { jsonDocument } from '../../src/sinks/json/sink.ts';
import { mergeReports } from '../../src/sinks/merge.ts';
import { ndjsonLines, partialLine } from '../../src/sinks/ndjson/sink.ts';
import { readResult } from '../../src/sinks/read-result.ts';
import { hostileReport } from './hostile.ts';
import { bareReport, diagnosis, incident, report, summary } from './report.ts';

/** Every optional part present, then absent. */
const REPORTS = [
  report(),
  hostileReport(),
  bareReport({
    summary: summary({
      complete: false,
      limits: [{ code: 'lines-cut', text: 'lines', count: 1 }],
      blindSpots: [{ code: 'gap', text: 'a gap', count: 1, source: 'x', host: 'y', from: 1000, to: 2000 }],
      problems: [{ code: 'INPUT_EMPTY', message: 'empty' }],
    }),
    coverage: {
      scary: 5,
      explained: 1,
      harmless: 1,
      known: 1,
      unknown: 2,
      inBaseline: 1,
      beyond: 0,
      templates: [
        {
          id: 't',
          component: 'k3s',
          text: 'a <*>',
          level: 'error',
          count: 2,
          isNew: true,
          first: 1000,
          last: undefined,
          example: { source: 'x', line: 1, offset: 0, text: 'a b' },
        },
      ],
    },
  }),
  report({ incidents: [], links: [], diagnoses: [], facts: [] }),
];

/** Half characters are the one thing that JSON can't carry. */
const wellFormed = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? each.toWellFormed() : each)),
  ) as T;

test.each(REPORTS.map((each, i) => [i, each] as const))('report %i comes back as it was', (_, each) => {
  expect(wellFormed(readResult(jsonDocument(each), 'x'))).toEqual(wellFormed(each));
  expect(wellFormed(readResult([...ndjsonLines(each)].join(''), 'x'))).toEqual(wellFormed(each));
});

test('first sights, unknown fields and unknown kinds are passed over', () => {
  const lines = [partialLine(incident()), ...ndjsonLines(report())].map(
    (line) => `${JSON.stringify({ ...(JSON.parse(line) as object), later: 1 })}\r\n`,
  );
  const text = `\ufeff${lines.join('')}\n{"type":"surprise"}\n`;
  expect(readResult(text, 'x').incidents.map(({ id }) => id)).toEqual(['aaaa1111', 'bbbb2222']);
});

describe('what is no result', () => {
  const whole = [...ndjsonLines(report())];
  test.each([
    ['', undefined, 'there is nothing in it'],
    ['{"a": 1}', undefined, /^this is no result of whynotready: incidents: /],
    ['{\n  "a": "b\n}', 2, /^this is no JSON: /],
    ['# Title\n', undefined, /^this is no JSON: Unexpected token '#'$/],
    [whole.slice(0, 2).join(''), undefined, /^it ends without the summary/],
    [`${whole[0]}{"type":"inci`, 2, /^this line is no JSON: /],
    [whole.join('').replace('"critical"', '"bad"'), 1, /rule\.severity: /],
    ['null', undefined, /^this is no result/],
    ['[]\n', undefined, /^this is no result/],
  ])('%j', (text, line, message) => {
    const problem = problemOf(text);
    expect(problem).toMatchObject({ code: 'RESULT_INVALID', place: { file: 'file' } });
    expect([problem.message, problem.place?.line]).toEqual([expect.stringMatching(message), line]);
  });

  function problemOf(text: string): Problem {
    try {
      readResult(text, 'file');
    } catch (error) {
      return (error as ProblemError).problems[0]!;
    }
    throw new Error('it was read');
  }
});

test('several results are one: each thing once, numbers added, the most severe first', () => {
  const other = report({
    incidents: [incident(), incident({ id: 'cccc3333' })],
    links: [],
    diagnoses: [
      diagnosis({ id: 'dx-c', root: 'cccc3333', severity: 'medium' }),
      diagnosis({ id: 'dx-d', severity: 'critical' }),
    ],
    summary: summary({ complete: false, rules: { version: 'def', count: 80 } }),
  });
  const merged = mergeReports([report(), other]);
  expect(merged.incidents.map(({ id }) => id)).toEqual(['aaaa1111', 'bbbb2222', 'cccc3333']);
  expect(merged.diagnoses.map(({ id }) => id)).toEqual(['dx-aaaa1111', 'dx-d', 'dx-c']);
  expect(merged.facts).toHaveLength(1);
  expect(merged.summary).toMatchObject({
    lines: 24_690,
    complete: false,
    rules: { version: 'abc+def', count: 80 },
  });
  expect(merged.summary.harmless).toMatchObject([{ count: 80 }]);
  expect(mergeReports([other])).toBe(other);
});
