import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createAnalysis, scannerLiterals } from '../../../src/core/analysis.ts';
import { contextOf } from '../../../src/core/formats/context.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';
import { IncidentBook } from '../../../src/core/incidents/book.ts';
import { IdBlind } from '../../../src/core/rules/id-blind.ts';
import { idsIn } from '../../../src/core/text/ids.ts';
import type { RulePack } from '../../../src/core/rules/pack.ts';
import { Repeats } from '../../../src/core/reader/repeats.ts';
import { createScanner } from '../../../src/core/scanner/index.ts';
import { loadRules } from '../../../src/pipeline/load-rules.ts';

const pack = await loadRules();
const all = readingWith(pack);
/** The rules that look at the lines below are enough, and faster. */
const some = readingWith(await loadRules({ only: ['kubelet/*', 'k3s/*'] }));

function readingWith(rules: RulePack) {
  const literals = scannerLiterals(rules);
  const scanner = createScanner(literals, 2 << 20, { hits: 16 });
  return { rules, scanner, plain: createScanner(literals, 2 << 20, { hits: 16, plain: true }) };
}

const NOT_FOUND = 'kubelet.go:2427] "Error getting node" err="node \\"node1\\" not found"';
const REJECTED =
  'level=error msg="Node password rejected, duplicate hostname or contents of \'/etc/rancher/node/password\' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"';

const FLOOD = `Nov 14 00:00:05 node1 k3s[1337]: E1114 00:00:05.502702   26181 ${NOT_FOUND}\n`;

const CRI_FLOOD = `2026-11-14T00:00:05.502702123Z stderr F E1114 00:00:05.502702   26181 ${NOT_FOUND}\n`;
const JSON_FLOOD = `${JSON.stringify({
  __REALTIME_TIMESTAMP: '1763078405000001',
  _HOSTNAME: 'node1',
  MESSAGE: `E1114 00:00:05.502702   26181 ${NOT_FOUND}`,
})}\n`;
const DOCKER_FLOOD = `${JSON.stringify({
  log: `time="2026-11-14T00:00:05Z" ${REJECTED}\n`,
  stream: 'stderr',
  time: '2026-11-14T00:00:05.123456789Z',
})}\n`;
const NEXT_DAY = `2026-11-15T00:00:05.5Z stderr F E1115 00:00:05.502702   26181 ${NOT_FOUND}\n`;

/** What stands before the text, its severity and time, and the text. */
const payload = fc.constantFrom(
  (s: string) => `E1114 00:00:${s}.502702   26181 ${NOT_FOUND}`,
  (s: string) => `I1114 00:00:${s}.502702   26181 ${NOT_FOUND}`,
  (s: string) => `E1314 00:00:${s}.502702   26181 ${NOT_FOUND}`,
  (s: string) => `time="2026-11-14T00:00:${s}Z" ${REJECTED}`,
  (s: string) => `time="2026-11-14T00:00:${s}" ${REJECTED}`,
  (s: string) => `time="2026-11-15T00:00:${s}.123Z" ${REJECTED}`,
  (s: string) => `time="2026-11-14T23:00:${s}+01:00" ${REJECTED}`,
  () => '\tE goes on',
  () => 'panic: Error getting node',
  () => 'main.main()',
);
const second = fc.constantFrom('05', '05', '06', '06', '60', 'x5');
const end = fc.constantFrom('\n', '\n', '\n', '\r\n');

/** As journalctl prints it, of one second or another, or bare. */
const journalLine = fc
  .record({
    day: fc.constantFrom('14', '14', '14', '14', '14', '14', '15', ' 9'),
    second,
    tag: fc.constantFrom('node1 k3s[1337]: ', 'node2 k3s[1337]: ', 'node1 my prog[7]: ', ''),
    payload,
    end,
  })
  .map((it) => {
    const head = it.tag === '' ? '' : `Nov ${it.day} 00:00:${it.second} ${it.tag}`;
    return `${head}${it.payload(it.second)}${it.end}`;
  });

/** Of a container's log file. */
const criLine = fc
  .record({
    date: fc.constantFrom('2026-11-14', '2026-11-14', '2026-11-14', '2026-11-14', '2026-11-15', '2026-13-14'),
    second,
    fraction: fc.constantFrom('', '.5', '.123', '.123456789', '.000000001', '.1234567891', ',5', '.'),
    zone: fc.constantFrom('Z', 'Z', 'Z', 'Z', '+01:00', '-0230', ''),
    mark: fc.constantFrom(
      'stderr F ',
      'stderr F ',
      'stderr F ',
      'stdout F ',
      'stderr P ',
      'stderr F:x ',
      'stdlog F ',
    ),
    payload,
    end,
  })
  .map(
    (it) =>
      `${it.date}T00:00:${it.second}${it.fraction}${it.zone} ${it.mark}${it.payload(it.second)}${it.end}`,
  );

const frame = {
  PRIORITY: '6',
  _HOSTNAME: 'node1',
  SYSLOG_IDENTIFIER: 'k3s',
  _BOOT_ID: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
};

