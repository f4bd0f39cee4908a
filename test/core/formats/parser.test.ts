import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/entry.ts';
import { ENVELOPES } from '../../../src/core/formats/envelopes/index.ts';
import { FORMAT_NAMES, checkFormat } from '../../../src/core/formats/index.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';
import { parseText, testContext } from './battery.ts';
import { SAMPLES } from './envelope-samples.ts';

/** Entries of some lines, as a reader would cut them. */
function entriesOf(lines: readonly string[]): Entry[] {
  const parser = createEntryParser(testContext());
  const entries: Entry[] = [];
  let open: string[] = [];
  for (const [at, line] of lines.entries()) {
    const goesOn =
      open.length > 0 && parser.mayContinue(line, () => lines[at - 1]) && parser.continues(open, line);
    if (!goesOn && open.length > 0) entries.push(parser.parse(open));
    open = goesOn ? [...open, line] : [line];
  }
  return open.length === 0 ? entries : [...entries, parser.parse(open)];
}

const messages = (lines: readonly string[]): string[] => entriesOf(lines).map(({ message }) => message);

/** kubectl port-forward's error of several lines, as its users report it. */
const BLOCK = [
  'E0920 20:31:20.108318   55801 portforward.go:424] "Unhandled Error" err=<',
  '\tan error occurred forwarding 8080 -> 80: error forwarding port 80 to pod',
  ' >',
];
const NOT_FOUND = 'E0901 09:24:21.051942    1399 kubelet.go:2267] node "node30" not found';

describe('lines that belong together', () => {
  const at = '2022-09-01T07:24:20.960400000Z';
  const docker = (log: string, stream = 'stderr'): string => JSON.stringify({ log, stream, time: at });

  it.each([
    ['bare', (line: string) => line],
    ['journal', (line: string) => `Sep 20 20:31:20 node30 kubelet[55801]: ${line}`],
    ['rsyslog', (line: string) => `Sep 20 20:31:20 node30 kubelet[55801]: ${line.replaceAll('\t', '#011')}`],
    ['CRI', (line: string) => `${at} stderr F ${line}`],
    ['docker', (line: string) => docker(`${line}\n`)],
    ['kubectl --timestamps', (line: string) => `${at} ${line}`],
    ['kubectl --prefix', (line: string) => `[pod/a/b] ${line}`],
    [
      'journal with docker inside',
      (line: string) => `Sep 20 20:31:20 node30 dockerd[55801]: ${docker(`${line}\n`)}`,
    ],
  ])('klog values of several lines, each wrapped: %s', (_name, wrap) => {
    const lines = [NOT_FOUND, ...BLOCK, NOT_FOUND].map(wrap);
    const entries = entriesOf(lines);
    expect(entries.map(({ message }) => message)).toEqual([
      'node "node30" not found',
      'Unhandled Error',
      'node "node30" not found',
    ]);
    expect(entries[1]!.fields[0]!.value).toContain('error forwarding port 80 to pod');
  });

  it('are of one writer', () => {
    const lines = [
      `Sep 20 20:31:20 node30 kubelet[55801]: ${BLOCK[0]!}`,
      `Sep 20 20:31:20 node30 k3s[7]: ${BLOCK[1]!}`,
    ];
    expect(entriesOf(lines).length).toBe(2);
  });

  it('CRI joins partial lines of one stream', () => {
    const lines = [
      `${at} stdout P one `,
      `${at} stdout P two `,
      `${at} stdout F three`,
      `${at} stdout F four`,
    ];
    expect(messages(lines)).toEqual(['one two three', 'four']);
    expect(messages([`${at} stdout P one`, `${at} stderr F two`])).toEqual(['one', 'two']);
  });

  it('docker joins pieces of 16 KiB, and nothing shorter', () => {
    const piece = 'x'.repeat(16 << 10);
    expect(messages([docker(piece), docker('end\n'), docker('next\n')])).toEqual([`${piece}end`, 'next']);
    expect(messages([docker('no line end'), docker('next\n')])).toEqual(['no line end', 'next']);
  });

  it('journal continuation lines are indented by the width of what stands before the message', () => {
    const head = 'Nov 21 10:39:57 node1 k3s[123]: line one';
    expect(messages([head, `${' '.repeat(32)}line two`, `${' '.repeat(31)}three`])).toEqual([
      'line one\nline two',
      `${' '.repeat(31)}three`,
    ]);
  });

  it('cut pretty JSON still gives what is in it', () => {
    const [entry] = entriesOf([
      '{',
      '\t"__REALTIME_TIMESTAMP" : "1795257597234567",',
      '\t"MESSAGE" : "line one",',
    ]);
    expect(entry).toMatchObject({ message: 'line one', time: 1_795_257_597_234.567 });
  });
});

