import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../../../src/core/report.ts';
import { operationsOf } from '../../../src/sinks/elasticsearch/operations.ts';
import { bulkLines } from '../../../src/sinks/elasticsearch/request.ts';
import type { Operation } from '../../../src/sinks/elasticsearch/request.ts';
import { diagnosis, evidence, incident, report, START, symptom } from '../report.ts';

const NAMES = { alias: 'inc', namespace: 'ns', evidence: false };

function byId(made: Report, names = NAMES): Map<string, Operation> {
  return new Map([...operationsOf(made, names)].map((operation) => [operation.id, operation]));
}

function documentOf(operation: Operation | undefined): Record<string, never> {
  return JSON.parse(operation!.document!) as Record<string, never>;
}

/** The same two incidents before the log of the cause was read. */
function unexplained(): Report {
  const alone = diagnosis({ id: 'dx-bbbb2222', root: 'bbbb2222', kind: 'symptom', explains: [] });
  return report({ links: [], diagnoses: [diagnosis({ explains: [] }), alone] });
}

test('incidents, diagnoses, and no diagnosis of what has a cause', () => {
  const made = byId(report());
  expect([...made].map(([id, { action }]) => [id, action])).toEqual([
    ['aaaa1111', 'index'],
    ['dx-aaaa1111', 'index'],
    ['bbbb2222', 'index'],
    ['dx-bbbb2222', 'delete'],
  ]);
  expect(documentOf(made.get('bbbb2222')).whynotready).toMatchObject({
    type: 'incident',
    caused_by: ['aaaa1111'],
  });
  expect(documentOf(made.get('dx-aaaa1111')).whynotready).toMatchObject({
    type: 'diagnosis',
    explains: ['bbbb2222'],
  });
});

test('who knows more has the greater version: lines, resolved, causes; also the deletion of a diagnosis', () => {
  const before = byId(unexplained());
  const after = byId(report());
  expect(after.get('bbbb2222')!.version).toBeGreaterThan(before.get('bbbb2222')!.version!);
  expect(after.get('dx-bbbb2222')!.version).toBeGreaterThan(before.get('dx-bbbb2222')!.version!);
  expect(after.get('dx-aaaa1111')!.version).toBeGreaterThan(before.get('dx-aaaa1111')!.version!);
  const resolved = incident({ resolved: { time: START, evidence: evidence() } });
  const over = byId(report({ incidents: [resolved, symptom()] }));
  expect(over.get('aaaa1111')!.version).toBeGreaterThan(after.get('aaaa1111')!.version!);
  const more = byId(report({ incidents: [incident({ count: 15 }), symptom()] }));
  expect(more.get('aaaa1111')!.version).toBeGreaterThan(over.get('aaaa1111')!.version!);
});

test('writes in any order, any of them repeated, end in the same documents', () => {
  const grown = report({ incidents: [incident({ count: 15 }), symptom()] });
  const elsewhere = report({
    incidents: [incident({ evidence: [evidence({ source: 'bundle/k3s.log' })] }), symptom()],
  });
  const writes = [unexplained(), report(), elsewhere, grown].flatMap((each) =>
    Array.from(operationsOf(each, NAMES)),
  );
  const apply = (all: readonly Operation[]): object => {
    const index = new Map<string, Operation>();
    for (const write of all) {
      const there = index.get(write.id);
      // As the cluster does with version_type external.
      if (there === undefined || write.version! > there.version!) index.set(write.id, write);
    }
    return Object.fromEntries([...index].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const expected = apply(writes);
  const any = fc.shuffledSubarray([...writes, ...writes], { minLength: writes.length * 2 });
  fc.assert(
    fc.property(any, (order) => {
      expect(apply(order)).toEqual(expected);
    }),
  );
  expect(expected).toMatchObject({ 'dx-bbbb2222': { action: 'delete' } });
});

test('proof lines: one document each, its id from what it says, not from the file it is in', () => {
  const names = { ...NAMES, evidence: true };
  const ids = (made: Report): string[] =>
    [...operationsOf(made, names)].filter(({ action }) => action === 'create').map(({ id }) => id);
  const moved = incident({
    evidence: incident().evidence.map(({ time }, offset) =>
      evidence({ time, source: 'rotated/k3s.log.1', line: 1 + offset, offset }),
    ),
  });
  const one = report({ incidents: [incident()] });
  expect(ids(one).length).toBe(3);
  expect(ids(report({ incidents: [moved] }))).toEqual(ids(one));
  const alike = incident({ evidence: [evidence(), evidence({ offset: 1, line: 1 })] });
  expect(new Set(ids(report({ incidents: [alike] }))).size).toBe(2);
  // Two runs of a sequence share it.
  const twice = incident({ evidence: [evidence(), evidence()] });
  expect(ids(report({ incidents: [twice] })).length).toBe(1);
  const timeless = incident({
    evidence: [evidence({ time: undefined }), evidence({ time: undefined, offset: 1 })],
  });
  expect(ids(report({ incidents: [timeless] })).length).toBe(2);
  const operation = [...operationsOf(one, names)].find(({ action }) => action === 'create');
  expect(operation).toMatchObject({ index: 'logs-whynotready.match-ns' });
  expect(operation!.version).toBeUndefined();
});

test('hostile text stays on its line and is JSON', () => {
  const text = 'a\n{"delete":{}}\n\u2028\u0000\ud800\u202e"';
  const made = report({
    incidents: [incident({ host: text, evidence: [evidence({ text, message: text })] })],
  });
  for (const line of bulkLines([...operationsOf(made, { ...NAMES, evidence: true })])) {
    expect(line).not.toMatch(/[\n\r\u2028\u202e]/);
    expect(Buffer.from(line, 'utf8').toString('utf8')).toBe(line);
    expect(typeof JSON.parse(line)).toBe('object');
  }
});

test('an incident without times is still sorted, and says so', () => {
  const timeless = incident({ first: undefined, last: undefined, histogram: undefined });
  const document = documentOf(byId(report({ incidents: [timeless] })).get('aaaa1111'));
  expect(document).toMatchObject({ '@timestamp': '1970-01-01T00:00:00.000Z', tags: ['no-time'] });
  expect(document.event).not.toHaveProperty('start');
});

test('a capture with very many values brings a hundred', () => {
  const values = Array.from({ length: 1000 }, (_, i) => ({ value: `v${i}`, count: 1 }));
  const wide = incident({ captures: { node: { values, distinct: 5000, exact: false } } });
  const { captures } = documentOf(byId(report({ incidents: [wide] })).get('aaaa1111'))
    .whynotready as unknown as {
    captures: Record<string, string[]>;
  };
  expect(captures.node!.length).toBe(100);
});
