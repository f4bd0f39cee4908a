import { describe, expect, test } from 'vitest';
import { sink } from '../../src/sinks/junit/sink.ts';
import { isMissing } from '../programs.ts';
import { HOSTILE_LINE, hostileReport, UNSAFE } from './hostile.ts';
import { checkJunit, xpath } from './junit-schema.ts';
import { diagnosis, incident, PLAIN, report, summary, symptom } from './report.ts';

const xmlOf = (given = report(), look = {}): string =>
  [...sink.render(given, { ...PLAIN, ...look })].join('');

describe.skipIf(isMissing('xmllint'))('JUnit', () => {
  test('a case a diagnosis, with all that is known', () => {
    const xml = xmlOf();
    checkJunit(xml);
    expect(xpath(xml, 'string(//testcase/@classname)')).toBe('k3s.node-password-rejected');
    expect(xpath(xml, 'string(//testsuite/@failures)')).toBe('1');
    const text = xpath(xml, 'string(//failure)');
    for (const part of [
      'Proof:\n  k3s.log:13:',
      'Explains:\n  The kubelet cannot',
      '$ kubectl -n kube-system delete',
    ])
      expect(text).toContain(part);
  });

  test('less severe than --fail-on: passes', () => {
    const medium = { severity: 'medium' } as const;
    const given = report({
      incidents: [incident({ rule: { ...incident().rule, ...medium } }), symptom()],
      diagnoses: [diagnosis({ ...medium, explains: [] })],
    });
    const counts = (look: object): string =>
      xpath(xmlOf(given, look), 'concat(//testsuite/@tests, " ", //testsuite/@failures)');
    expect(counts({})).toBe('2 2');
    expect(counts({ failOn: 'high' })).toBe('2 1');
    expect(counts({ failOn: 'critical' })).toBe('2 0');
  });

  test('nothing found is one case that passes; what was not read is an error', () => {
    const nothing = report({ incidents: [], links: [], diagnoses: [], facts: [] });
    checkJunit(xmlOf(nothing));
    expect(xpath(xmlOf(nothing), 'string(//testcase/@name)')).toBe('No failure found');
    const unread = report({
      ...nothing,
      summary: summary({ problems: [{ code: 'INPUT_EMPTY', message: 'empty', place: { file: 'a  b' } }] }),
    });
    checkJunit(xmlOf(unread));
    expect(xpath(xmlOf(unread), 'concat(//testcase/@name, ": ", //error/@type)')).toBe('a b: INPUT_EMPTY');
  });

  test('hostile text stays text', () => {
    const xml = xmlOf(hostileReport());
    checkJunit(xml);
    expect(xml).not.toMatch(UNSAFE);
    expect(xml).not.toContain('<script>');
    expect(xpath(xml, 'string(//failure/@message)')).toContain(HOSTILE_LINE.slice(0, 60));
  });
});
