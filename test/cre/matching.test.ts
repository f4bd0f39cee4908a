/** What imported rules match. The rules and lines are made up for the purpose: they say nothing about any program. */
import { describe, expect, test } from 'vitest';
import { at, creFile, hits } from './run.ts';

const set = (match: string, more = ''): string =>
  creFile(`set:\n  match:\n${match}${more === '' ? '' : `\n${more}`}`);

describe('one line', () => {
  test('a value is looked for in the line as it was written, quotes and all', async () => {
    const rule = set(`    - value: 'level=bad msg="lost'`);
    expect(await hits(rule, [at(1, 'level=bad msg="lost it"'), at(2, 'level=bad msg=lost')])).toBe(1);
  });

  test('a short value is found, too', async () => {
    expect(await hits(set('    - BAD'), [at(1, 'this is BAD'), at(2, 'this is good')])).toBe(1);
  });

  test('a value is no regex and no pattern', async () => {
    const rule = set(String.raw`    - value: 'status=5\d <none> (.*)'`);
    expect(await hits(rule, [at(1, String.raw`status=5\d <none> (.*)`), at(2, 'status=51 <none> x')])).toBe(
      1,
    );
  });

  test('a regex in RE2 syntax', async () => {
    const rule = set(`    - regex: '(?i)lost [[:alpha:]]+(.+)again'`);
    expect(await hits(rule, [at(1, 'LOST peer, again'), at(2, 'lost 1 again'), at(3, 'lost pagain')])).toBe(
      1,
    );
  });

  test('a regex of alternatives, each with a literal of its own', async () => {
    const rule = set(`    - regex: 'first long text|second long text [0-9]+'`);
    const log = [at(1, 'a first long text'), at(2, 'second long text 7'), at(3, 'second long text x')];
    expect(await hits(rule, log)).toBe(2);
  });

  test('a regex that would take ages in JavaScript takes one look', async () => {
    const rule = set(`    - regex: '(x+x+)+y'`);
    expect(await hits(rule, [at(1, 'x'.repeat(20_000)), at(2, 'xxxy')])).toBe(1);
  });

  test("a container runtime's envelope is not the line", async () => {
    const rule = set(`    - regex: '^started "it" now$'`);
    const docker = JSON.stringify({
      log: 'started "it" now\n',
      stream: 'stdout',
      time: '2025-03-01T10:00:00Z',
    });
    expect(await hits(rule, [docker])).toBe(1);
    expect(await hits(rule, ['2025-03-01T10:00:00.5Z stderr F started "it" now'])).toBe(1);
    const journal = {
      __REALTIME_TIMESTAMP: '1740823200000000',
      SYSLOG_IDENTIFIER: 'x',
      MESSAGE: 'started "it" now',
    };
    expect(await hits(rule, [JSON.stringify(journal)])).toBe(1);
  });

  test('lines without a time belong to the one before, without a line end between them', async () => {
    const rule = set(`    - regex: 'request went wrong.*caused by a broken pipe'`);
    const log = [
      at(1, 'request went wrong'),
      '  in some file',
      'caused by a broken pipe',
      at(2, 'caused by a broken pipe'),
    ];
    expect(await hits(rule, log)).toBe(1);
  });
});

