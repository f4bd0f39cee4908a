import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { timeOrigin } from '../../../src/core/explain/packaging.ts';
import { contextOf } from '../../../src/core/formats/context.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';

function originOf(line: string, head = line) {
  const context = contextOf({
    name: 'test',
    modified: Date.UTC(2026, 10, 21),
    head,
    timeZone: 'Europe/Berlin',
  });
  return timeOrigin([line], createEntryParser(context).parse([line]), context);
}

describe('where a time comes from', () => {
  const klog = 'E0305 17:22:36.123456    1234 kubelet.go:2183] Container runtime network not ready';
  test.each([
    [
      'klog has no year and no zone',
      klog,
      { from: 'payload', format: 'klog', year: 'modified', zone: 'Europe/Berlin' },
    ],
    [
      'CRI is more exact than klog',
      `2026-03-05T16:22:36.123456789Z stderr F ${klog}`,
      { from: 'envelope', format: 'cri', year: 'line', zone: undefined },
    ],
    [
      'logrus is more exact than the journal',
      'Dec 17 07:03:50 ip-172-31-16-236 k3s[2782]: time="2020-12-17T07:03:50.833861337Z" level=error msg="Failed to retrieve agent config"',
      { from: 'payload', format: 'logrus', year: 'line', zone: undefined },
    ],
    [
      'plain text has none',
      'Node password rejected',
      { from: 'none', format: undefined, year: undefined, zone: undefined },
    ],
  ])('%s', (_, line, origin) => {
    expect(originOf(line)).toEqual(origin);
  });

  test('the anchor gives the year', () => {
    expect(originOf(klog, `time="2024-03-05T17:22:35Z" level=info msg=x\n${klog}`)).toMatchObject({
      year: 'anchor',
    });
  });
});

test('it says where each time of real logs comes from, and of no other', () => {
  const files = readdirSync('fixtures/failing', { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((file) => file.endsWith('.log')).slice(0, 40)) {
    const lines = readFileSync(`fixtures/failing/${name}`, 'utf8').split('\n').slice(0, 100);
    const context = contextOf({
      name,
      modified: Date.UTC(2026, 10, 21),
      head: lines.join('\n'),
      timeZone: 'UTC',
    });
    const parser = createEntryParser(context);
    for (const line of lines) {
      const entry = parser.parse([line]);
      const { from, format } = timeOrigin([line], entry, context);
      expect([line, from !== 'none']).toEqual([line, entry.time !== undefined]);
      expect([...entry.formats, undefined]).toContain(format);
    }
  }
});
