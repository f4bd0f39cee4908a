import { expect, test } from 'vitest';
import { sink } from '../../src/sinks/github/sink.ts';
import { hostileReport, UNSAFE } from './hostile.ts';
import { diagnosis, evidence, incident, PLAIN, report } from './report.ts';

const textOf = (given = report()): string => [...sink.render(given, PLAIN)].join('');

test('one command a diagnosis, with its place', () => {
  expect(textOf()).toMatch(
    /^::error file=k3s\.log,line=13,title=critical%3A The server rejects this node's password::The server rejects .*%0A.*\n$/,
  );
});

test('severities are levels; standard input is no file', () => {
  const given = report({
    incidents: [incident({ evidence: [evidence({ source: '-' })] })],
    diagnoses: [diagnosis({ severity: 'medium' }), diagnosis({ severity: 'info' })],
  });
  expect(textOf(given).match(/^::\w+ title=/gm)).toEqual(['::warning title=', '::notice title=']);
});

test('hostile text stays in its message', () => {
  const text = textOf(hostileReport());
  expect(text.split('\n')).toHaveLength(2);
  expect(text.trimEnd()).not.toMatch(UNSAFE);
  const [, properties = '', message = ''] = /^::error (.*?)::(.*)\n$/.exec(text)!;
  expect(properties.split(',').map((each) => each.split('=')[0])).toEqual(['file', 'line', 'title']);
  // What the runner makes of it again.
  expect(message.replaceAll('%0A', '\n').replaceAll('%25', '%')).toContain('%0A%25');
});
