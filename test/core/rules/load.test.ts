import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../src/core/errors.ts';
import { parseRuleFile } from '../../../src/core/rules/load.ts';

const GOOD = `kind: failure
title: The server rejects the password of {{node}}
severity: critical
category: node-registration
match:
  - text: Node password validation failed for '<node>'
    where: { component: k3s, code: '>= 400', err: { exists: true }, level: [error, info] }
    not: certificate
groupBy: [node]
threshold: { count: 3, within: 1m }
unless: [{ match: [Server is ready], before: 2m }]
causedBy: [a/b, { rule: c/d, scope: cluster, before: 1h }]
explain: { cause: one, impact: two }
remedy:
  - do: Delete it
    run: kubectl delete secret {{ node }}.node-password.k3s
    when: [k3s >= 1.20]
references: ['https://docs.k3s.io/architecture']
tests:
  - { name: yes, log: "Node password validation failed for 'n1'", expect: { matches: 1, captures: { node: 1.20 } } }
  - { name: no, log: other, expect: { matches: 0 } }
`;

const load = (text: string, id = 'k3s/x') => parseRuleFile(id, text, 'x.yaml');

async function problemsOf(change: (text: string) => string): Promise<string[]> {
  const { loaded, problems } = await load(change(GOOD));
  expect(loaded).toBeUndefined();
  return problems.map(formatProblem);
}

describe('a rule file', () => {
  it('becomes a rule, short forms written out', async () => {
    const { loaded, problems } = await load(GOOD);
    expect(problems.map(formatProblem)).toEqual([]);
    expect(loaded?.rule).toMatchObject({
      id: 'k3s/x',
      status: 'stable',
      quiet: 600_000,
      match: [
        {
          texts: ["Node password validation failed for '<node>'"],
          where: [
            { field: 'component', test: { kind: 'pattern', pattern: 'k3s' } },
            { field: 'code', test: { kind: 'compare', op: '>=', value: 400 } },
            { field: 'err', test: { kind: 'exists', exists: true } },
            { field: 'level', test: { kind: 'oneOf', values: ['error', 'info'] } },
          ],
          not: ['certificate'],
        },
      ],
      threshold: { count: 3, within: 60_000, lasting: undefined },
      unless: [{ before: 120_000, after: undefined }],
      causedBy: [
        { rule: 'a/b', scope: 'host', slackBefore: 300_000, slackAfter: 900_000 },
        { rule: 'c/d', scope: 'cluster', slackBefore: 3_600_000, slackAfter: 900_000 },
      ],
      remedy: [{ when: [{ fact: 'k3s', op: '>=', version: '1.20' }] }],
    });
  });

  it('keeps scalars as they are written', async () => {
    const { loaded } = await load(GOOD);
    expect(loaded?.tests.map(({ name, line }) => [name, line])).toEqual([
      ['yes', 20],
      ['no', 21],
    ]);
    expect(loaded?.tests[0]?.expect).toEqual({ matches: 1, captures: { node: '1.20' } });
  });

  it('becomes a rule that survives JSON', async () => {
    const rule = (await load(GOOD)).loaded?.rule;
    expect(JSON.parse(JSON.stringify(rule))).toEqual(rule);
    expect(rule?.id).toBe('k3s/x');
  });
});

describe('problems', () => {
  it('name the nearest key', async () => {
    const problems = await problemsOf((text) => text.replace('groupBy:', 'groupby:'));
    expect(problems.join('\n')).toContain(
      "x.yaml:9:1: RULE_FIELD unknown key 'groupby'\n  groupby: [node]\n  ^\n  fix: did you mean 'groupBy'?",
    );
  });

  it('come all at once, in the order of the file', async () => {
    const problems = await problemsOf((text) =>
      text.replace("'<node>'", "'<node><x>'").replace('[node]', '[nod]').replace('{{ node }}', '{{nodes}}').replace('one, impact: two', 'one'),
    );
    expect(problems.map((problem) => problem.split('\n', 1)[0])).toEqual([
      "x.yaml:1:7: RULE_FIELD a failure needs 'explain.impact'",
      'x.yaml:2:8: RULE_REFERENCE no capture is called \'node\'',
      'x.yaml:6:54: RULE_PATTERN two untyped holes side by side',
      "x.yaml:9:11: RULE_REFERENCE no capture is called 'nod'",
      "x.yaml:16:10: RULE_REFERENCE no capture is called 'nodes'",
      "x.yaml:20:107: RULE_REFERENCE no capture is called 'node'",
    ]);
  });

  it('of patterns come beside those of keys', async () => {
    const problems = await problemsOf((text) =>
      text.replace("'<node>'", "'<node><x>'").replace('title:', 'titel:').replace('count: 3', 'count: x'),
    );
    expect(problems.map((problem) => problem.split('\n', 1)[0])).toEqual([
      "x.yaml:1:1: RULE_FIELD 'title' is missing",
      "x.yaml:2:1: RULE_FIELD unknown key 'titel'",
      'x.yaml:6:54: RULE_PATTERN two untyped holes side by side',
      'x.yaml:10:21: RULE_FIELD count: expected a whole number',
    ]);
  });

  it.each([
    ['title: The server', 'title: [The server', /RULE_YAML/],
    ["text: Node password validation failed for '<node>'", "text: Node '<node>'", /RULE_LITERAL no piece/],
    ['    not: certificate', "    regex: '(a+)+$'", /RULE_REGEX this regex takes exponential time on 'a'/],
    ['    not: certificate', "    regex: '(a'", /RULE_REGEX not a regex/],
    ["text: Node password validation failed for '<node>'", "regex: '(?<node>a)'", /RULE_LITERAL a regex needs a text/],
    
    ['before: 2m', 'before: 2 minutes', /expected a duration/],
    [', before: 2m', '', /'unless' has no window/],
    ['k3s >= 1.20', 'k3s newer', /expected a condition on a fact/],
    ['severity: critical', 'severity: crit', /expected critical, high/],
    ['severity: critical\n', '', /a failure needs 'severity'/],
    ['count: 3', 'count: many', /count: expected a whole number/],
    ['matches: 0', 'matches: 2', /no test that looks alike/],
    ['matches: 1', 'matches: 0', /no test that matches/],
    ['scope: cluster', 'scope: node', /expected host, cluster/],
    ['kind: failure', 'kind: fact', /a fact needs its value/],
    ['match:\n', 'sequence: {within: 1m, steps: [[Server is ready]]}\nmatch:\n', /'match' and 'sequence' together/],
    ['{ cause: one, impact: two }', 'because', /explain: expected a map of keys/],
  ])('%j → %j', async (from, to, expected) => {
    const problems = await problemsOf((text) => text.replace(from, () => to));
    expect(problems.join('\n')).toMatch(expected);
  });

  it('say what an id must be', async () => {
    const { problems } = await load(GOOD, 'K3s/Bad Name');
    expect(problems.map(({ code }) => code)).toEqual(['RULE_FIELD']);
  });

  it.each(['', '- a\n- b', 'text', '? [a]: b', 'a: &x [*x]', '\0', 'a: *nothing', '%YAML 9.9\n---\na: 1'])(
    'are found in %j without an exception',
    async (text) => {
      expect((await load(text)).problems.length).toBeGreaterThan(0);
    },
  );
});