describe('fields of JSON', () => {
  const line = (value: unknown): string =>
    JSON.stringify({ timestamp: '2025-03-01T10:00:00Z', ...Object(value) });

  test('equality, and and or', async () => {
    const rule = set(`    - jq: '.a.b == "x" and (.n == 2 or .n == 3)'`);
    const log = [
      { a: { b: 'x' }, n: 2 },
      { a: { b: 'x' }, n: 3 },
      { a: { b: 'x' }, n: 4 },
      { a: { b: 'y' }, n: 2 },
    ];
    expect(await hits(rule, log.map(line))).toBe(2);
  });

  test('select, null, defaults, lists', async () => {
    const rule = set(
      `    - jq: 'select((.user // 0) != 0 and .dir != null and (.list[]? | (.id == 7 or .tag != null)))'`,
    );
    const log = [
      { user: 5, dir: {}, list: [{ id: 1 }, { id: 7 }] },
      { user: 5, dir: 'a', list: [{ tag: 't' }] },
      { dir: 'a', list: [{ id: 7 }] },
      { user: 0, dir: 'a', list: [{ id: 7 }] },
      { user: 5, dir: null, list: [{ id: 7 }] },
      { user: 5, dir: 'a', list: [] },
    ];
    expect(await hits(rule, log.map(line))).toBe(2);
  });

  test('a line that is no JSON meets no condition, not even absence', async () => {
    const rule = set(`    - jq: '.lost == null'`);
    expect(await hits(rule, [at(1, 'lost'), line({ lost: 1 }), line({})])).toBe(1);
  });
});

describe('sets', () => {
  const two = set('    - first text here\n    - other text here', '  window: 5s');

  test('in any order, within the window, its end counted', async () => {
    expect(await hits(two, [at(0, 'other text here'), at(5, 'first text here')])).toBe(1);
    expect(await hits(two, [at(0, 'other text here'), at(5.001, 'first text here')])).toBe(0);
  });

  test('a line of no use does not stand in the way', async () => {
    const log = [at(0, 'first text here'), at(8, 'first text here'), at(9, 'other text here')];
    expect(await hits(two, log)).toBe(1);
  });

  test('a line serves one run only', async () => {
    const log = [at(0, 'first text here'), at(1, 'first text here'), at(2, 'other text here')];
    expect(await hits(two, log)).toBe(1);
  });

  test('one line may meet both terms', async () => {
    expect(await hits(two, [at(0, 'first text here, other text here')])).toBe(1);
  });

  test('a count takes so many lines', async () => {
    const rule = set('    - value: lost a packet\n      count: 3', '  window: 10s');
    const lost = (...seconds: number[]): string[] => seconds.map((second) => at(second, 'lost a packet'));
    expect(await hits(rule, lost(0, 1))).toBe(0);
    expect(await hits(rule, lost(0, 6, 10))).toBe(1);
    expect(await hits(rule, lost(0, 6, 10.5))).toBe(0);
    expect(await hits(rule, lost(0, 6, 10.5, 11))).toBe(1);
    expect(await hits(rule, lost(0, 1, 2, 3, 4, 5, 6))).toBe(2);
  });
});

test.each([
  ['2025-03-01 10:00:00', '2025-03-01 10:00:09'],
  ['2025-03-01 10:00:00.123456+00:00', '2025-03-01 10:00:09.123456+0000'],
  ['2025-03-01 10:00:00,12345', '2025-03-01 10:00:09,12345'],
  ['[7] 2025/03/01 10:00:00.1', '[7] 2025/03/01 10:00:09.1'],
  ['03/01/2025, 10:00:00', '03/01/2025, 10:00:09'],
  ['03/01/2025 11:59:59 AM', '03/01/2025 12:00:08 PM'],
  ['01 Mar 2025 10:00:00.5', '01 Mar 2025 10:00:09.5'],
  ['01/Mar/2025:10:00:00.5', '01/Mar/2025:10:00:09.5'],
  ['2025 Mar 01 10:00:00', '2025 Mar 01 10:00:09'],
  ['{"time":1740823200000000}', '{"time":1740823209000000}'],
  ['{"d":"/Date(1740823200000)/"}', '{"d":"/Date(1740823209000)/"}'],
])('times of all kinds count for windows: %s', async (start, end) => {
  const within = (window: string): string =>
    creFile(`set:\n  match:\n    - went down\n    - came back\n  window: ${window}`);
  const log = [`${start} went down`, `${end} came back`];
  expect([await hits(within('8999ms'), log), await hits(within('9s'), log)]).toEqual([0, 1]);
});

