import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { rule } from '../incidents/examples.ts';
import { byId, cause, incident, T } from './examples.ts';

const EXPIRED = 'kube-apiserver/client-certificate-expired';
const UNAUTHORIZED = 'kubelet/node-status-unauthorized';
const NOT_FOUND = 'kubelet/node-not-found';
const rules = byId(
  rule({ id: EXPIRED, title: 'A client certificate has expired', cause: 'Expired on {{date}}.' }),
  rule({
    id: UNAUTHORIZED,
    kind: 'symptom',
    causedBy: [cause(EXPIRED, { scope: 'cluster' }), cause('host/clock-jumped')],
  }),
  rule({ id: NOT_FOUND, kind: 'symptom', causedBy: [cause(UNAUTHORIZED)] }),
  rule({ id: 'host/clock-jumped', title: 'The clock of {{host}} jumped' }),
);

describe('links', () => {
  test('a cause explains symptoms of symptoms, with the reason in words', () => {
    const incidents = [
      incident('e', EXPIRED, { host: 'master1' }),
      incident('u', UNAUTHORIZED, { first: T + 2000 }),
      incident('n', NOT_FOUND, { first: T + 5000, last: T + 90_000 }),
    ];
    const { diagnoses, links } = diagnose(incidents, [], rules);
    expect(links).toEqual([
      { cause: 'e', effect: 'u', reason: `"Title of ${EXPIRED}" at 17:22:36Z on master1, 2 s before` },
      {
        cause: 'u',
        effect: 'n',
        reason: `"Title of ${UNAUTHORIZED}" at 17:22:38Z on the same host, 3 s before`,
      },
    ]);
    expect(diagnoses).toMatchObject([
      {
        id: 'dx-e',
        root: 'e',
        kind: 'cause',
        cause: 'Expired on <date>.',
        explains: ['u', 'n'],
        lookAt: [],
        reason: 'high; explains 2 other incidents on node30; began at 2020-03-05T17:22:36Z',
      },
    ]);
  });

  test.each([
    ['five minutes after its symptom', 300_000, 1],
    ['a moment later than that', 300_001, 0],
    ['fifteen minutes before', -900_000, 1],
    ['longer before', -900_001, 0],
  ])('a cause %s', (_, offset, count) => {
    const incidents = [
      incident('c', 'host/clock-jumped', { first: T + offset }),
      incident('u', UNAUTHORIZED),
    ];
    expect(diagnose(incidents, [], rules).links).toHaveLength(count);
  });

  test('scope host stays on the host; without time nothing speaks against a link', () => {
    const there = incident('c', 'host/clock-jumped', { host: 'other' });
    const timeless = incident('c', 'host/clock-jumped', { first: undefined, last: undefined });
    const effect = incident('u', UNAUTHORIZED);
    expect(diagnose([there, effect], [], rules).links).toEqual([]);
    expect(diagnose([effect, timeless], [], rules).links[0]!.reason).toContain(
      'which came first is not known',
    );
  });

  test('two logs that name no host are not said to be of the same', () => {
    const incidents = [
      incident('c', 'host/clock-jumped', { host: '' }),
      incident('u', UNAUTHORIZED, { host: '' }),
    ];
    expect(diagnose(incidents, [], rules).links[0]!.reason).toBe(
      '"Title of host/clock-jumped" at 17:22:36Z in logs that name no host, at the same time',
    );
  });

  test('in one log, lines that lost their host are of the host that the others name', () => {
    const line = { line: 1, offset: 0, time: T, text: 'a line', message: 'a line', before: [], after: [] };
    const evidence = [{ source: 'a.log', ...line }];
    const named = incident('u', UNAUTHORIZED, { evidence });
    const nameless = incident('c', 'host/clock-jumped', { host: '', evidence });
    expect(diagnose([nameless, named], [], rules).links[0]!.reason).toBe(
      '"Title of host/clock-jumped" at 17:22:36Z in the same log, at the same time',
    );
    const turned = [
      incident('u', UNAUTHORIZED, { host: '', evidence }),
      incident('c', 'host/clock-jumped', { host: 'other', evidence }),
    ];
    expect(diagnose(turned, [], rules).links).toHaveLength(1);
    const apart = {
      ...nameless,
      evidence: evidence.map((one) => Object.assign({}, one, { source: 'b.log' })),
    };
    expect(diagnose([apart, named], [], rules).links).toEqual([]);
  });

  test('a cause logged after its effect, and on another day', () => {
    const late = incident('c', 'host/clock-jumped', { first: T + 61_000 });
    const early = incident('c', 'host/clock-jumped', { first: T - 86_400_000, last: T + 5 });
    const effect = incident('u', UNAUTHORIZED);
    expect(diagnose([effect, late], [], rules).links[0]!.reason).toMatch(
      /logged 1 min 1 s after its effect$/,
    );
    expect(diagnose([early, effect], [], rules).links[0]!.reason).toMatch(
      /at 2020-03-04T17:22:36Z on the same host, 1 d before and still going on$/,
    );
  });

  test('of very many causes the nearest are linked', () => {
    const causes = Array.from({ length: 40 }, (_, i) =>
      incident(`c${i}`, 'host/clock-jumped', { first: T - i * 1000 }),
    );
    const { links } = diagnose([...causes.toReversed(), incident('u', UNAUTHORIZED)], [], rules);
    expect(links.map((link) => link.cause)).toEqual(Array.from({ length: 16 }, (_, i) => `c${i}`));
  });
});