/** Of `journalctl -o json`; fields in one order or another, some of them odd. */
const journalJson = fc
  .record({
    micros: fc.constantFrom(
      '1763078405000001',
      '1763078405000002',
      '1763078406123456',
      '176307840612345',
      'x763078406123456',
    ),
    passing: fc.constantFrom(
      {},
      {},
      { __SEQNUM: '17' },
      { __SEQNUM: '18' },
      { SYSLOG_TIMESTAMP: 'Nov 14 00:00:05 ' },
    ),
    source: fc.constantFrom(
      {},
      {},
      {},
      { _SOURCE_REALTIME_TIMESTAMP: '1763078404999999' },
      { _SOURCE_REALTIME_TIMESTAMP: '' },
    ),
    odd: fc.constantFrom<object>(
      {},
      {},
      {},
      {},
      { _HOSTNAME: 'node2' },
      { N: null },
      { _CMDLINE: 'a "b" \\' },
      { LONG: 'x'.repeat(2100) },
    ),
    cursor: fc.constantFrom('s=1;i=1', 's=1;i=2f', 's=1;i=é', 's="1"'),
    isLast: fc.boolean(),
    twist: fc.constantFrom(
      (text: string) => text,
      (text: string) => text,
      (text: string) => text,
      (text: string) => text,
      (text: string) => text.replace('"MESSAGE":', '"MESSAGE":"main.main()","MESSAGE":'),
      (text: string) => text.replace('__REALTIME', '\\u005f_REALTIME'),
      (text: string) => text.slice(0, -1),
      (text: string) => text.replace('":"', '": "'),
      (text: string) => `${text} `,
    ),
    second,
    payload,
    end,
  })
  .map((it) => {
    const message = { MESSAGE: it.payload(it.second) };
    const stamps = { __CURSOR: it.cursor, __REALTIME_TIMESTAMP: it.micros, ...it.passing, ...it.source };
    const fields = it.isLast
      ? { ...stamps, ...frame, ...it.odd, ...message }
      : { ...message, ...frame, ...it.odd, ...stamps };
    return it.twist(JSON.stringify(fields)) + it.end;
  });

/** Of docker's log files. */
const dockerLine = fc
  .record({
    time: fc.constantFrom('05.123456789Z', '05.1Z', '06.000000001Z', '05.5+01:00', '05', ''),
    stream: fc.constantFrom('stderr', 'stderr', 'stderr', 'stdout'),
    ending: fc.constantFrom('\n', '\n', '\n', '\n', '', '\\n', '\r\n', 'x'.repeat(4100)),
    second,
    payload,
    end,
  })
  .map((it) => {
    const log = it.payload(it.second) + it.ending;
    return JSON.stringify({ log, stream: it.stream, time: `2026-11-14T00:00:${it.time}` }) + it.end;
  });

const PACKAGED = [journalLine, criLine, journalJson, dockerLine];

/** Some lines, mostly of one packaging. */
const someLines = (size: { minLength: number; maxLength: number }) =>
  fc.oneof(...PACKAGED.map((most) => fc.array(fc.oneof({ arbitrary: most, weight: 12 }, ...PACKAGED), size)));

function bookOf(
  text: string,
  use: { plain?: boolean; scan?: boolean; repeats?: boolean },
  { rules, scanner, plain } = some,
): string {
  const bytes = new TextEncoder().encode(text);
  const context = contextOf({
    name: 'a.log',
    modified: Date.UTC(2026, 10, 21),
    head: bytes,
    timeZone: 'UTC',
  });
  const parser = createEntryParser(context);
  if (use.repeats === false) Object.defineProperty(parser, 'repeatTimes', { value: undefined });
  const book = new IncidentBook(rules.rules);
  const reader = createAnalysis({
    pack: rules,
    parser,
    book,
    scanner: use.plain === true ? plain : scanner,
    source: 'a.log',
    host: '',
    scan: use.scan ?? true,
  });
  // What one part tells is known in the next.
  for (let part = 0; part < 6; part++) {
    for (let at = 0, count = 0; at < bytes.length; at += count) {
      const space = reader.space();
      count = Math.min(space.length, bytes.length - at);
      space.set(bytes.subarray(at, at + count));
      reader.advance(count);
    }
    reader.flush();
  }
  reader.end();
  return JSON.stringify(book.finish());
}

test('lines that are known again say what they say the slow way', () => {
  const asked = vi.spyOn(Repeats.prototype, 'tell');
  fc.assert(
    fc.property(someLines({ minLength: 1, maxLength: 6 }), fc.nat({ max: 8 }), (drawn, times) => {
      const text = Array.from({ length: times + 1 }, () => drawn.join('')).join('');
      const slow = bookOf(text, { repeats: false });
      expect(bookOf(text, {})).toBe(slow);
      expect(bookOf(text, { plain: true })).toBe(slow);
      expect(bookOf(text, { scan: false })).toBe(slow);
    }),
    {
      numRuns: 60,
      examples: [FLOOD, CRI_FLOOD, JSON_FLOOD, DOCKER_FLOOD].map((one): [string[], number] => [[one], 8]),
    },
  );
  expect(asked.mock.calls.length).toBeGreaterThan(50);
  asked.mockRestore();
});