it('a line of the same second and process is read as if it were alone', () => {
  const head = 'Sep 20 20:31:20 node30 kubelet[55801]:';
  const lines = ['', ' ', ' a', ' #011b', ' #011#011c: d', ' e[1]: f', ': g', ' node30 x[1]: h'].map(
    (end) => head + end,
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines)), (order) => {
      // Lines of another head between, so that nothing is remembered.
      const fresh = order.map((line) => [parseText(SAMPLES[1]!.text), parseText(line)][1]);
      expect(order.map((line) => parseText(line))).toEqual(fresh);
    }),
  );
});

describe('what is known', () => {
  it('comes from the path where the line does not tell', () => {
    const path = { pathHost: 'node1', pathUnit: 'kube-system/etcd-node1/etcd', pathComponent: 'etcd' };
    expect(parseText('2016-10-06T00:17:09.669794202Z stdout F log content 2', path)).toMatchObject({
      host: 'node1',
      unit: 'kube-system/etcd-node1/etcd',
      component: 'etcd',
    });
    expect(parseText(SAMPLES[0]!.text, path)).toMatchObject({
      host: 'node30',
      unit: 'kubelet',
      component: 'kubelet',
    });
  });
  it('prefers an exact payload time to the envelope, and the envelope to an inexact payload', () => {
    const logrus = 'Nov 21 11:23:09 node1 k3s[1]: time="2026-11-21T10:23:03Z" level=info msg="Starting k3s"';
    expect(parseText(logrus).time).toBe(Date.parse('2026-11-21T10:23:03Z'));
    expect(parseText(SAMPLES[0]!.text).time).toBe(Date.parse('2026-09-01T09:24:20Z'));
    expect(parseText(NOT_FOUND).time).toBe(Date.parse('2026-09-01T09:24:21.051Z') + 0.942);
  });
  it('opens four envelopes and no more', () => {
    const deep = `Jul  4 20:25:49 a kernel: Jul  4 20:25:49 b kernel: `.repeat(3);
    expect(parseText(`${deep}end`).formats).toEqual([...Array<string>(4).fill('journal-short'), 'plain']);
  });
});

it('journal JSON: the first of a repeated field, all of a repeated message, nothing for null', () => {
  const fields = { __REALTIME_TIMESTAMP: '1795257596000000', PRIORITY: ['3', '6'], SYSLOG_IDENTIFIER: 'k3s' };
  const read = (MESSAGE: unknown): Entry => parseText(JSON.stringify({ ...fields, MESSAGE }));
  expect(read(['one', [116, 119, 111]])).toMatchObject({ level: 'error', message: 'one\ntwo' });
  expect(read(null)).toMatchObject({ level: 'error', component: 'k3s', message: '' });
});

describe('--format', () => {
  it('forces an envelope', () => {
    const line = 'server_1  | time="2021-05-12T23:40:12.916771576Z" level=info msg="x"';
    expect(parseText(line, { forcedFormat: 'journal-json' }).formats).toEqual(['plain']);
    expect(parseText(SAMPLES[0]!.text, { forcedFormat: 'syslog' }).formats).toEqual(['syslog', 'klog']);
  });
  it('forces a payload', () => {
    expect(parseText(SAMPLES[0]!.text, { forcedFormat: 'plain' }).formats).toEqual([
      'journal-short',
      'plain',
    ]);
  });
  it('knows its names', () => {
    expect(FORMAT_NAMES).toEqual(
      expect.arrayContaining([...ENVELOPES.map(({ name }) => name), 'klog', 'plain']),
    );
    expect(new Set(FORMAT_NAMES).size).toBe(FORMAT_NAMES.length);
    expect(checkFormat('klog')).toBeUndefined();
    expect(checkFormat('journl')).toMatchObject({
      code: 'FORMAT_UNKNOWN',
      fix: expect.stringContaining('journal-json'),
    });
  });
});

describe('answers', () => {
  const lines = [
    ...SAMPLES.flatMap(({ text }) => text.split('\n')),
    ...BLOCK,
    NOT_FOUND,
    '',
    '}',
    '\t',
    'text',
  ];
  const answersAbout = (line: string, parser = createEntryParser(testContext())): unknown[] => [
    // `same` only says which texts were seen again.
    { ...parser.parse([line]), same: undefined },
    parser.timeOf(line),
    parser.partial(line),
    parser.mayContinue(line, () => lines[0]),
    parser.continues([lines[0]!], line),
    parser.continues([BLOCK[0]!, BLOCK[1]!], line),
  ];

  it('do not depend on earlier ones', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 12 }), (order) => {
        const parser = createEntryParser(testContext());
        expect(order.map((line) => answersAbout(line, parser))).toEqual(
          order.map((line) => answersAbout(line)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('come for any text, mixed from real lines', () => {
    const piece = fc.oneof(
      fc.constantFrom(...lines).chain((line) => fc.nat(line.length).map((end) => line.slice(0, end))),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const [entry] = answersAbout(pieces.join('')) as [Entry];
        expect(entry.formats.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