describe('sequences', () => {
  const three = creFile(
    'sequence:\n  window: 10s\n  order:\n    - step number one\n    - two\n    - step number three',
    'terms:\n  two:\n    value: step number two\n',
  );

  test('in order, with terms by name', async () => {
    const log = [at(0, 'step number one'), at(1, 'step number two'), at(10, 'step number three')];
    expect(await hits(three, log)).toBe(1);
    expect(
      await hits(
        three,
        log.toReversed().map((line, i) => at(i, line.slice(25))),
      ),
    ).toBe(0);
  });

  test('a run that starts later is found behind one that came too early', async () => {
    const log = [
      at(0, 'step number one'),
      at(8, 'step number one'),
      at(9, 'step number two'),
      at(12, 'step number three'),
    ];
    expect(await hits(three, log)).toBe(1);
  });

  test('the middle must stand between the ends of the same run', async () => {
    const log = [
      at(0, 'step number one'),
      at(1, 'step number two'),
      at(8, 'step number one'),
      at(12, 'step number three'),
    ];
    expect(await hits(three, log)).toBe(0);
  });

  test('one line is not two steps', async () => {
    const same = creFile('sequence:\n  window: 10s\n  order:\n    - again and again\n    - and again');
    expect(await hits(same, [at(0, 'again and again')])).toBe(0);
    expect(await hits(same, [at(0, 'again and again'), at(1, 'again and again')])).toBe(1);
  });

  test('counts of a step', async () => {
    const rule = creFile(
      'sequence:\n  window: 10s\n  order:\n    - value: could not reach\n      count: 2\n    - gave up at last',
    );
    expect(await hits(rule, [at(0, 'could not reach'), at(1, 'gave up at last')])).toBe(0);
    expect(
      await hits(rule, [at(0, 'could not reach'), at(1, 'could not reach'), at(2, 'gave up at last')]),
    ).toBe(1);
  });
});

describe('negation', () => {
  const negated = (options: string): string =>
    set('    - went down\n    - went away', `  window: 5s\n  negate:\n    - value: on purpose\n${options}`);
  const run = [at(10, 'went down'), at(14, 'went away')];
  const withLine = (second: number): string[] => [...run, at(second, 'on purpose')].toSorted();

  test.each([
    ['from the first to the last line', '', [9.999, 14.001], [10, 12, 14]],
    ['longer by a window', '      window: 3s', [9.9, 17.1], [10, 17]],
    ['moved by a slide', '      slide: -8s', [1.9, 6.1], [2, 6]],
    ['from another anchor', '      anchor: 1', [13.9, 18.1], [14, 18]],
    ['an absolute window', '      window: 2s\n      absolute: true', [9.9, 12.1], [10, 12]],
    [
      'all at once',
      '      anchor: 1\n      slide: -2s\n      window: 1s\n      absolute: true',
      [11.9, 13.1],
      [12, 13],
    ],
  ])('%s', async (_, options, free, spoiled) => {
    const found = async (seconds: readonly number[]): Promise<number[]> => {
      const counts: number[] = [];
      for (const second of seconds) counts.push(await hits(negated(options), withLine(second)));
      return counts;
    };
    expect(await found(free)).toEqual(free.map(() => 1));
    expect(await found(spoiled)).toEqual(spoiled.map(() => 0));
  });

  test('of several runs only the spoiled one is lost', async () => {
    const log = [...run, at(12, 'on purpose'), at(30, 'went down'), at(31, 'went away')].toSorted();
    expect(await hits(negated(''), log)).toBe(1);
  });

  test('of a single line: at its very time', async () => {
    const rule = set('    - went down', '  negate:\n    - on purpose');
    expect(await hits(rule, [at(1, 'went down on purpose'), at(2, 'went down')])).toBe(1);
  });

  test('in a sequence', async () => {
    const rule = creFile(
      'sequence:\n  window: 5s\n  order:\n    - went down\n    - went away\n  negate:\n    - regex: on (purpose|demand)',
    );
    expect(await hits(rule, withLine(12))).toBe(0);
    expect(await hits(rule, withLine(20))).toBe(1);
  });
});
