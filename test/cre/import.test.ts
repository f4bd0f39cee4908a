/** What an import writes, and what it refuses. */
import { expect, test } from 'vitest';
import { importCre, MARK } from '../../src/core/cre/import.ts';
import { goDuration } from '../../src/core/cre/durations.ts';
import { at, creFile, imported, refusal } from './run.ts';

const FULL = `
rules:
  - cre:
      id: CRE-2999-0042
      severity: 2
      title: "Something {{odd}}"
      category: Odd Problems
      cause: |
        The cause.
      impact: The impact.
      mitigation: |
        - Do this
        - then that
      references: [https://example.org/a, not a link]
    metadata: { id: abc, gen: 1 }
    rule:
      set:
        event: { source: cre.log.odd }
        match: [ something odd happened ]
`;

test('words, severity, links and logs are carried over; the file loads as any other', async () => {
  const test = `${at(1, 'something odd happened')}\n`;
  const [one] = (await importCre([{ path: 'odd.yaml', text: FULL, test, falsePositive: 'all well\n' }]))
    .imported;
  expect(one?.id).toBe('cre/cre-2999-0042');
  expect(one?.yaml.startsWith(MARK)).toBe(true);
  expect(one?.rule).toMatchObject({
    kind: 'failure',
    title: 'Something { {odd}}',
    severity: 'medium',
    status: 'imported',
    category: 'odd-problems',
    cause: 'The cause.',
    impact: 'The impact.',
    remedy: [{ do: 'Do this' }, { do: 'then that' }],
    references: ['https://example.org/a'],
  });
  expect(one?.yaml).toContain('name: test.log\n');
  expect(one?.yaml).toContain('matches: 1');
  expect(one?.yaml).toContain('name: test-fp.log\n');
  expect(one?.yaml).toContain('matches: 0');
});

test('what a CRE does not say is not made up', async () => {
  const { rule } = await imported(creFile('set:\n  match: [ something odd happened ]'));
  expect(rule).toMatchObject({ title: 'CRE-2999-0001', category: 'not-stated', references: [] });
  expect(rule.cause).toBe('The CRE states no cause.');
});

test('ids that come twice get a number', async () => {
  const file = { path: 'odd.yaml', text: FULL, test: undefined, falsePositive: undefined };
  const { imported } = await importCre([file, file]);
  expect(imported.map(({ id }) => id)).toEqual(['cre/cre-2999-0042', 'cre/cre-2999-0042-2']);
});

test('only rules without a literal make every line be tried', async () => {
  expect((await imported(creFile('set:\n  match: [ long enough text ]'))).unled).toBe(false);
  expect((await imported(creFile('set:\n  match: [ short ]'))).unled).toBe(true);
  expect((await imported(creFile(`set:\n  match: [ { jq: '.a == "long enough text"' } ]`))).unled).toBe(
    false,
  );
});

test('files that hold no rules are told apart from broken ones', async () => {
  const file = { path: 'a.yaml', test: undefined, falsePositive: undefined };
  const { others, refused } = await importCre([
    { ...file, text: 'sources: [a]' },
    { ...file, text: 'rules: [a, b: c: d' },
  ]);
  expect(others).toEqual(['a.yaml']);
  expect(refused[0]?.reason).toMatch(/^not YAML/);
});

test.each([
  ['set:\n  order: [ a ]', "the set has no 'match'"],
  ['sequence:\n  match: [ a ]', "the sequence has no 'order'"],
  ['set:\n  negate: [ a ]', "the set has no 'match'"],
  ['set:\n  match: []', 'no condition that must hold'],
  ['set:\n  match: [ a, b ]', 'several lines without a window'],
  ['set:\n  match: [ a ]\n  window: 5s', 'a window around one line'],
  ['sequence:\n  order: [ a ]\n  window: 5s', 'a sequence of one line'],
  ['sequence:\n  order: [ a, b ]\n  window: soon', "the duration 'soon' can't be read"],
  ['set:\n  match: [ { set: { match: [ a ] } } ]', 'a set inside of the rule'],
  ['set:\n  match: [ { promql: { expr: up } } ]', 'a promql inside of the rule'],
  ['set:\n  match: [ a, b ]\n  window: 5s\n  correlations: [ host ]', 'correlations between sources'],
  [
    'set:\n  match: [ a ]\n  negate: [ { value: b, anchor: 1 } ]',
    'a negation anchored at line 1 of 1 (counted from 0)',
  ],
  ['set:\n  match: [ a ]\n  negate: [ { value: b, count: 2 } ]', 'a negation with a count'],
  ["set:\n  match: [ { regex: '(a' } ]", "the regex '(a': ')' is missing"],
  [String.raw`set:` + "\n  match: [ { regex: 'a(?=b)' } ]", "the regex 'a(?=b)': RE2 knows no such group"],
  ['set:\n  match: [ { jq: \'.a | test("b")\' } ]', "jq: 'test' is more than a condition"],
  ["set:\n  match: [ { jq: '.a' } ]", 'jq: a value that is not compared'],
])('%s is refused', async (rule, reason) => {
  expect(await refusal(creFile(rule))).toBe(reason);
});

test.each([
  ['5s', 5000],
  ['1m30s', 90_000],
  ['-8s', -8000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
  ['0', 0],
])('%s is %d ms', (text, ms) => {
  expect(goDuration(text)).toBe(ms);
});
