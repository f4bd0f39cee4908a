import { expect, test } from 'vitest';
import { normalizeAlternative } from '../../../src/core/rules/normalize.ts';
import { readTestLog } from '../../../src/core/rules/test-log.ts';
import { whyNot, whyNotText } from '../../../src/core/rules/why-not.ts';
import type { FileAlternative } from '../../../src/core/rules/schema.ts';

const LINE =
  'time="2026-11-21T10:40:16Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname" error="certificate is not valid"';

const why = (alternative: FileAlternative): string | undefined => {
  const found = whyNot(normalizeAlternative(alternative), readTestLog(LINE, undefined)[0]!);
  return found === undefined ? undefined : whyNotText(found);
};

test.each([
  ['Node password rejected', undefined],
  [
    'Node password validation failed',
    'it lacks "Node password validation failed" (it has "Node password ", but then not "validation failed")',
  ],
  [
    'node password rejected',
    'it lacks "node password rejected" (upper and lower case count; it has "Node password rejected")',
  ],
  ['etcd is slow', 'it lacks "etcd is slow"'],
  [
    'Node password rejected<_>not valid',
    expect.stringMatching(/^all words are there, but not in one place \(message, error\)/),
  ],
  ['Node password rejected<_>Waiting to', expect.stringMatching(/^all words are there, but not as/)],
  [
    { text: 'Node password rejected', where: { level: ['error', 'fatal'] } },
    'the condition on \'level\' is not met: wanted error or fatal, found "info"',
  ],
  [
    { text: 'Node password rejected', where: { err: { exists: true } } },
    "the condition on 'err' is not met: wanted to be there, there is none",
  ],
  [{ text: 'Node password rejected', not: 'duplicate hostname' }, "'not: duplicate hostname' forbids it"],
  [{ text: 'Node password rejected', regex: 'rejected, (?<why>\\d+)' }, 'the regex finds nothing'],
] satisfies [FileAlternative, unknown][])('%j', (alternative, reason) => {
  expect(why(alternative)).toEqual(reason);
});
