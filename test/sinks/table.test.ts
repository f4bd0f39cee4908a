import { expect, test } from 'vitest';
import { columns } from '../../src/core/text/width.ts';
import { table, wide } from '../../src/sinks/table/sink.ts';
import { hostileReport, UNSAFE } from './hostile.ts';
import { incident, PLAIN, report, START, symptom } from './report.ts';

const linesOf = (sink: typeof table, look = {}, given = report()): string[] =>
  [...sink.render(given, { ...PLAIN, ...look })].join('').trimEnd().split('\n');

test('a row an incident, cut at the width', () => {
  expect(linesOf(table, { width: 130 })).toEqual([
    'SEVERITY  FIRST (UTC)          LAST      COUNT  HOST    RULE                        TITLE',
    "CRITICAL  2026-11-21 09:41:02  09:52:17     14  agent1  k3s/node-password-rejected  The server rejects this node's password",
    'HIGH      2026-11-21 09:41:02  09:52:17     12  agent1  kubelet/register-failing    The kubelet cannot register its node',
  ]);
  for (const line of linesOf(table, { width: 104 })) expect(columns(line)).toBeLessThanOrEqual(104);
  expect(linesOf(table, { width: 104, unicode: false })[1]).toMatch(/~$/);
});

test('on a narrow screen columns are left out, not broken', () => {
  expect(linesOf(table, { width: 80 })).toEqual([
    'SEVERITY  FIRST (UTC)          COUNT  HOST    TITLE',
    "CRITICAL  2026-11-21 09:41:02     14  agent1  The server rejects this node's pa…",
    'HIGH      2026-11-21 09:41:02     12  agent1  The kubelet cannot register its n…',
  ]);
  for (const width of [45, 60, 80, 100])
    for (const line of linesOf(table, { width })) expect(columns(line)).toBeLessThanOrEqual(width);
});

test('wide cuts nothing and says what explains what', () => {
  const [head = '', first = '', second = ''] = linesOf(wide, { width: 40 });
  expect(head).toMatch(/^ID +IS +SEVERITY .* CAUSED BY +PLACE$/);
  expect(first).toMatch(/^aaaa1111 +cause .* k3s\.log:13$/);
  expect(second).toMatch(/^bbbb2222 +explained .* k3s\/node-password-rejected +k3s\.log:40$/);
});

test('zone, another day, no time, no host', () => {
  const later = incident({ last: START + 86_400_000 });
  const [head = '', row = ''] = linesOf(
    table,
    { width: 200, timeZone: '+02:00' },
    report({ incidents: [later] }),
  );
  expect(head).toContain('FIRST (+02:00)');
  expect(row).toContain('2026-11-21 11:41:02  2026-11-22 11:41:02');
  const timeless = incident({ first: undefined, last: undefined, host: '' });
  expect(linesOf(table, {}, report({ incidents: [timeless] }))[0]).toBe(
    'SEVERITY  COUNT  RULE                        TITLE',
  );
});

test('nothing found: the head alone', () => {
  expect(linesOf(table, {}, report({ incidents: [] }))).toHaveLength(1);
});

test('of coverage: a row an unknown line', () => {
  const template = {
    id: 'tp-1',
    component: 'etcd',
    text: 'request <*> stalled',
    level: 'warning',
    count: 12,
    first: START,
    last: START + 60_000,
    isNew: false,
    example: { source: 'etcd.log', line: 7, offset: 1, text: 'request 1 stalled' },
  } as const;
  const counts = { scary: 12, explained: 0, harmless: 0, known: 0, unknown: 12, beyond: 0 };
  const given = report({ coverage: { ...counts, inBaseline: undefined, templates: [template] } });
  expect(linesOf(table, { focus: 'coverage', width: 120 }, given)).toEqual([
    'LEVEL    COUNT  FIRST (UTC)          LAST      COMPONENT  UNKNOWN LINE',
    'WARNING     12  2026-11-21 09:41:02  09:42:02  etcd       request <*> stalled',
  ]);
  expect(linesOf(wide, { focus: 'coverage' }, given)[1]).toMatch(/stalled +etcd\.log:7$/);
});

test('colour is for the severity only', () => {
  const [, row = ''] = linesOf(table, { color: true, width: 130 }, report({ incidents: [symptom()] }));
  expect(row.startsWith('\u001b[31mHIGH\u001b[39m  ')).toBe(true);
});

test('hostile text stays in its row', () => {
  for (const sink of [table, wide]) {
    const lines = linesOf(sink, { width: 300 }, hostileReport());
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).not.toMatch(UNSAFE);
  }
});
