import { expect, test } from 'vitest';
import { atLeast, isAtLeast } from '../../src/sinks/select.ts';
import { diagnosis, incident, report, symptom } from './report.ts';

const medium = incident({ id: 'm', rule: { ...incident().rule, severity: 'medium' } });

test('severities are ordered', () => {
  expect(isAtLeast('critical', 'high')).toBe(true);
  expect(isAtLeast('high', 'high')).toBe(true);
  expect(isAtLeast('medium', 'high')).toBe(false);
});

test('what is less severe goes, with its diagnosis', () => {
  const all = report({
    incidents: [incident(), symptom(), medium],
    diagnoses: [diagnosis(), diagnosis({ root: 'm', explains: [] })],
  });
  const shown = atLeast(all, 'critical');
  expect(shown.incidents.map(({ id }) => id)).toEqual(['aaaa1111']);
  expect(shown.diagnoses.map(({ root, explains }) => [root, explains])).toEqual([['aaaa1111', []]]);
  expect(shown.links).toEqual([]);
});

test('the cause of what is shown is shown, however severe it is itself', () => {
  const all = report({ incidents: [medium, symptom()], diagnoses: [diagnosis({ root: 'm' })] });
  expect(atLeast(all, 'high').incidents.map(({ id }) => id)).toEqual(['m', 'bbbb2222']);
});
