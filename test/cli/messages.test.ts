import { expect, test } from 'vitest';
import { crashText, problemText, softProblemLine } from '../../src/cli/messages.ts';

test('a soft failure is one line: where, what, how to mend', () => {
  const line = softProblemLine({
    code: 'INPUT_JSON_BROKEN',
    message: 'unexpected\nend',
    place: { file: 'a\u001b[2J\n.json', line: 3, column: 7, text: '{"a":' },
    fix: 'see the line',
  });
  expect(line).toBe('a\\x1b[2J .json:3:7: INPUT_JSON_BROKEN unexpected end (see the line)\n');
});

test('a mistake comes with its line and a caret', () => {
  expect(
    problemText([
      {
        code: 'RULE_YAML',
        message: 'wrong',
        place: { file: 'r.yaml', line: 1, column: 3, text: 'a: \u001b' },
      },
    ]),
  ).toBe('r.yaml:1:3: RULE_YAML wrong\n  a: \\x1b\n    ^\n');
});

test('a crash is safe to print, too', () => {
  expect(crashText(new Error('\u009b'))).toContain('\\x9b');
  expect(crashText('text')).toContain('please report');
});
