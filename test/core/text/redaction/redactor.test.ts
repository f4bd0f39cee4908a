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