test('in a flood, where each line is looked at, other lines between them say what they say the slow way', () => {
  const surveyed = vi.spyOn(Repeats.prototype, 'survey');
  fc.assert(
    fc.property(someLines({ minLength: 2, maxLength: 9 }), fc.nat({ max: 1 << 20 }), (drawn, seed) => {
      // More than is surveyed at a time; not too many lines in a row that may continue the one before, which takes long.
      const lines = [FLOOD, ...drawn];
      const text = Array.from({ length: 500 }, (_, i) =>
        i % 8 === 0 ? FLOOD : lines[(i * i * 7 + (i >> 3) * seed) % lines.length],
      );
      const slow = bookOf(text.join(''), { repeats: false });
      expect(bookOf(text.join(''), {})).toBe(slow);
      expect(bookOf(text.join(''), { plain: true })).toBe(slow);
    }),
    {
      numRuns: 10,
      examples: [
        [[FLOOD, FLOOD.replace('E1114', 'I1114')], 3],
        [[CRI_FLOOD, CRI_FLOOD.replace('E1114', 'I1114'), NEXT_DAY], 3],
        [[JSON_FLOOD, JSON_FLOOD.replace('E1114', 'I1114'), DOCKER_FLOOD], 3],
      ],
    },
  );
  expect(surveyed.mock.calls.length).toBeGreaterThan(10);
  surveyed.mockRestore();
});

/** Real lines with ids that hold a literal, one of each wording. */
const withIds = globSync('fixtures/failing/*/input.log')
  .sort()
  .flatMap((file) => readFileSync(file, 'latin1').split('\n'))
  .filter((text) => /^[IWEF]\d{4} |^time="/.test(text) && text.length < 2000 && idsIn(text).length > 0)
  .filter((text) => pack.literals.some((literal) => text.includes(literal)))
  .filter((text, i, all) => all.findIndex((other) => wording(other) === wording(text)) === i)
  .map((text) => `Nov 14 00:00:05 node1 k3s[1337]: ${text}\n`);

function wording(text: string): string {
  return text.slice(30).replace(/\d/g, '').slice(0, 60);
}

/** The line with other ids; what stands around them is as before, but for `beside`, which is put before each. */
function withOtherIds(text: string, digits: Iterator<number>, beside: string): string {
  return text.replace(
    /[0-9a-f-]{32,}/g,
    (id) => beside + id.replace(/[^-]/g, () => digits.next().value!.toString(16)),
  );
}

/** The line as it is, and as others package it. */
const packaging = fc.constantFrom(
  (text: string) => text,
  (text: string) => `2026-11-14T00:00:05.123456789Z stderr F ${payloadOf(text)}\n`,
  (text: string) =>
    DOCKER_FLOOD.replace(/(?<="log":)"(?:[^"\\]|\\.)*"/, () => JSON.stringify(`${payloadOf(text)}\n`)),
  (text: string) =>
    JSON_FLOOD.replace(/(?<="MESSAGE":)"(?:[^"\\]|\\.)*"/, () => JSON.stringify(payloadOf(text))),
);

function payloadOf(text: string): string {
  return text.slice(text.indexOf(': ') + 2, -1);
}

/** The first words of literals that go on with a digit of an id. */
const beginnings = pack.literals
  .filter((literal) => /[0-9a-f]$/.test(literal))
  .map((text) => text.slice(0, -1));

test('lines that are known again but for their ids say what they say the slow way', () => {
  expect(withIds.length).toBeGreaterThan(5);
  const proved = vi.spyOn(IdBlind.prototype, 'proves');
  const surveyed = vi.spyOn(Repeats.prototype, 'survey');
  const drawn = fc.array(
    fc.record({
      text: fc.constantFrom(...withIds),
      beside: fc.oneof(fc.constant(''), fc.constantFrom('', ...beginnings)),
    }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  const same = fc.property(
    drawn,
    fc.infiniteStream(fc.nat({ max: 15 })),
    packaging,
    (lines, digits, packaged) => {
      const text = Array.from({ length: 60 }, (_, i) => {
        const { text: one, beside } = lines[(i * i * 7) % lines.length]!;
        return packaged(withOtherIds(one, digits, beside));
      }).join('');
      const slow = bookOf(text, { repeats: false }, all);
      expect(bookOf(text, {}, all)).toBe(slow);
      expect(bookOf(text, { plain: true }, all)).toBe(slow);
    },
  );
  fc.assert(same, { numRuns: 20 });
  // How often the way is gone depends on the draw: this one is always the same, and enough by itself.
  fc.assert(same, { numRuns: 20, seed: 7 });
  expect(proved.mock.results.filter(({ value }) => value === true).length).toBeGreaterThan(20);
  expect(surveyed.mock.calls.length).toBeGreaterThan(20);
  vi.restoreAllMocks();
});
