import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { outputSchemaText } from '../../scripts/build-output-schema.ts';
import { jsonText } from '../../src/sinks/json-text.ts';
import { jsonDocument } from '../../src/sinks/json/sink.ts';
import { ndjsonLines, partialLine } from '../../src/sinks/ndjson/sink.ts';
import { bareReport, incident, report, summary } from './report.ts';

const published = readFileSync('docs/schema/output.schema.json', 'utf8');
const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(published) as object);

function expectValid(value: unknown): void {
  validate(value);
  expect(validate.errors).toBeNull();
}

/** Every optional part present, then every one absent. */
const REPORTS: readonly Report[] = [
  report(),
  bareReport({
    summary: summary({
      complete: false,
      limits: [{ code: 'lines-cut', text: 'lines', count: 1 }],
      problems: [
        {
          code: 'INPUT_NOT_FOUND',
          message: 'no such file',
          place: { file: 'x', line: 1, column: 2, text: 'y' },
          fix: 'z',
        },
        { code: 'INPUT_EMPTY', message: 'empty' },
      ],
    }),
  }),
  report({ incidents: [], links: [], diagnoses: [], facts: [] }),
];

test('the published schema is the one in the code', () => {
  expect(published).toBe(outputSchemaText());
});

describe.each(REPORTS.map((each, i) => [i, each] as const))('report %i', (_, each) => {
  test('as NDJSON: one valid object a line, the summary last', () => {
    const lines = [...ndjsonLines(each)];
    for (const line of lines) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expectValid(JSON.parse(line));
    }
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'summary', incidents: each.incidents.length });
  });

  test('as JSON: one valid document with the same objects', () => {
    const document = JSON.parse(jsonDocument(each)) as Record<string, unknown[]>;
    expectValid(document);
    const objects = [...document.incidents!, ...document.diagnoses!, ...document.facts!, document.summary];
    expect(objects).toEqual([...ndjsonLines(each)].map((line) => JSON.parse(line) as unknown));
  });
});

test('the schema refuses what is not in it', () => {
  const [line = ''] = ndjsonLines(report());
  expect(validate({ ...(JSON.parse(line) as object), surprise: 1 })).toBe(false);
});

test('an incident as issues and pipes expect it', () => {
  const [line = '', second = ''] = ndjsonLines(report());
  expect(JSON.parse(line)).toMatchObject({
    type: 'incident',
    id: 'aaaa1111',
    rule: { id: 'k3s/node-password-rejected', kind: 'failure', severity: 'critical' },
    host: 'agent1',
    count: 14,
    first: '2026-11-21T09:41:02.000Z',
    captures: { file: [{ value: '/etc/rancher/node/password', count: 14 }] },
    causedBy: [],
  });
  expect(JSON.parse(second)).toMatchObject({ id: 'bbbb2222', causedBy: ['aaaa1111'] });
  expectValid(JSON.parse(partialLine(incident())));
  expect(JSON.parse(partialLine(incident()))).toMatchObject({ partial: true });
});

describe('jsonText', () => {
  test('gives back what went in, half characters aside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(jsonText({ text }))).toEqual({ text: text.toWellFormed() });
      }),
    );
    expect(JSON.parse(jsonText('a\ud800b'))).toBe('a\ufffdb');
  });

  test('has no character that a terminal would act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(jsonText([text])).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u{e0000}-\u{e007f}]/u);
      }),
    );
    expect(jsonText('\u202e\u009b\u{e0041}')).toBe('"\\u202e\\u009b\\udb40\\udc41"');
  });
});