test('a symptom alone is called so, with what to look at next', () => {
  const { diagnoses } = diagnose([incident('u', UNAUTHORIZED)], [], rules);
  expect(diagnoses).toMatchObject([
    {
      kind: 'symptom',
      explains: [],
      lookAt: [
        { rule: EXPIRED, title: 'A client certificate has expired' },
        { rule: 'host/clock-jumped', title: 'The clock of <host> jumped' },
      ],
    },
  ]);
});

describe('rank', () => {
  test('severity, then what it explains, then time; the reason says so', () => {
    const incidents = [
      incident('early', NOT_FOUND, { severity: 'medium', first: T - 9000 }),
      incident('info', 'host/clock-jumped', { severity: 'info', host: 'b', first: T - 5000 }),
      incident('high', 'x/other', { host: 'c', first: T - 4000 }),
      incident('jump', 'host/clock-jumped', { severity: 'medium', host: 'd', first: T - 3000 }),
      incident('crit', UNAUTHORIZED, { severity: 'critical', host: 'd', first: T }),
      incident('later', 'x/other', { host: 'e', first: T + 4000, resolved: undefined }),
    ];
    const all = byId(...rules.values(), rule({ id: 'x/other' }));
    const { diagnoses } = diagnose(incidents, [], all);
    expect(diagnoses.map(({ root, reason }) => `${root}: ${reason}`)).toEqual([
      'jump: medium, but explains a critical one; explains 1 other incident on d; began at 2020-03-05T17:22:33Z',
      'high: high; explains no other incident; began at 2020-03-05T17:22:32Z',
      'later: high; explains no other incident; began at 2020-03-05T17:22:40Z',
      'early: medium; explains no other incident; began first at 2020-03-05T17:22:27Z',
      'info: info; explains no other incident; began at 2020-03-05T17:22:31Z',
    ]);
  });

  test('nothing found, nothing said', () => {
    expect(diagnose([], [], rules)).toEqual({ diagnoses: [], links: [] });
  });
});

test('whatever causes whatever: it ends, and every incident is a root or explained by one', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const edges = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 12 });
  const found = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat({ max: 3_000_000 })), { maxLength: 20 });
  fc.assert(
    fc.property(edges, found, (edges, found) => {
      const all = names.map((id) =>
        rule({ id, causedBy: edges.filter(([, effect]) => effect === id).map(([from]) => cause(from)) }),
      );
      const incidents = found.map(([id, at], i) => incident(`i${i}`, id, { first: T + at, last: T + at }));
      const { diagnoses } = diagnose(incidents, [], byId(...all));
      const covered = new Set(diagnoses.flatMap(({ root, explains }) => [root, ...explains]));
      expect(covered.size).toBe(incidents.length);
      expect(diagnoses.every(({ root, explains }) => !explains.includes(root))).toBe(true);
      expect(new Set(diagnoses.map(({ root }) => root)).size).toBe(diagnoses.length);
    }),
  );
});
