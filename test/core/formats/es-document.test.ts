import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_FIELDS, TEXT_FIELDS } from '../../../src/core/formats/envelopes/document-fields.ts';
import { severityOf } from '../../../src/core/formats/envelopes/document-severity.ts';
import { placeOfDocument } from '../../../src/core/formats/envelopes/es-document.ts';
import { LAYOUTS, SHIPPERS } from '../../elasticsearch/layouts.ts';
import { parseText } from './battery.ts';

function hit(source: object): string {
  return JSON.stringify({ _index: 'logs', _id: 'd1', _source: source });
}

describe.each(SHIPPERS)('$shipper', ({ layouts }) => {
  it.each(layouts)('$name', ({ source, expect: wanted }) => {
    const { host, unit, component, level, formats, time } = parseText(hit(source));
    const { rule: _, ...fields } = wanted;
    expect({
      host: host ?? null,
      unit: unit ?? null,
      component: component ?? null,
      level,
      formats,
      time: time === undefined ? undefined : new Date(Math.floor(time)).toISOString(),
    }).toEqual(fields);
  });
});

describe('names', () => {
  it('are dotted or nested', () => {
    const dotted = parseText(hit(flat(LAYOUTS[0]!.source)));
    expect(dotted).toEqual(parseText(hit(LAYOUTS[0]!.source)));
  });

  it('are asked for once', () => {
    expect(new Set(DOCUMENT_FIELDS).size).toBe(DOCUMENT_FIELDS.length);
  });
});

function flat(object: object, prefix = ''): Record<string, unknown> {
  const entries = Object.entries(object).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(flat(value, `${prefix}${key}.`))
      : [[`${prefix}${key}`, value] as const],
  );
  return Object.fromEntries(entries);
}

describe('the page', () => {
  const page = readFileSync('docs/elasticsearch.md', 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => /^\| (?:shipper|Filebeat|Fluent|Vector|Open|Logstash|programs)/.test(line));

  it.each(
    rows.slice(1).map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .slice(1),
    ),
  )('names fields of %s that are looked at', (...[, ...cells]) => {
    const names = cells.flatMap((cell) => [...cell.matchAll(/`([\w.@-]+)`/g)].map(([, name]) => name!));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !DOCUMENT_FIELDS.includes(name))).toEqual([]);
  });

  it('has the fields of texts in their order', () => {
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      `the first of ${TEXT_FIELDS.map((name) => `\`${name}\``).join(', ')};`,
    );
  });
});

describe('the text', () => {
  it('of JSON that was taken apart is put together again', () => {
    const entry = parseText(
      hit({ msg: 'Error getting node', err: 'node "node1" not found', level: 'error' }),
    );
    expect(entry).toMatchObject({
      message: 'Error getting node',
      level: 'error',
      fields: expect.arrayContaining([{ name: 'err', value: 'node "node1" not found' }]),
    });
  });

  it('that stands alone in msg is read like any other', () => {
    const text = 'E1121 13:00:05.960125    1399 controller.go:136] failed to ensure node lease exists';
    expect(parseText(hit({ msg: text }))).toMatchObject({
      message: 'failed to ensure node lease exists',
      caller: 'controller.go:136',
    });
  });
});

describe('the host', () => {
  it('that the line names counts before the one that collected it', () => {
    const message = 'Nov 21 10:39:58 node1 k3s[765]: starting';
    expect(parseText(hit({ message, host: { name: 'collector' } }))).toMatchObject({ host: 'node1' });
  });

  it('is host.name where host.hostname is that of a container', () => {
    const host = { name: 'node1', hostname: 'f1a2b3c4d5e6' };
    expect(parseText(hit({ message: 'a', host }))).toMatchObject({ host: 'node1' });
  });

  it.each(['__proto__', 'constructor', 'toString'])('survives an input called %s', (type) => {
    expect(parseText(hit({ message: 'a', host: 'node1', input: { type } }))).toMatchObject({ host: 'node1' });
  });
});

describe('the time', () => {
  it.each([
    ['2026-11-21T10:39:58.469', '2026-11-21T10:39:58.469Z'],
    ['2026-11-21 10:39:58.469', '2026-11-21T10:39:58.469Z'],
    ['2026-11-21T11:39:58.469+01:00', '2026-11-21T10:39:58.469Z'],
    [1_795_257_598_469, '2026-11-21T10:39:58.469Z'],
    ['1795257598469.134', '2026-11-21T10:39:58.469Z'],
  ])('%s', (value, wanted) => {
    const { time } = parseText(hit({ '@timestamp': value, message: 'a' }), { timeZone: 'Asia/Tokyo' });
    expect(new Date(Math.floor(time!)).toISOString()).toBe(wanted);
  });

  it.each([
    ['2026-11-21T10:39:58.469134217Z', 1_795_257_598_469_134],
    ['1795257598469.134', 1_795_257_598_469_134],
    [1_795_257_598_469, 1_795_257_598_469_000],
    ['yesterday', 0],
  ])('of %s orders documents to the microsecond', (value, order) => {
    expect(placeOfDocument(hit({ '@timestamp': value, message: 'a' }))).toMatchObject({ order });
  });
});

describe('the severity', () => {
  it.each([
    [{ log: { level: 'WARN' } }, 'warning'],
    [{ severity_text: '', severity_number: 17 }, 'error'],
    [{ SeverityNumber: 21 }, 'fatal'],
    [{ severity_number: 0 }, undefined],
    [{ severity_number: 99 }, undefined],
    [{ log: { syslog: { priority: 30, severity: { code: 6 } } } }, 'info'],
    [{ syslog: { priority: 27 } }, 'error'],
    [{ syslog: { priority: 3 } }, 'error'],
    [{ log: { syslog: { severity: { name: 'Informational' } } } }, 'info'],
    [{ level: 3 }, 'error'],
    [{ PRIORITY: '4' }, 'warning'],
    [{ priority: 'EMERG' }, 'fatal'],
    [{ PRIORITY: 'ERR' }, 'error'],
    [{ pri: '30' }, 'info'],
    [{ level: 'constructor', severity: 'error' }, 'error'],
    [{ level: { name: 'error' } }, undefined],
    [{}, undefined],
  ])('%j', (source, level) => {
    expect(severityOf(source)).toBe(level);
  });
});
