import { describe, expect, test } from 'vitest';
import { IncidentBook } from '../../../src/core/incidents/book.ts';
import type { Evidence } from '../../../src/core/incidents/incident.ts';
import { evidenceOf, observation, rule } from './examples.ts';

const T = Date.UTC(2020, 2, 5, 17, 22, 36);

function bookOf(...args: Parameters<typeof observation>[0][]): IncidentBook {
  const book = new IncidentBook([rule({ groupBy: ['node'], title: 'The server rejects {{node}}' })]);
  for (const [i, part] of args.entries()) book.add(observation({ offset: i * 100, ...part }));
  return book;
}

describe('incidents', () => {
  test('key, gap, title, evidence', () => {
    const { incidents } = bookOf(
      ...Array.from({ length: 6 }, (_, i) => ({ time: T + i * 600_000, captures: { node: 'node30' } })),
      { time: T + 5 * 600_000 + 600_001, captures: { node: 'node30' } },
      { time: T, captures: { node: 'node31' } },
    ).finish();
    expect(incidents.map(({ count, group, rule }) => [count, group.node, rule.title])).toEqual([
      [6, 'node30', 'The server rejects node30'],
      [1, 'node31', 'The server rejects node31'],
      [1, 'node30', 'The server rejects node30'],
    ]);
    expect(incidents[0]!.evidence.map(({ offset }) => offset)).toEqual([0, 100, 200, 500]);
    expect(incidents[0]!.histogram).toMatchObject({ width: 16_000 });
  });

  test('the id is that of rule, key and first time, wherever the source lies', () => {
    const here = bookOf({ time: T, source: '/var/log/syslog' }).finish().incidents[0]!;
    const there = bookOf({ time: T, source: 'bundle.tar.gz!syslog', offset: 9 }, { time: T + 5 }).finish()
      .incidents[0]!;
    const later = bookOf({ time: T + 1 }).finish().incidents[0]!;
    expect(here.id).toMatch(/^[0-9a-f]{24}$/);
    expect(there.id).toBe(here.id);
    expect(later.id).not.toBe(here.id);
  });

  test('without time: one incident, in order of lines, and windows count as met', () => {
    const book = new IncidentBook([rule({ threshold: { count: 2, within: 1000, lasting: 5000 } })]);
    for (const offset of [900, 10, 400]) book.add(observation({ offset, time: undefined }));
    const [incident] = book.finish().incidents;
    expect(incident).toMatchObject({ count: 3, first: undefined, last: undefined, histogram: undefined });
    expect(incident!.evidence.map(({ offset }) => offset)).toEqual([10, 400, 900]);
  });

  test('below the threshold: nothing, or a hint of low severity where the lines are few', () => {
    const book = new IncidentBook([
      rule({ severity: 'critical', threshold: { count: 3, within: 1000, lasting: 5000 } }),
    ]);
    book.add(observation({ time: T }));
    expect(book.finish().incidents).toEqual([]);
    const [hint] = book.finish({ few: true }).incidents;
    expect(hint).toMatchObject({
      count: 1,
      rule: { severity: 'low', title: 'A rule (too few lines to be sure)' },
    });
    for (let i = 0; i < 3; i++) book.add(observation({ time: T + 5000, offset: i }));
    expect(book.finish({ few: true }).incidents).toMatchObject([
      { rule: { severity: 'critical', title: 'A rule' } },
    ]);
  });

  test('a time that is no number is none', () => {
    const { incidents } = bookOf({ time: NaN }, { time: Infinity }, { time: 1e300 }).finish();
    expect(incidents).toMatchObject([{ count: 3, first: undefined }]);
  });

  test('captures named like members of objects are only names', () => {
    const captures = JSON.parse('{"__proto__": "a", "constructor": "b"}') as Record<string, string>;
    const { incidents } = bookOf({ time: T, captures }).finish();
    expect(incidents[0]!.captures.constructor).toMatchObject({ distinct: 1 });
  });
});

test('a step that an older run took, which then has no time left, ends a younger one', () => {
  const three = rule({ sequence: { within: 10_000, steps: [[], [], []] } });
  const book = new IncidentBook([three]);
  const step = (index: number, second: number) =>
    observation({ offset: second, time: second * 1000, role: { kind: 'step', index } });
  for (const one of [step(0, 0), step(0, 8), step(1, 9), step(2, 12)]) book.add(one);
  const [incident] = book.finish().incidents;
  expect(incident?.evidence.map(({ offset }) => offset)).toEqual([8, 9, 12]);
});

describe('evidence', () => {
  test('is made for the first three and the last of each block only, and not after settle', () => {
    let made = 0;
    let open = true;
    const book = new IncidentBook([rule()]);
    const evidence = (time: number, offset: number) => (): Evidence => {
      if (!open) throw new Error('too late');
      made++;
      return evidenceOf({ time, origin: { source: 'a', line: 1, offset } });
    };
    for (let i = 0; i < 1000; i++) {
      book.add({ ...observation({ offset: i, time: T + i }), evidence: evidence(T + i, i) });
      if (i % 250 === 249) book.settle();
    }
    open = false;
    expect(book.finish().incidents[0]!.evidence.map((one) => one.offset)).toEqual([0, 1, 2, 999]);
    expect(made).toBe(3 + 4);
  });

  test('newest first: displaced lines are not made either', () => {
    let made = 0;
    const book = new IncidentBook([rule()]);
    for (let i = 1000; i > 0; i--) {
      const one = observation({ offset: i, time: T + i });
      book.add({ ...one, evidence: () => (made++, one.evidence()) });
    }
    expect(book.finish().incidents[0]!.evidence.map((one) => one.offset)).toEqual([1, 2, 3, 1000]);
    expect(made).toBe(4);
  });

  test('lines of a piece are moved by what stands before it', () => {
    const book = new IncidentBook([rule(), rule({ id: 'f', kind: 'fact', fact: 'k3s' })]);
    book.add(observation({ offset: 10, source: 'a.log' }));
    book.add(observation({ offset: 20, source: 'b.log' }));
    book.add(observation({ offset: 30, source: 'a.log', role: { kind: 'resolve' }, time: 2e12 }));
    book.add(observation({ rule: 1, offset: 40, source: 'a.log', captures: { version: 'v1' } }));
    book.rebaseLines('a.log', 1000);
    const { incidents, facts } = book.finish();
    expect(incidents[0]!.evidence.map(({ line }) => line)).toEqual([1011, 21]);
    expect(incidents[0]!.resolved!.evidence.line).toBe(1031);
    expect(facts[0]!.origin.line).toBe(1041);
  });
});

test('a merged book stays as it was', () => {
  const [a, b] = [bookOf({ time: T }), bookOf({ time: T + 1, offset: 5 })];
  const before = JSON.stringify(b);
  a.merge(b);
  a.add(observation({ time: T + 2, offset: 7 }));
  a.rebaseLines('a.log', 5);
  a.finish();
  expect(JSON.stringify(b)).toBe(before);
  expect(a.size).toBe(1);
});
