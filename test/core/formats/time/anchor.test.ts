import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../../src/core/formats/context.ts';
import { createEntryParser } from '../../../../src/core/formats/parser.ts';
import { findAnchor } from '../../../../src/core/formats/time/anchor.ts';
import { monthOfName } from '../../../../src/core/formats/time/months.ts';

const KLOG =
  'Sep 01 09:24:20 node30 kubelet[1399]: E0901 09:24:20.960125    1399 controller.go:136] Unauthorized';
const LOGRUS = 'time="2026-11-21T10:23:03Z" level=info msg="Starting k3s v1.36.3+k3s1 (66a14f0e)"';

describe('findAnchor', () => {
  it('finds the first exact time', () => {
    expect(findAnchor(`${KLOG}\n${LOGRUS}\n`)).toEqual({
      ms: Date.parse('2026-11-21T10:23:03Z'),
      offset: undefined,
    });
    expect(findAnchor(`${KLOG}\r\n${LOGRUS}\r\n`)?.ms).toBe(Date.parse('2026-11-21T10:23:03Z'));
  });
  it('finds none where there is none, or only past 64 KiB', () => {
    expect(findAnchor('')).toBeUndefined();
    expect(findAnchor(KLOG)).toBeUndefined();
    expect(findAnchor(`${'x'.repeat(64 << 10)}\n${LOGRUS}`)).toBeUndefined();
  });
  it.each([
    ['10:23:03', 0],
    ['11:23:04', 1],
    ['15:53:03', 5.5],
    ['02:23:03', -8],
  ])('knows the zone where a line has both times: %s', (clock, hours) => {
    expect(findAnchor(`Nov 21 ${clock} node1 k3s[1]: ${LOGRUS}`)?.offset).toBe(hours * 3_600_000);
  });
  it('knows the zone where lines of both kinds stand beside each other, several times', () => {
    const pair = (second: number, hour = 11): string =>
      `time="2026-11-21T10:00:0${second}Z" level=info msg="x"\nI1121 ${hour}:00:0${second}.123456       1 a.go:1] y`;
    expect(findAnchor([pair(1), pair(2)].join('\n'))?.offset).toBe(3_600_000);
    expect(findAnchor(pair(1))?.offset).toBeUndefined();
    expect(findAnchor([pair(1), pair(2), pair(3, 13)].join('\n'))?.offset).toBeUndefined();
    const apart = (minute: number): string => pair(1).replace(':00:01.', `:${minute}:01.`);
    expect(findAnchor([apart(10), apart(20), apart(40)].join('\n'))?.offset).toBeUndefined();
  });
  it('takes no odd distance for a zone', () => {
    expect(findAnchor(`Nov 21 10:31:00 node1 k3s[1]: ${LOGRUS}`)?.offset).toBeUndefined();
    expect(findAnchor(`Nov 25 10:23:03 node1 k3s[1]: ${LOGRUS}`)?.offset).toBeUndefined();
  });
});

describe('the zone of a source', () => {
  const head = `Nov 21 10:23:03 node1 k3s[1]: ${LOGRUS}\n${KLOG}`;
  const facts = { name: '-', modified: Date.parse('2026-11-21T14:00:00Z'), head, timeZone: 'Europe/Berlin' };
  it('is what the lines tell, unless the user says otherwise', () => {
    expect(contextOf(facts).timeZone).toBe('+00:00');
    expect(contextOf({ ...facts, timeZone: 'Atlantic/Reykjavik' }).timeZone).toBe('Atlantic/Reykjavik');
    expect(contextOf({ ...facts, timeZoneGiven: true }).timeZone).toBe('Europe/Berlin');
  });
  it('puts lines without a zone beside those that have one', () => {
    const parser = createEntryParser(contextOf({ ...facts, modified: Date.parse('2027-01-01T00:00:00Z') }));
    const klog =
      'Nov 21 10:23:04 node1 k3s[1]: E1121 10:23:04.960125    1399 controller.go:136] Unauthorized';
    expect(new Date(parser.timeOf(klog)!).toISOString()).toBe('2026-11-21T10:23:04.000Z');
  });
});

it.each([
  ['Nov', 11],
  ['11月', 11],
  ['1月', 1],
  ['nov.', 11],
  ['lis', 11],
  ['листопада', 11],
  ['янв', 1],
  ['maj', 5],
  ['März', 3],
  ['Mär', 3],
  ['déc.', 12],
  ['11월', 11],
  ['led', 1],
  ['Ağu', 8],
  ['thg', 0],
  ['E1121', 0],
  ['', 0],
])('month names: %s', (name, month) => {
  expect(monthOfName(name)).toBe(month);
});
