import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../../src/core/text/redaction/redactor.ts';
import { escaped, leaks, SAMPLES } from './corpus.ts';

function redacted(text: string, hosts = false): string {
  const redactor = new Redactor({ hosts });
  redactor.learn([text]);
  return redactor.text(text);
}

describe.each(SAMPLES)('$name', ({ line, secrets }) => {
  test.each([
    ['plain', line],
    ['in quotes', `time="2026-11-21T09:41:02Z" level=info msg="${line}"`],
    ['in JSON', `{"ts":1,"msg":"${escaped(line, 1)}"}`],
    ['in JSON, twice', `{"log":"${escaped(`{"msg":"${escaped(line, 1)}"}`, 1)}\\n","stream":"stderr"}`],
    ['in JSON, three times', escaped(line, 3)],
  ])('%s', (_, text) => {
    expect(
      leaks(
        text,
        secrets.map((s) => s.slice(0, 8)),
      ),
    ).not.toEqual([]);
    expect(leaks(redacted(text), secrets)).toEqual([]);
  });
});

describe.each(SAMPLES.filter(({ wholeOnly }) => !wholeOnly))('$name, cut', ({ line, secrets }) => {
  test('anywhere', () => {
    // Captures and lines are cut after 1 KiB, evidence after 4 KiB.
    for (let length = 0; length <= line.length; length++) {
      const cut = `${'word '.repeat(60)}${line.slice(0, length)}`;
      expect(leaks(redacted(cut), secrets)).toEqual([]);
    }
  });
});

test('a password and the host behind it are no mail address', () => {
  expect(redacted('pull https://admin:hunter2secret@reg.example.com/v2/ by me@corp.example.com')).toBe(
    'pull https://admin:‹password-1›@reg.example.com/v2/ by ‹email-1›',
  );
});

describe('hosts', () => {
  test.each([
    [
      'dial tcp: lookup etcd-two.corp.internal on 10.1.2.3:53: no such host',
      'dial tcp: lookup host-1 on 192.0.2.1:53: no such host',
    ],
    [
      'Get "https://user@api.corp.internal:6443/x": EOF from api.corp.internal',
      'Get "https://user@host-1:6443/x": EOF from host-1',
    ],
    [
      'pull https://registry-1.docker.io/v2/ from 127.0.0.1 at 10:40:21',
      'pull https://registry-1.docker.io/v2/ from 127.0.0.1 at 10:40:21',
    ],
    ['fd00:10:42::1 and fd00:10:42::1, ::1 and 1.2.3.4.5', '2001:db8::1 and 2001:db8::1, ::1 and 1.2.3.4.5'],
  ])('%s', (text, expected) => {
    expect(redacted(text, true)).toBe(expected);
    expect(redacted(text)).toBe(text);
  });

  test('a name that a field gives is taken out of all texts', () => {
    const redactor = new Redactor({ hosts: true });
    for (const name of ['agent1', 'server', '10.0.0.1:6443', 'k3s']) redactor.learnHost(name);
    expect(redactor.text('agent1.local agent12 my-agent1 /var/log/agent1/k3s server')).toBe(
      'host-1.local agent12 my-agent1 /var/log/host-1/k3s server',
    );
  });
});

test('equal secrets get equal placeholders, however they are quoted', () => {
  const [first, second] = [
    'password="a\\"bc1" token=zzzzzz9',
    '{\\"password\\":\\"a\\\\\\"bc1\\"} token=yyyyyy9',
  ];
  const redactor = new Redactor({ hosts: false });
  redactor.learn([first]);
  redactor.learn([second]);
  expect(redactor.text(first)).toBe('password="‹password-1›" token=‹token-1›');
  expect(redactor.text(second)).toBe('{\\"password\\":\\"‹password-1›\\"} token=‹token-2›');
});

test('what is redacted stays as it is', () => {
  const once = redacted('password=hunter2 Authorization: Bearer abc123def456 a@b.example.org');
  expect(redacted(once)).toBe(once);
  expect(once).toBe('password=‹password-1› Authorization: Bearer ‹token-1› ‹email-1›');
});

test.each([
  'token: not found',
  'Failed to get secret: secrets "x" not found',
  'secret="kube-system/k3s-serving"',
  'unable to validate bearer token: invalid bearer token',
  'Node password rejected, duplicate hostname',
  'password: authentication failed',
  'the log begins with "The server rejects this node\'s password": how and when it began',
  '--token is required',
  '--token-auth-file=/etc/x',
  'hash sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'user@1000.service: Main process exited',
  'github.com/rancher/k3s/vendor@v1.17.2/pkg/agent.go:12',
  'event node1.18ea0cdc5468d545 at 2026-11-21T10:40:21Z',
])('no secret: %s', (text) => {
  expect(redacted(text)).toBe(text);
});
