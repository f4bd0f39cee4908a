import { expect, test } from 'vitest';
import { sink } from '../../src/sinks/sarif/sink.ts';
import { hostileReport, UNSAFE } from './hostile.ts';
import { evidence, incident, PLAIN, report, summary, symptom } from './report.ts';
import { sarifFaults } from './sarif-schema.ts';

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly object[];
      readonly results: readonly Record<string, unknown>[];
    },
  ];
}

function logOf(...[given]: Parameters<typeof report>): Log {
  return JSON.parse([...sink.render(report(given), PLAIN)].join('')) as Log;
}

test('a result: rule, level, place, fingerprint, symptoms', () => {
  const log = logOf();
  const [run] = log.runs;
  expect(sarifFaults(log)).toEqual([]);
  expect(run.tool.driver.rules.map(({ id }) => id)).toEqual([
    'k3s/node-password-rejected',
    'kubelet/register-failing',
  ]);
  expect(run.results[0]).toMatchObject({
    ruleId: 'k3s/node-password-rejected',
    ruleIndex: 0,
    level: 'error',
    occurrenceCount: 14,
    partialFingerprints: { 'incidentId/v1': 'aaaa1111' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'k3s.log' },
          region: { startLine: 13, byteOffset: 2048 },
          contextRegion: { startLine: 12, endLine: 13 },
        },
        logicalLocations: [{ name: 'agent1' }],
      },
    ],
    relatedLocations: [
      { id: 1 },
      { id: 2 },
      { id: 3, message: { text: 'The kubelet cannot register its node: same host, 2 s before' } },
    ],
    codeFlows: [{ threadFlows: [{ locations: [{ executionOrder: 1 }, { executionOrder: 2 }] }] }],
  });
});

test('every optional part absent, several lines, standard input, problems', () => {
  const lone = incident({
    host: '',
    first: undefined,
    last: undefined,
    histogram: undefined,
    evidence: [evidence({ source: '-', line: 1, text: 'a\nb', before: ['too', 'many'] })],
  });
  const log = logOf({
    incidents: [lone, symptom({ evidence: [] })],
    diagnoses: [],
    facts: [],
    summary: summary({ complete: false, problems: [{ code: 'INPUT_EMPTY', message: 'empty' }] }),
  });
  expect(sarifFaults(log)).toEqual([]);
  expect(log.runs[0].results[0]).toMatchObject({
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'stdin' }, region: { startLine: 1, endLine: 2 } } },
    ],
  });
  expect(log.runs[0].invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { descriptor: { id: 'INPUT_EMPTY', index: 0 }, level: 'error', message: { text: 'empty' } },
      ],
    },
  ]);
});

test.each([
  ['/var/log/a b.log', { uri: 'var/log/a%20b.log', uriBaseId: 'ROOT' }],
  ['logs/ü%.log', { uri: 'logs/%C3%BC%25.log' }],
  ['C:\\logs\\k3s.log', { uri: 'C%3A/logs/k3s.log', uriBaseId: 'ROOT' }],
])('uri of %s', (source, artifactLocation) => {
  const log = logOf({ incidents: [incident({ evidence: [evidence({ source })] })] });
  expect(log.runs[0].results[0]).toMatchObject({ locations: [{ physicalLocation: { artifactLocation } }] });
});

test('hostile text stays text', () => {
  const text = [...sink.render(hostileReport(), PLAIN)].join('');
  const log = JSON.parse(text) as unknown;
  expect(sarifFaults(log)).toEqual([]);
  expect(text).not.toMatch(UNSAFE);
  const strings: string[] = [];
  JSON.stringify(log, (_, value: unknown) => (typeof value === 'string' && strings.push(value), value));
  for (const each of strings) {
    expect(each).not.toMatch(UNSAFE);
    expect(each).not.toContain('](');
  }
});
