import { describe, expect, test } from 'vitest';
import { call } from './call.ts';

const FILE = 'fixtures/failing/k3s-agent-node-password-rejected/input.log';
const KLOG =
  'E0305 17:22:36.123456    1234 kubelet.go:2183] Container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady';

const explain = async (...words: string[]) => {
  const { code, stdout, stderr } = await call('explain', '--timezone', 'UTC', ...words);
  return { code, stdout, stderr };
};

interface Said {
  readonly rules: { readonly version: string };
  readonly entries: readonly {
    readonly origin: object;
    readonly matches: readonly {
      readonly rule: string;
      readonly captures: object;
      readonly outlook: string[];
    }[];
    readonly near: readonly { readonly rule: string; readonly why: object }[];
  }[];
}

const data = async (...words: string[]): Promise<Said> =>
  JSON.parse((await explain('-o', 'json', ...words)).stdout) as Said;

test('a line of a file: how it is packed, what it says, which rules match', async () => {
  const { code, stdout } = await explain(`${FILE}:9`);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Line +fixtures.*:9\nPacked +logrus \(no envelope\)\nTime +2026-.*\(from the payload, logrus\)/,
  );
  expect(stdout).toContain('k3s/node-password-rejected failure, critical');
});

test('a line given as words, with what the rule still asks for', async () => {
  const { rules, entries } = await data(...KLOG.split(' '));
  expect(rules.version).toMatch(/^[0-9a-f]+$/);
  const match = entries[0]!.matches.find(({ rule }) => rule === 'kubelet/runtime-network-not-ready')!;
  expect(match.outlook.join('\n')).toMatch(/this line is 1 of the \d+ that are needed/);
  expect(match.outlook.join('\n')).toMatch(/hidden if '.*' stands up to/);
});

test('what comes close, and why it did not match', async () => {
  const line =
    'level=error msg="Node password refused, duplicate hostname or contents of file may not match server node-passwd entry"';
  const { entries } = await data(line);
  expect(entries[0]!.matches).toEqual([]);
  expect(entries[0]!.near[0]).toMatchObject({
    rule: 'k3s/node-password-rejected',
    why: { kind: 'text', has: 'Node password ' },
  });
});

describe('wrong usage', () => {
  test.each([
    [FILE, `'${FILE}' is a file; which line of it?`],
    [`${FILE}:99999`, 'there is no line 99999'],
  ])('%s', async (word, message) => {
    const { code, stderr } = await explain(word);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
