import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call, folderOf } from './call.ts';

const GOOD = `kind: failure
title: The server rejects this node's password
severity: high
category: node-registration
match:
  - Node password rejected, duplicate hostname or contents of '<file>' may not match
explain: { cause: another password, impact: no node }
remedy: [{ do: delete the stored one }]
references: [https://github.com/k3s-io/k3s/issues/802]
tests:
  - name: v1.17
    log: |
      level=error msg="Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry"
    expect: { matches: 1 }
  - name: a start
    log: |
      time="2026-11-21T11:27:24Z" level=info msg="Starting k3s agent v1.36.3+k3s1 (66a14f0e)"
    expect: { matches: 0 }
`;

const lint = async (file: string, ...flags: string[]) => {
  const root = folderOf({ 'rules/k3s/password.yaml': file });
  const { code, stdout } = await call('rules', 'lint', ...flags, join(root, 'rules'));
  return { code, stdout: stdout.replaceAll(join(root, 'rules'), 'rules') };
};

test('a rule in order has nothing to be said of', async () => {
  expect(await lint(GOOD, '--strict')).toEqual({ code: 0, stdout: '1 rule: 0 errors, 0 warnings\n' });
});

describe('warnings', () => {
  test.each([
    ['RULE_UNTESTED', GOOD.replace('match:\n', 'match:\n  - Node password validation failed for <node>\n')],
    ['RULE_WEAK_LITERAL', GOOD.replace('match:\n', 'match:\n  - <a>rejected<b>\n')],
    ['RULE_GROUP', GOOD.replace('<file>', '<pid>').replace('explain', 'groupBy: [pid]\nexplain')],
    ['RULE_NO_NEGATIVE', GOOD.replace('failure', 'benign').replace(/ {2}- name: a start[^]*/, '')],
  ])('%s changes the exit code only with --strict', async (code, file) => {
    const { stdout, code: exit } = await lint(file);
    expect(exit).toBe(0);
    expect(stdout).toMatch(new RegExp(`^rules/k3s/password\\.yaml:\\d+:\\d+: warning ${code} `, 'm'));
    expect((await lint(file, '--strict')).code).toBe(2);
  });
});

describe('errors', () => {
  test.each([
    ['RULE_TEST', GOOD.replace('matches: 1', 'matches: 2')],
    ['RULE_TODO', GOOD.replace("The server rejects this node's password", 'TODO what is wrong')],
    ['RULE_TODO', GOOD.replace('https://github.com/k3s-io/k3s/issues/802', 'https://example.com/TODO')],
    ['RULE_REFERENCE', `${GOOD}causedBy: [k3s/nowhere]\n`],
    ['RULE_REFERENCE', GOOD.replace('delete the stored one', "'delete {{node}}'")],
    ['RULE_REFERENCE', `${GOOD}causedBy: [k3s/password]\n`],
    ['RULE_FIELD', GOOD.replace('https://github.com', 'github.com')],
    ['RULE_FIELD', GOOD.replace(/ {2}- name: a start[^]*/, '')],
  ])('%s: exit code 2, with place, line and caret', async (code, file) => {
    const { stdout, code: exit } = await lint(file);
    expect(exit).toBe(2);
    expect(stdout).toMatch(
      new RegExp(`^rules/k3s/password\\.yaml:\\d+:\\d+: ${code} [^]*\\n +\\^\\n +fix: `, 'm'),
    );
  });

  test('all at once, in the order of the file', async () => {
    const file = GOOD.replace('delete the stored one', 'TODO').replace('matches: 1', 'matches: 7');
    const { stdout } = await lint(`${file}causedBy: [k3s/nowhere]\n`);
    expect(stdout.match(/(?<=: )RULE_\w+/g)).toEqual(['RULE_TODO', 'RULE_TEST', 'RULE_REFERENCE']);
    expect(stdout).toContain('1 rule: 3 errors, 0 warnings\n');
  });

  test('a built-in rule may be named', async () => {
    expect(await lint(`${GOOD}causedBy: [k3s/node-password-validation-failed]\n`)).toMatchObject({ code: 0 });
  });
});

test('as data', async () => {
  const { stdout } = await lint(GOOD.replace('matches: 1', 'matches: 2'), '-o', 'json');
  const { problems, ...counts } = JSON.parse(stdout) as { problems: object[] };
  expect(counts).toEqual({ rules: 1, errors: 1, warnings: 0 });
  expect(problems).toMatchObject([{ level: 'error', code: 'RULE_TEST', place: { line: 11 } }]);
});
