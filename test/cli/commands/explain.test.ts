import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tar } from '../../sources/archive/made.ts';
import { call, folderOf } from './call.ts';

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

describe('a place as proofs name it', () => {
  const bytes = readFileSync(FILE);
  const inner = tar({ path: './logs/k3s.log', data: bytes }, { path: 'logs/other.log', data: 'x\n' });
  const root = folderOf({});
  const file = (name: string, data: Uint8Array): string => {
    writeFileSync(join(root, name), data);
    return join(root, name);
  };
  const outer = file(
    'outer.tar',
    tar({ path: 'a b.tar.gz', data: gzipSync(inner) }, { path: 'empty', data: '' }),
  );

  test.each([
    ['compressed', file('k3s.log.gz', gzipSync(bytes)), ''],
    ['a member', file('one.tar', inner), '!logs/k3s.log'],
    ['a member of an archive in an archive', outer, '!a b.tar.gz!logs/k3s.log'],
    [
      'the second of its name',
      file('twice.tar', tar({ path: 'a.log', data: 'x' }, { path: 'a.log', data: bytes })),
      '!a.log#2',
    ],
    ['a name like a member', file('odd!name.log', bytes), ''],
  ])('%s', async (_, path, member) => {
    const { entries } = await data(`${path}${member}:9`);
    expect(entries.map(({ origin }) => origin)).toEqual([
      { source: `${path}${member}`, line: 9, offset: expect.any(Number) as number },
    ]);
    expect(entries[0]!.matches.map(({ rule }) => rule)).toEqual(['k3s/node-password-rejected']);
  });

  test('times are read by the clock that the bundle tells', async () => {
    const path = file(
      'bundle.tar.gz',
      gzipSync(
        tar(
          { path: 'nodes/n1/syslog', data: 'Nov 21 10:00:00 n1 kernel: x\n' },
          { path: 'nodes/n1/timedatectl', data: 'Time zone: Asia/Tokyo (JST, +0900)\n' },
        ),
      ),
    );
    const { code, stdout } = await call('explain', `${path}!nodes/n1/syslog:1`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/T01:00:00.000Z .*zone\s+Asia\/Tokyo taken/s)]);
  });

  test('a line of minikube with its star, by the heading above it', async () => {
    const lines = [
      '* ==> kube-scheduler [9dd19c3e20af0] <==',
      '* E0625 15:59:55.406997       1 server.go:254] lost master',
    ];
    const { stdout } = await explain(`${file('minikube.log', Buffer.from(`${lines.join('\n')}\n`))}:2`);
    expect(stdout).toMatch(/\(from the payload, klog;.*component kube-scheduler/s);
  });

  test.each([
    ['archive', outer, 'is an archive; which file in it?'],
    ['no member', `${outer}!nothing.log`, 'the archive has no such member'],
    ['an empty member', `${outer}!empty`, 'the input is empty'],
    ['no file', join(root, 'nothing.log'), 'no such file'],
    ['the start left out', '…/outer.tar!a', 'shortened for the screen'],
    ['beyond the end', `${outer}!a b.tar.gz!logs/other.log`, 'there is no line 3'],
    ['a cut archive', file('cut.tar', inner.subarray(0, 700)), 'is an archive'],
    ['damaged', file('cut.gz', gzipSync(bytes).subarray(0, 40)), 'cut'],
  ])('%s: says what is wrong', async (_, place, message) => {
    const { code, stderr } = await explain(`${place}:3`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
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
